package desk

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"nlgserver/desk/internal/view"
)

// TestFixIsAStep posts the ops of a fix as they came: the finding is gone. Who may not
// write gets none.
func TestFixIsAStep(t *testing.T) {
	o := newOffice(t, nil)
	o.open(nil)
	ann := o.ann()
	ann.set("utter_bye", 1, "Bye", "Bye {name")
	var response view.Response
	ann.ask(http.MethodGet, "response?name=utter_bye", "", 200, &response)
	var fix *view.Fix
	for _, f := range response.Variations[1].Findings {
		if f.Fix != nil {
			fix = f.Fix
		}
	}
	if fix == nil || fix.Label != "Change to {name}" {
		t.Fatalf("%+v", response.Variations[1].Findings)
	}
	for _, reader := range []string{"response?name=utter_bye", "responses?found=1"} {
		var got json.RawMessage
		o.as("Rita", Reader).ask(http.MethodGet, reader, "", 200, &got)
		if strings.Contains(string(got), `"fix"`) {
			t.Errorf("a reader gets %s", got)
		}
	}
	body, err := json.Marshal(map[string]any{"ops": fix.Ops})
	if err != nil {
		t.Fatal(err)
	}
	var answer stepsReply
	ann.ask(http.MethodPost, "draft/steps", string(body), 200, &answer)
	if found := answer.Response.Variations[1].Findings; len(found) != 0 {
		t.Errorf("%+v", found)
	}
	ann.ask(http.MethodPost, "draft/steps", string(body), 409, nil) // it is not there any more
}
