// Package api holds the documents that describe what the server reads and
// replies: an OpenAPI document of its routes, and JSON Schemas.
//
// The one rule to know: openapi.yaml and responses.schema.json are written by hand.
// openapi.json, request.schema.json, reply.schema.json, and what the program contains,
// the files that end in .gz, are generated from them by go test ./api -update.
package api

import (
	_ "embed"

	"nlgserver/internal/packed"
)

var (
	//go:embed openapi.yaml.gz
	openapiYAML string
	//go:embed openapi.json.gz
	openapiJSON string
	//go:embed responses.schema.json.gz
	responsesSchema string
)

// OpenAPIYAML returns the OpenAPI 3.1 document of the server's routes as it is
// written by hand. Callers keep it: it is compressed in the program.
func OpenAPIYAML() string { return packed.Text(openapiYAML) }

// OpenAPIJSON returns the same document as JSON.
func OpenAPIJSON() string { return packed.Text(openapiJSON) }

// ResponsesSchema returns the JSON Schema (draft-07) of response files, for
// editors. Every file that the server reads without an error satisfies it. Callers keep
// it, as they do an OpenAPI document.
func ResponsesSchema() string { return packed.Text(responsesSchema) }
