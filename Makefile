# What people type. Each target says what it is doing. Go and Node must be there; everything else is installed here.
SHELL := /bin/bash
UI := internal/web/ui
BIN := bin/chainchief
# Asked once: a commit in the middle of a build must not be in half of it.
VERSION := $(or $(VERSION),$(shell git describe --tags --always --dirty 2>/dev/null || echo dev))
COMMIT := $(or $(COMMIT),$(shell git rev-parse HEAD 2>/dev/null))
DATE := $(or $(DATE),$(shell TZ=UTC git log -1 --format=%cd --date=format-local:%Y-%m-%dT%H:%M:%SZ 2>/dev/null))
STAMP := -s -w -X main.version=$(VERSION) -X main.commit=$(COMMIT) -X main.date=$(DATE)
FONTS := internal/scene/font/NotoSansSC-Regular.ttf
PAGE := internal/web/dist/index.html
GRAPHVIZ := internal/layout/graphviz/worker/graphviz.wasm
GO_FILES := $(shell find cmd graph internal seeds -name '*.go' -o -path '*/queries/*' -type f -o -path '*/migrations/*' -type f -o -path 'seeds/*' -name '*.yaml' -o -path 'seeds/*' -name '*.csv' -o -path 'internal/render/pptx/*.xml')

# Tests of the API and of drawings that have several at work at once: the others take ten times as long with -race.
RACES := AtOnce|HoldsUpNobody|GivesWay
# Tests of the stores that do one thing after another, for minutes with -race.
ALONE := ^TestKilledWhileWriting$$|/random$$

.PHONY: run build test check bench generate gallery fonts graphviz page clean browser office proxy database dist neo4j neo4j-stop directory

run: build ## build, seed on first start, serve at http://localhost:8080
	@echo "==> starting chainchief (Ctrl-C stops it)"
	@$(BIN) serve

build: $(BIN) ## leave the binary at bin/chainchief

$(UI)/node_modules/.package-lock.json: $(UI)/package.json $(UI)/package-lock.json
	@echo "==> installing the page's packages (npm ci)"
	@cd $(UI) && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

