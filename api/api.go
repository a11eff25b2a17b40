// Package api holds the documents that describe what the server reads and
// replies: an OpenAPI document of its routes, and JSON Schemas.
//
// The one rule to know: openapi.yaml is written by hand, and openapi.json,
// request.schema.json, reply.schema.json, and the files of the two documents that the
// program contains, which end in .gz, are generated from it by go test ./api -update.
package api

import (
	"compress/gzip"
	_ "embed"
	"fmt"
	"io"
	"strings"
)

var (
	//go:embed openapi.yaml.gz
	openapiYAML string
	//go:embed openapi.json.gz
	openapiJSON string
	//go:embed responses.schema.json
	responsesSchema string
)

// OpenAPIYAML returns the OpenAPI 3.1 document of the server's routes as it is
// written by hand. Callers keep it: it is compressed in the program.
func OpenAPIYAML() string { return unpack(openapiYAML) }

// OpenAPIJSON returns the same document as JSON.
func OpenAPIJSON() string { return unpack(openapiJSON) }

// ResponsesSchema returns the JSON Schema (draft-07) of response files, for
// editors. Every file that the server reads without an error satisfies it.
func ResponsesSchema() string { return responsesSchema }

// unpack decompresses a document of this build. TestDerived checks that it can.
func unpack(packed string) string {
	z, err := gzip.NewReader(strings.NewReader(packed))
	if err != nil {
		panic(fmt.Sprintf("a document in the program: %v", err))
	}
	text, err := io.ReadAll(z)
	if err != nil {
		panic(fmt.Sprintf("a document in the program: %v", err))
	}
	return string(text)
}
