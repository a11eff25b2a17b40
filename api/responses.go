package api

import _ "embed"

//go:embed responses.schema.json
var responsesSchema string

// ResponsesSchema returns the JSON Schema (draft-07) of response files, for
// editors. Every file that the server reads without an error satisfies it.
func ResponsesSchema() string { return responsesSchema }
