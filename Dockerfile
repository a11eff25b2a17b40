# The nlgserver image: a static binary, CA roots, and time zones, without a shell.
#   docker build --build-arg VERSION=1.2.3 -t nlgserver .
# The Go image is an argument, so that you can use a mirror. CI has no registry
# and builds only the last stage, with a directory instead of the first stage:
# see .ci/packaging.
ARG GO=golang:1.26

FROM ${GO} AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ARG VERSION=""
RUN deploy/image-root /out "${VERSION}"

FROM scratch
COPY --from=build /out/ /
# An unprivileged user that exists on no machine.
USER 65532:65532
# Kubernetes, Swarm and load balancers send requests for a moment after SIGTERM. Docker
# kills after ten seconds.
ENV NLG_LISTEN=:5056 NLG_LOG_FORMAT=json NLG_SHUTDOWN_DELAY=2s NLG_DRAIN=7s ZONEINFO=/usr/share/zoneinfo.zip
EXPOSE 5056 5057
HEALTHCHECK --interval=10s --timeout=4s --start-period=10s CMD ["/nlgserver", "healthcheck"]
ENTRYPOINT ["/nlgserver"]
# Mount the directory with the response files here, never a single file. For several
# assistants, put nlgserver.yml there too, set NLG_CONFIG=/content/nlgserver.yml, which the
# health check reads as well, and run only: serve
CMD ["serve", "/content"]