fonts: $(FONTS)
$(FONTS): $(UI)/node_modules/.package-lock.json $(UI)/scripts/fonts.mjs internal/scene/standard.txt $(wildcard seeds/*.csv seeds/chains/*.yaml)
	@echo "==> making the font subset (regular, bold)"
	@cd $(UI) && npm run --silent fonts
	@touch $(FONTS)

page: $(PAGE)
$(PAGE): $(FONTS) $(UI)/node_modules/.package-lock.json internal/api/openapi.json $(shell find $(UI)/src $(UI)/index.html $(UI)/vite.config.ts -not -path '*/src/fonts/*' 2>/dev/null)
	@echo "==> building the page"
	@cd $(UI) && npm run --silent build

graphviz: $(GRAPHVIZ)
$(GRAPHVIZ): go.mod
	@echo "==> copying Graphviz out of the module go-graphviz"
	@go mod download github.com/goccy/go-graphviz
	@install -m 644 "$$(go list -m -f '{{.Dir}}' github.com/goccy/go-graphviz)/internal/wasm/graphviz.wasm" $@

$(BIN): $(PAGE) $(FONTS) $(GRAPHVIZ) $(GO_FILES) go.mod go.sum
	@echo "==> building $(BIN)"
	@mkdir -p bin
	@CGO_ENABLED=0 go build -trimpath -ldflags "$(STAMP)" -o $(BIN) ./cmd/chainchief

generate: fonts graphviz ## write again what is generated: data dictionary, OpenAPI, golden files, gallery (Chromium is installed when there is none)
	go test ./graph -run TestDataDictionaryIsTrue -update
	go test ./internal/api -run TestExamplesAreAnswered -update
	go test ./internal/api -run TestOpenAPIIsCommitted -update
	go test ./internal/drawing -run TestGoldenDrawings -update
	$(MAKE) gallery

gallery: build browser ## draw docs/gallery again from the seeds, with its index and the pictures of the READMEs
	@echo "==> drawing docs/gallery"
	@docs/gallery/draw.sh $(BIN)
	@echo "==> taking the pictures of a page (Chromium, on a scratch data folder)"
	@cd $(UI) && node scripts/pictures.mjs ../../../docs/gallery

check: fonts graphviz ## what CI runs beside the tests: format, vet, linters, types, Cypher, Docker files
	@echo "==> checking format"; test -z "$$(gofmt -l cmd graph internal seeds)" || { gofmt -l cmd graph internal seeds; exit 1; }
	@echo "==> go vet"; go vet ./...
	@echo "==> linters"; go tool golangci-lint run ./...
	@echo "==> code that nothing calls"; out=$$(go tool deadcode -test ./...) && test -z "$$out" || { echo "$$out"; exit 1; }
	@echo "==> races: stores, desk, API and what draws at once"; \
		go test -race -skip '$(ALONE)' ./internal/store ./internal/store/memstore ./internal/store/sqlitestore ./internal/decision && \
		go test -race -run '$(RACES)' ./internal/api ./internal/drawing
	@echo "==> types of the page"; cd $(UI) && npm run --silent lint
	@echo "==> Cypher: every .cypher file and the questions of docs/neo4j.md, for versions 5 and 25, with labels, relationship types, properties and parameters"; cd $(UI) && npm run --silent cypher
	@echo "==> Dockerfile and docker-compose.yml: linted, not run"; cd $(UI) && npm run --silent docker

test: build browser office proxy database directory ## install what the tests need and run all of them
	@echo "==> go test"
	@go tool gotestsum --format pkgname-and-test-fails --hide-summary=skipped -- -timeout 40m ./...
	@echo "==> tests of the page"
	@cd $(UI) && npm test --silent
	@echo "==> the page in Chromium"
	@cd $(UI) && npm run --silent e2e

browser: ## a Chromium for the tests, from the system's packages when there is none
	@command -v chromium >/dev/null || command -v google-chrome >/dev/null || { echo "==> installing chromium"; \
		(apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium fonts-noto-cjk) >/dev/null || { echo "install Chromium by hand, then run make test again"; exit 1; }; }

office: ## what opens PDF, PPTX and XLSX in the tests: poppler, LibreOffice Impress and Calc, from the system's packages when they are missing
	@{ command -v soffice && command -v pdftotext && compgen -G '/usr/lib/libreoffice/program/libsclo.so'; } >/dev/null || { echo "==> installing poppler-utils, libreoffice-impress and libreoffice-calc"; \
		(apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends poppler-utils libreoffice-impress libreoffice-calc) >/dev/null || { echo "install poppler-utils, LibreOffice Impress and Calc by hand, then run make test again"; exit 1; }; }

proxy: ## what stands before the page in a test: nginx, from the system's packages when it is missing
	@{ command -v nginx && command -v openssl; } >/dev/null || { echo "==> installing nginx and openssl"; \
		(apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends nginx-light openssl) >/dev/null || { echo "install nginx and openssl by hand, then run make test again"; exit 1; }; }

database: ## a PostgreSQL for the tests, from the system's packages when it is missing; its server is not needed to run
	@{ compgen -G '/usr/lib/postgresql/*/bin/initdb' || command -v initdb; } >/dev/null || { echo "==> installing postgresql"; \
		(apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql) >/dev/null || { echo "install PostgreSQL by hand, then run make test again"; exit 1; }; }

directory: ## an LDAP server for the tests, from the system's packages when it is missing; its server is not needed to run
	@{ command -v slapd || test -x /usr/sbin/slapd; } >/dev/null || { echo "==> installing slapd"; \
		(apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends slapd) >/dev/null || { echo "install slapd by hand, then run make test again"; exit 1; }; }

bench: fonts graphviz ## benchmarks; goals and results are in docs/benchmarks.md
	go test -run '^$$' -bench . -benchmem ./...

ARCHES := amd64 arm64
# Not a tool of go.mod: what it requires would change the versions of the linters.
CYCLONEDX := github.com/CycloneDX/cyclonedx-gomod/cmd/cyclonedx-gomod@v1.10.0

dist: $(PAGE) $(FONTS) $(GRAPHVIZ) ## static binaries for Linux on amd64 and arm64 in dist/, with what they are made of (SBOM, licences) and checksums; twice the same commit is twice the same files
	@[[ "$(VERSION)" != *dirty* && "$(VERSION)" != dev ]] || { echo "commit first: what is handed out must say what it was built of, not $(VERSION)"; exit 1; }
	@rm -rf dist && mkdir dist
	@for arch in $(ARCHES); do \
		echo "==> building dist/chainchief-$(VERSION)-linux-$$arch"; \
		CGO_ENABLED=0 GOOS=linux GOARCH=$$arch go build -trimpath -buildvcs=false -ldflags "$(STAMP)" \
			-o dist/chainchief-$(VERSION)-linux-$$arch ./cmd/chainchief || exit 1; \
	done
	@echo "==> what they are made of (CycloneDX), with licences: some minutes"
	@go run $(CYCLONEDX) bin -json -licenses -assert-licenses -std -noserial -notimestamp -version v0.0.0 \
		-output dist/go.json dist/chainchief-$(VERSION)-linux-amd64 2>/dev/null
	@cd $(UI) && node scripts/sbom.mjs ../../../dist/go.json "$(VERSION)" "$(DATE)" ../../../dist/chainchief-$(VERSION) \
		"$$(go list -m -f '{{.Version}}' github.com/goccy/go-graphviz)"
	@rm dist/go.json
	@cd dist && sha256sum chainchief-* > SHA256SUMS && cat SHA256SUMS

neo4j: ## a Neo4j Community on this machine (Java and Maven needed), for CHAINCHIEF_STORE=bolt://127.0.0.1:17687
	@internal/store/neo4jstore/server/neo4j.sh start

neo4j-stop: ## stop it
	@internal/store/neo4jstore/server/neo4j.sh stop

clean:
	rm -rf bin coverage $(UI)/node_modules internal/web/dist/assets internal/scene/font/*.ttf $(GRAPHVIZ)
