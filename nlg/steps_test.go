package nlg_test

import (
	"math/rand/v2"
	"testing"

	"nlgserver/nlg"
)

// TestSteps checks that Select describes the picked variation without filling
// it, and that Fill completes the same message as RenderTo.
func TestSteps(t *testing.T) {
	catalog, _ := mustCompile(t, "a.yml", benchContent+`
  utter_slack:
    - {text: slack, channel: slack}
`)
	var steps, whole nlg.Message
	for _, name := range []string{"utter_two", "utter_slack", "utter_jinja", "utter_static"} {
		request := benchRequest(name)
		if err := catalog.RenderTo(&whole, request, rand.New(rand.NewPCG(1, 2))); err != nil {
			t.Fatal(err)
		}
		if err := catalog.Select(&steps, request, rand.New(rand.NewPCG(1, 2))); err != nil {
			t.Fatal(err)
		}
		if len(steps.JSON) != 0 {
			t.Errorf("%s: filled by Select: %s", name, steps.JSON)
		}
		if steps.Outcome != whole.Outcome || steps.Response != whole.Response || steps.Variation != whole.Variation || steps.ID != whole.ID || steps.Group != whole.Group {
			t.Errorf("%s: Select came to %+v, RenderTo to %+v", name, steps, whole)
		}
		if steps.Fill(request); string(steps.JSON) != string(whole.JSON) {
			t.Errorf("%s: %s, want %s", name, steps.JSON, whole.JSON)
		}
	}
	if err := catalog.Select(&steps, benchRequest("utter_gone"), nil); err == nil {
		t.Error("an unknown response is selected")
	}
}
