package preview_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"nlgserver/internal/content"
	"nlgserver/internal/python"
	"nlgserver/nlg"
	"nlgserver/preview"
)

// TestExplanationIsSelection: what the preview says of a variation is what the
// selection computed, for every form of condition, also where no part of it is
// True or False by itself.
func TestExplanationIsSelection(t *testing.T) {
	conditions := []string{
		"", "slots.a", "not slots.a", "slots.a and slots.b", "slots.a or slots.b", "slots.a > 2", "slots.a is null", "slots.missing",
		"{{ slots.a }} > 2", "{% if slots.a %}true{% endif %}", "{{ slots.a }}", "{% if slots.b %}slots.a{% else %}1 = 1{% endif %}", "true", "false",
		"slots.a matches 'x'", "slots.a contains 'o'", "{{ slots.a.b.c }} = 1", "[{type: slot, name: a, value: 5}]", "[]",
	}
	values := []python.Value{{}, python.Str("gold"), python.Str(""), python.Bool(true), python.Bool(false), python.Int(5), python.Int(0), python.Str("false"), python.Str("1 = 1")}
	rapid.Check(t, func(rt *rapid.T) {
		var b strings.Builder
		b.WriteString("responses:\n  utter_x:\n")
		channels := rapid.SliceOfN(rapid.SampledFrom([]string{"", "", "slack", "facebook"}), 1, 5).Draw(rt, "channels")
		for i, channel := range channels {
			condition := rapid.SampledFrom(conditions).Draw(rt, "condition")
			fmt.Fprintf(&b, "  - text: t%d\n    id: i%d\n", i, i)
			switch {
			case strings.HasPrefix(condition, "["):
				fmt.Fprintf(&b, "    condition: %s\n", condition)
			case condition != "":
				fmt.Fprintf(&b, "    condition: %q\n", condition)
			}
			if channel != "" {
				fmt.Fprintf(&b, "    channel: %s\n", channel)
			}
		}
		catalog, diags := nlg.Compile([]content.File{{Path: "r.yml", Data: []byte(b.String())}}, nlg.Options{})
		if catalog == nil {
			rt.Fatal(diags, b.String())
		}
		slots := python.NewDict(2)
		slots.Set("a", rapid.SampledFrom(values).Draw(rt, "a"))
		slots.Set("b", rapid.SampledFrom(values).Draw(rt, "b"))
		request := &nlg.Request{Response: "utter_x", Channel: "slack", Slots: slots, ID: rapid.SampledFrom([]string{"", "i0", "i1"}).Draw(rt, "id")}

		seen := map[int]bool{}
		for i := range 8 { // eight is more than there are variations
			m, err := catalog.Render(request, among(i))
			if err != nil {
				rt.Fatal(err)
			}
			if m.Outcome != nlg.Silence {
				seen[m.Variation] = true
			}
		}
		p, err := preview.New(catalog, request)
		if err != nil {
			rt.Fatal(err)
		}
		e := p.Explain(p.Messages())
		explained, err := catalog.Explain(request)
		if err != nil {
			rt.Fatal(err)
		}
		for i, v := range e.Variations {
			if drawn := slices.Contains(explained.Drawn, i); drawn != seen[i] {
				rt.Errorf("variation %d: drawn %v, but explained as drawn %v\n%s", i, seen[i], drawn, b.String())
			}
			if seen[i] && !v.Eligible {
				rt.Errorf("variation %d is drawn, but not explained as eligible\n%s", i, b.String())
			}
			if v.Eligible && (strings.Contains(v.Why, "does not hold") || strings.Contains(v.Why, "lower priority")) {
				rt.Errorf("variation %d is eligible, but: %s\n%s", i, v.Why, b.String())
			}
			if !v.Eligible && strings.Contains(v.Why, "; no ") {
				rt.Errorf("variation %d is not eligible, but: %s\n%s", i, v.Why, b.String())
			}
		}
		if e.RasaID != nil {
			if first := explained.Eligible[0]; *e.RasaID != fmt.Sprintf("i%d", first) {
				rt.Errorf("Rasa's id %s, but the first eligible variation is %d\n%s", *e.RasaID, first, b.String())
			}
		} else if len(explained.Eligible) > 0 {
			rt.Errorf("no id of Rasa's, though all have one\n%s", b.String())
		}
	})
}

// among draws the n-th of what there is, over and over.
type among int

func (a among) IntN(n int) int { return int(a) % n }
