# chainchief in an image of its own: one static binary, no shell, no root. Its data are in the volume /data, the key of second factors in /key, scratch files in /tmp; the rest
# may be read-only. Build and start it with Neo4j by docker-compose.yml, or alone, on SQLite:
# Others reach the address in the container, so the first account is made before it starts:
#   docker run -it --read-only --tmpfs /tmp -v chainchief:/data -v chainchief-key:/key chainchief user add NAME --role admin
#   docker build -t chainchief . && docker run --read-only --tmpfs /tmp -v chainchief:/data -v chainchief-key:/key -p 127.0.0.1:8080:8080 chainchief
#
# No engine has run this yet: it is linted only. Tried by hand instead: the commands of the first two stages in a copy of what .dockerignore
# lets through, and the binary alone in an empty, read-only root as user 65532 without capabilities, on Neo4j and on SQLite.

# The font and the page.
FROM node:20.20.2-bookworm-slim AS page
WORKDIR /src/internal/web/ui
COPY internal/web/ui/package.json internal/web/ui/package-lock.json ./
RUN npm ci --no-audit --no-fund --loglevel=error
COPY . /src
RUN npm run --silent fonts && npm run --silent build

# The binary, which embeds both, and the folders that the last image needs.
FROM golang:1.26.8-bookworm AS build
ARG VERSION=dev
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
COPY --from=page /src/internal/scene/font internal/scene/font
COPY --from=page /src/internal/web/dist internal/web/dist
RUN cp "$(go list -m -f '{{.Dir}}' github.com/goccy/go-graphviz)/internal/wasm/graphviz.wasm" \
	internal/layout/graphviz/worker/
RUN CGO_ENABLED=0 go build -trimpath -ldflags "-s -w -X main.version=$VERSION" -o /out/chainchief ./cmd/chainchief \
	&& mkdir -p /out/root/data /out/root/key /out/root/tmp

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /out/chainchief /chainchief
COPY --from=build --chown=65532:65532 /out/root/ /
ENV CHAINCHIEF_ADDR=0.0.0.0:8080 CHAINCHIEF_DATA=/data CHAINCHIEF_SECRET_KEY_FILE=/key/secret XDG_CACHE_HOME=/tmp
USER 65532:65532
VOLUME /data /key
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=10s --start-period=60s --retries=3 CMD ["/chainchief", "health", "--quiet"]
ENTRYPOINT ["/chainchief"]
CMD ["serve"]
