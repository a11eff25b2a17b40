# The image of nlgserver: one static binary, CA roots and time zones, no shell.
#   docker build --build-arg VERSION=1.2.3 -t nlgserver .
# The Go image is an argument so that a mirror's can be named. CI, which has no
# registry, builds the last stage alone, with a directory in the place of the
# first: see .ci/image.
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
# 65532 is nobody's number on any machine.
USER 65532:65532
ENV NLG_LISTEN=:5056 NLG_LOG_FORMAT=json ZONEINFO=/usr/share/zoneinfo.zip
EXPOSE 5056 5057
HEALTHCHECK --interval=10s --timeout=4s --start-period=10s CMD ["/nlgserver", "healthcheck"]
ENTRYPOINT ["/nlgserver"]
# Mount the directory with the response files here: a directory, never a file.
CMD ["serve", "/content"]
