package nlg_test

import (
	"fmt"
	"slices"
	"testing"

	"nlgserver/nlg"
)

// TestProblemPlaces checks that a problem with a text of a reply says where the text is,
// whether it is known when the content is compiled or only for the request, and in each of
// several files; and that variations have their places.
func TestProblemPlaces(t *testing.T) {
	const texts = `responses:
  utter_%[1]s:
  - text: "Hi {name}"
    buttons:
    - title: "{%[1]s}"
      payload: /yes
    - title: "{{x}} {0} {y}"
      payload: "{%[1]s} {"
`
	catalog, _ := mustCompile(t, "a.yml", fmt.Sprintf(texts, "a"), "dir/b.yml", "# one line more\n"+fmt.Sprintf(texts, "b"))
	for name, want := range map[string][]string{
		"utter_a": {"text a.yml:3:11", "buttons[0].title a.yml:5:14", "buttons[1].payload a.yml:8:16", "buttons[1].title a.yml:7:14"},
		"utter_b": {"text dir/b.yml:4:11", "buttons[0].title dir/b.yml:6:14", "buttons[1].payload dir/b.yml:9:16", "buttons[1].title dir/b.yml:8:14"},
	} {
		var got []string
		for _, p := range mustRender(t, catalog, &nlg.Request{Response: name}).Problems {
			got = append(got, p.Path+" "+p.Position.String())
		}
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s has problems at %q, want %q", name, got, want)
		}
	}
	for i, v := range catalog.VariationsOf("utter_b") {
		if got := v.Position.String(); got != "dir/b.yml:4:5" {
			t.Errorf("variation %d of utter_b is at %s", i, got)
		}
	}
}
