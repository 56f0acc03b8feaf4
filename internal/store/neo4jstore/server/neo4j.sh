#!/usr/bin/env bash
# A Neo4j Community server on this machine, assembled from Maven artifacts: no container, no installer.
#   neo4j.sh start   assemble when needed, start, wait until Bolt answers
#   neo4j.sh stop    stop and wait
#   neo4j.sh status  say whether it runs
#   neo4j.sh admin … what neo4j-admin does, such as: admin database dump neo4j --to-path=FOLDER (while it is stopped)
# NEO4J_HOME (default .neo4j), NEO4J_BOLT_PORT (17687), NEO4J_HTTP_PORT (17474), NEO4J_PASSWORD (chainchief-local) and
# NEO4J_HEAP (1536m) change it. It listens on loopback only.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
home=${NEO4J_HOME:-.neo4j}
mkdir -p "$home"
home=$(cd "$home" && pwd)
bolt=${NEO4J_BOLT_PORT:-17687}
http=${NEO4J_HTTP_PORT:-17474}
password=${NEO4J_PASSWORD:-chainchief-local}
heap=${NEO4J_HEAP:-1536m}
lib=${NEO4J_LIB:-$home/lib}
opens=()
for package in java.nio java.io sun.nio.ch java.util.concurrent; do
	opens+=("--add-opens=java.base/$package=ALL-UNNAMED")
done

say() { echo "==> $*"; }
fail() {
	echo "neo4j: $*" >&2
	exit 1
}
running() { [[ -f $home/run/pid ]] && kill -0 "$(cat "$home/run/pid")" 2>/dev/null; }
answers() { (exec 3<>"/dev/tcp/127.0.0.1/$bolt") 2>/dev/null; }

assemble() {
	[[ -f $lib/.complete ]] && return
	command -v mvn >/dev/null || fail "Maven is missing: install it (apt-get install maven), or start your own Neo4j 5.26"
	say "assembling Neo4j from Maven artifacts into $lib (123 MB, once)"
	mvn -q -B -f "$here/pom.xml" dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory="$lib"
	touch "$lib/.complete"
}

configure() {
	mkdir -p "$home"/{conf,data,logs,plugins,import,run}
	cat >"$home/conf/neo4j.conf" <<CONF
server.default_listen_address=127.0.0.1
server.bolt.listen_address=127.0.0.1:$bolt
server.bolt.advertised_address=127.0.0.1:$bolt
server.http.listen_address=127.0.0.1:$http
server.http.advertised_address=127.0.0.1:$http
server.memory.heap.initial_size=512m
server.memory.heap.max_size=$heap
server.memory.pagecache.size=256m
db.tx_log.rotation.retention_policy=200M size
dbms.usage_report.enabled=false
CONF
	[[ -d $home/data/dbms ]] || admin dbms set-initial-password "$password" >/dev/null
}

admin() {
	NEO4J_HOME=$home NEO4J_CONF=$home/conf java "${opens[@]}" -cp "$lib/*" org.neo4j.cli.AdminTool "$@"
}

start() {
	if running && answers; then
		say "Neo4j is already at bolt://127.0.0.1:$bolt"
		return
	fi
	command -v java >/dev/null || fail "Java 17 or 21 is missing: install it (apt-get install default-jre-headless)"
	! answers || fail "port $bolt is taken by another program; set NEO4J_BOLT_PORT"
	assemble
	configure
	say "starting Neo4j at bolt://127.0.0.1:$bolt, Browser at http://127.0.0.1:$http/browser/"
	nohup java -Xms512m -Xmx"$heap" "${opens[@]}" -Dfile.encoding=UTF-8 -cp "$lib/*" org.neo4j.server.CommunityEntryPoint \
		--home-dir="$home" --config-dir="$home/conf" --console-mode >"$home/logs/console.log" 2>&1 </dev/null &
	echo $! >"$home/run/pid"
	for ((i = 0; i < 240; i++)); do
		if curl -fs "http://127.0.0.1:$http/" >/dev/null 2>&1 && answers; then
			say "Neo4j answers; user neo4j, password $password"
			return
		fi
		running || fail "it stopped at once: $(tail -n 3 "$home/logs/console.log")"
		sleep 0.5
	done
	fail "it does not answer after two minutes: see $home/logs/console.log"
}

stop() {
	if ! running; then
		say "Neo4j is not running"
		return
	fi
	say "stopping Neo4j"
	kill "$(cat "$home/run/pid")"
	for ((i = 0; i < 120; i++)); do
		running || break
		sleep 0.5
	done
	! running || fail "it does not stop: see $home/logs/console.log"
	rm -f "$home/run/pid"
}

case ${1:-} in
start) start ;;
stop) stop ;;
admin) admin "${@:2}" ;;
status) running && answers && say "Neo4j is at bolt://127.0.0.1:$bolt" || say "Neo4j is not running" ;;
*) fail "say start, stop, status or admin" ;;
esac
