// Package api holds the documents that describe the server's requests and
// replies: an OpenAPI document of its routes, and JSON Schemas.
//
// The one rule to know: openapi.yaml is written by hand. go test ./api -update
// generates openapi.json, request.schema.json and reply.schema.json from it.
package api
