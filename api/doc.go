// Package api holds the documents that describe what the server reads and
// answers: an OpenAPI document of its routes, and JSON Schemas.
//
// The one rule to know: openapi.yaml is written by hand, and openapi.json,
// request.schema.json and reply.schema.json are made of it by
// go test ./api -update.
package api
