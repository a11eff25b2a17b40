// Package api holds the documents that describe what the server reads and
// replies: an OpenAPI document of its routes, and JSON Schemas.
//
// The one rule to know: openapi.yaml is written by hand, and openapi.json,
// request.schema.json and reply.schema.json are generated from it by
// go test ./api -update.
package api

import _ "embed"

var (
	//go:embed openapi.yaml
	openapiYAML string
	//go:embed openapi.json
	openapiJSON string
	//go:embed responses.schema.json
	responsesSchema string
)

// OpenAPIYAML returns the OpenAPI 3.1 document of the server's routes as it is
// written by hand.
func OpenAPIYAML() string { return openapiYAML }

// OpenAPIJSON returns the same document as JSON.
func OpenAPIJSON() string { return openapiJSON }

// ResponsesSchema returns the JSON Schema (draft-07) of response files, for
// editors. Every file that the server reads without an error satisfies it.
func ResponsesSchema() string { return responsesSchema }
