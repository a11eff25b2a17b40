package api

import (
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// TestReplySchema checks replies that Rasa's own client accepted or rejected.
// Rasa: section 10.6.
func TestReplySchema(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile("reply.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	tests := map[bool][]string{
		true: {
			`{}`, `{"text": ""}`, `{"text": "a", "buttons": null}`, `{"text": "a", "elements": [{}]}`,
			`{"text": "a", "quick_replies": "anything"}`, `{"text": "a", "attachments": "x"}`, `{"text": "a", "id": null}`, `{"text": "a", "attachment": {}}`,
			`{"text": "Some text", "buttons": [], "image": null, "elements": [], "attachments": []}`,
		},
		false: {
			`{"text": null}`, `{"text": 5}`, `{"text": "a", "custom": null}`, `{"text": "a", "attachment": "url"}`,
			`{"text": "a", "buttons": ["x"]}`, `{"text": "a", "image": {}}`, `[]`, `null`, `"x"`,
		},
	}
	for accepted, replies := range tests {
		for _, reply := range replies {
			v, err := jsonschema.UnmarshalJSON(strings.NewReader(reply))
			if err != nil {
				t.Fatal(err)
			}
			if err := schema.Validate(v); (err == nil) != accepted {
				t.Errorf("%s: %v", reply, err)
			}
		}
	}
}
