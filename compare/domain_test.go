package compare

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"nlgserver/domain"
	"nlgserver/internal/content"
	"nlgserver/nlg"
)

func readDomain(t interface{ Fatal(...any) }, data string) *domain.Domain {
	d, diags := domain.Read([]content.File{{Path: "domain.yml", Data: []byte(data), Direct: true}})
	if len(diags) > 0 {
		t.Fatal(diags)
	}
	return d
}

func namesOf(gaps []Gap) string {
	var out []string
	for _, g := range gaps {
		out = append(out, g.Name)
	}
	return strings.Join(out, " ")
}

func TestWithDomain(t *testing.T) {
	const ours = "responses:\n  utter_a: [{text: a}]\n  utter_faq/one: [{text: one}]\n  plain: [{text: p}]\n  utter_ask_city: [{text: c}]\n"
	for name, c := range map[string]struct{ domain, missing, unknown string }{
		"nothing":           {"intents: [greet]", "", "utter_a utter_ask_city utter_faq/one"},
		"responses":         {"responses: {utter_a: [{text: x}], utter_b: [{text: x}], utter_faq/one: [{text: x}], utter_faq/two: [{text: x}], utter_ask_city: [{text: x}]}", "utter_b utter_faq/two", ""},
		"actions":           {"actions: [utter_a, utter_b, utter_faq, utter_other, action_x, utter_ask_city]", "utter_b utter_other", "utter_faq/one"},
		"retrieval":         {"nlu: [{intent: faq/one, examples: x}, {intent: faq/two, examples: x}, {intent: greet, examples: x}]", "utter_faq/two", "utter_a utter_ask_city"},
		"form":              {"forms: {trip: {required_slots: [city, day]}}", "utter_ask_day", "utter_a utter_ask_city utter_faq/one"},
		"form, by action":   {"forms: {trip: {required_slots: [city, day]}}\nactions: [action_ask_trip_day]", "", "utter_a utter_ask_city utter_faq/one"},
		"form, its own":     {"forms: {ask: {required_slots: [city]}}", "", "utter_a utter_ask_city utter_faq/one"},
		"story":             {"stories: [{story: s, steps: [{intent: x}, {action: utter_a}, {action: utter_gone}, {action: utter_faq}]}]", "utter_gone", "utter_a utter_ask_city utter_faq/one"},
		"flow":              {"flows: {f: {steps: [{collect: city}, {collect: day}, {collect: hour}]}}\nactions: [action_ask_hour]", "utter_ask_day", "utter_a utter_ask_city utter_faq/one"},
		"built-in patterns": {"responses: {utter_ask_rephrase: [{text: x}]}", "", "utter_a utter_ask_city utter_faq/one"},
		"several places":    {"responses: {utter_b: [{text: x}]}\nactions: [utter_b]", "utter_b", "utter_a utter_ask_city utter_faq/one"},
	} {
		catalog, diags := nlg.Compile([]content.File{{Path: "ours.yml", Data: []byte(ours)}}, nlg.Options{KeepWritten: true, Patterns: true})
		if catalog == nil {
			t.Fatal(diags)
		}
		g := WithDomain(readDomain(t, c.domain), catalog)
		if namesOf(g.Missing) != c.missing || namesOf(g.Unknown) != c.unknown || g.Empty() != (c.missing+c.unknown == "") {
			t.Errorf("%s: missing %q, unknown %q", name, namesOf(g.Missing), namesOf(g.Unknown))
		}
	}
}

func TestWriteDomain(t *testing.T) {
	c := compile(t, []content.File{{Path: "a.yml", Data: []byte(`responses:
  utter_faq/ask_name:
    - text: "I am {name}"
      id: two
      channel: slack
    - text: b
      id: one
      condition: slots.x
    - text: c
      id: two
  utter_a: [{text: a}]
  "odd {name}: #": [{text: o, id: "1"}]
  "5": [{text: five, metadata: {rephrase: true, rephrase_prompt: "Say {{ suggested_response }}"}}]
`)}})
	var b bytes.Buffer
	if err := WriteDomain(&b, c); err != nil {
		t.Fatal(err)
	}
	_, got, _ := strings.Cut(b.String(), "\nversion:")
	const want = ` "3.1"

responses:
  "5":
    - text: "(text from nlgserver: 5)"
  "odd {name}: #":
    - text: "(text from nlgserver: odd (name): #)"
    - text: "(text from nlgserver: odd (name): #)"
      id: "1"
  utter_a:
    - text: "(text from nlgserver: utter_a)"
  utter_faq/ask_name:
    - text: "(text from nlgserver: utter_faq/ask_name)"
    - text: "(text from nlgserver: utter_faq/ask_name)"
      id: "two"
    - text: "(text from nlgserver: utter_faq/ask_name)"
      id: "one"
`
	if got != want {
		t.Errorf("%s", b.String())
	}
	if !strings.Contains(b.String(), c.ShortVersion()) {
		t.Error("it does not name the catalog")
	}
}

// TestExportedDomainIsWhole: whatever the names and ids, the exported domain
// loads without warnings, has every name, and keeps every id once.
func TestExportedDomainIsWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.OneOf(rapid.SampledFrom([]string{"utter_a", "utter_f/x", "true", "1", "a: b", "- x", "{n}", "{ A}", "{% a %}", "{{ a }}", "é\u2028\t", "'\"\\", "${HOME}", "utter_é"}), rapid.StringMatching(`[ -~]{1,6}`))
		x := map[string][]any{}
		for _, n := range rapid.SliceOfNDistinct(name, 1, 5, rapid.ID).Draw(t, "names") {
			for _, id := range rapid.SliceOfN(rapid.SampledFrom([]string{"", "a", "1", "x: y"}), 1, 3).Draw(t, "ids") {
				v := map[string]any{"text": "x"}
				if id != "" {
					v["id"] = id
				}
				x[n] = append(x[n], v)
			}
		}
		c := compile(t, inJSON(x))
		var b bytes.Buffer
		if err := WriteDomain(&b, c); err != nil {
			t.Fatal(err)
		}
		if g := WithDomain(readDomain(t, b.String()), c); !g.Empty() {
			t.Fatalf("%+v\n%s", g, b.String())
		}
		again, diags := nlg.Compile([]content.File{{Path: "domain.yml", Data: b.Bytes(), Direct: true}}, nlg.Options{KeepWritten: true})
		if again != nil || len(diags) != 1 || diags[0].Code != nlg.CodePlaceholder {
			t.Fatalf("placeholders are not rejected: %v\n%s", diags, b.String())
		}
		written := bytes.ReplaceAll(b.Bytes(), []byte("(text from nlgserver"), []byte("(text"))
		again, diags = nlg.Compile([]content.File{{Path: "domain.yml", Data: written, Direct: true}}, nlg.Options{KeepWritten: true})
		if again == nil || len(diags) > 0 {
			t.Fatalf("%v\n%s", diags, b.String())
		}
		for r := range c.AllWritten() {
			want := map[string]bool{}
			for _, v := range r.Variations {
				want[v.ID] = true
			}
			delete(want, "")
			var got []string
			for _, v := range again.VariationsOf(r.Name)[1:] {
				got = append(got, v.ID)
			}
			if again.VariationsOf(r.Name)[0].ID != "" || len(got) != len(want) || slices.ContainsFunc(got, func(id string) bool { return !want[id] }) {
				t.Fatalf("%s: %q", r.Name, got)
			}
		}
	})
}
