package api

import _ "embed"

var (
	//go:embed openapi.yaml
	openapiYAML string
	//go:embed openapi.json
	openapiJSON string
)

// OpenAPIYAML returns the OpenAPI 3.1 document of the server's routes, as
// written.
func OpenAPIYAML() string { return openapiYAML }

// OpenAPIJSON returns the same document as JSON.
func OpenAPIJSON() string { return openapiJSON }
