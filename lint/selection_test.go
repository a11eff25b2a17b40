package lint_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"nlgserver/channels"
	"nlgserver/internal/diag"
	"nlgserver/lint"
	"nlgserver/nlg"
)

func TestSelection(t *testing.T) {
	gold := "condition: [{type: slot, name: tier, value: gold}]"
	const both = "condition: [{type: slot, name: x, value: %s}, {type: slot, name: x, value: %s}]"
	twice := func(a, b string) string {
		return response("text: a, "+fmt.Sprintf(both, a, b), "text: b")
	}
	runCases(t, []findCase{
		{name: "default alone", text: response("text: a", "text: b")},
		{name: "condition alone", text: response("text: a, " + gold), want: "2:3 060", says: "nothing is sent unless a condition holds"},
		{name: "channel alone", text: response("text: a, channel: slack"), want: "2:3 060", says: `other than "slack"`},
		{name: "condition and channel", text: response("text: a, channel: slack", "text: b, "+gold), want: "2:3 060, 4:26 057", says: `on channels other than "slack", nothing is sent unless a condition holds`},
		{name: "only on slack", text: response("text: a, channel: slack"), opts: lint.Options{For: []string{"slack"}}},
		{name: "REST under both names", text: response("text: a, channel: rest"), opts: lint.Options{For: []string{"rest"}}},
		{name: "REST when it does not stream", text: response("text: a, channel: collector"), opts: lint.Options{For: []string{"rest"}}, want: "2:3 060"},
		{name: "empty condition", text: response("text: a, condition: []", "text: b"), want: "3:26 061", says: "empty condition never holds"},
		{name: "empty condition alone", text: response("text: a, condition: []"), want: "2:3 060, 3:26 061", says: "nothing is ever sent"},
		{name: "two values", text: twice("1", "2"), want: "3:60 061", says: "slots.x is 1 or slots.x is 2"},
		{name: "a string and a number", text: twice("'1'", "1"), want: "3:62 061"},
		{name: "numbers that are equal", text: twice("1", "1.0")},
		{name: "true is one", text: twice("true", "1")},
		{name: "texts in any case", text: twice("Gold", "gOLD")},
		{name: "lists in one case", text: twice("[a]", "[A]"), want: "3:62 061"},
		{name: "nothing equals NaN", text: response("text: a, condition: [{type: slot, name: x, value: .nan}]", "text: b"), want: "3:27 061"},
		{name: "no contradiction over two slots", text: response("text: a, condition: [{type: slot, name: x, value: 1}, {type: slot, name: y, value: 2}]", "text: b")},
		{
			name: "beaten on every channel", text: response("text: a, "+gold, "text: b, channel: slack"),
			opts: lint.Options{For: []string{"slack"}}, want: "3:5 061",
		},
		{
			name: "answered on the channel", text: response("text: a, "+gold, "text: b, channel: slack", "text: c, channel: slack, "+gold, "text: d"),
		},
		{
			name: "answered on the channel under less", want: "",
			text: response("text: a, condition: [{type: slot, name: tier, value: gold}, {type: slot, name: age, value: 3}]", "text: b, channel: slack", "text: c, channel: slack, "+gold, "text: d"),
		},
		{
			name: "answered on the channel under more", want: "3:26 057",
			text: response("text: a, "+gold, "text: b, channel: slack", "text: c, channel: slack, condition: [{type: slot, name: tier, value: gold}, {type: slot, name: age, value: 3}]", "text: d"),
		},
		{name: "duplicate", text: response("text: a", "text: b", "text: a, id: x"), want: "5:5 062"},
		{name: "no duplicate on another channel", text: response("text: a", "text: a, channel: slack")},
		{name: "keys in another order", text: response("text: a, image: b", "image: b, text: a"), want: "4:5 062"},
		{name: "bare texts", text: "responses:\n  utter_x:\n  - a\n  - a\n", want: "3:5 028, 4:5 028, 4:5 062"},
		{name: "twice, in other words: case", text: response("text: a, "+gold, "text: a, condition: [{type: slot, name: tier, value: GOLD}]", "text: b"), want: "4:5 062"},
		{name: "twice, in other words: no buttons", text: response("text: a", "text: a, buttons: []"), want: "4:5 062"},
		{name: "twice, in other words: order of items", text: response(
			"text: a, condition: [{type: slot, name: x, value: 1}, {type: slot, name: y, value: 2}]",
			"text: a, condition: [{type: slot, name: y, value: 2}, {type: slot, name: x, value: 1.0}]", "text: b"), want: "4:5 062"},
		{name: "twice, in other words: a predicate", text: response(`text: a, condition: "slots.x is 'a' and slots.y > 2"`, `text: a, condition: "slots.x  is \"a\" and (slots.y > 2)"`, "text: b"), want: "4:5 062"},
		{name: "id twice", text: response("text: a, id: i", "text: b, id: i"), want: "4:19 086"},
		{name: "id twice, never together", text: response("text: a, id: i", "text: b, id: i, channel: slack")},
		{name: "channel's case", text: response("text: a, channel: Slack", "text: b"), want: "3:24 063", says: "did you mean `slack`?"},
		{name: "channel of nobody, twice", text: response("text: a, channel: fax", "text: c, channel: fax", "text: b"), want: "3:24 063", says: "other variations use it too"},
		{name: "rest", text: response("text: a, channel: rest", "text: b")},
		{
			name: "channel of one's own", text: response("text: a, channel: fax", "text: b"),
			opts: lint.Options{Channels: channels.Known().With(channels.Declared("fax", channels.Web))},
		},
		{
			name: "every value of a bool that is never empty",
			text: "slots:\n  on: {type: bool, initial_value: false}\n" + response("text: a, condition: [{type: slot, name: on, value: true}]", "text: b, condition: [{type: slot, name: on, value: false}]"),
		},
		{
			name: "every value of a bool that may be empty", want: "4:3 060",
			text: "slots:\n  on: {type: bool}\n" + response("text: a, condition: [{type: slot, name: on, value: true}]", "text: b, condition: [{type: slot, name: on, value: false}]"),
		},
	})
}

// slotValues are values of slots, as YAML. No condition uses the last one.
func slotValues() []string {
	return []string{"null", "true", "1", "1.5", "'1'", "gold", "GOLD", "[a]", "[A]", "other"}
}

// drawVariations draws the variations of a response.
func drawVariations(t *rapid.T) []string {
	item := rapid.Custom(func(t *rapid.T) string {
		return fmt.Sprintf("{type: slot, name: %s, value: %s}", rapid.SampledFrom([]string{"x", "y"}).Draw(t, "slot"),
			rapid.SampledFrom(slotValues()[:len(slotValues())-1]).Draw(t, "value"))
	})
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) string {
		v := "text: " + rapid.SampledFrom([]string{"a", "b", "c", "d"}).Draw(t, "text")
		if c := rapid.SampledFrom([]string{"", "", "slack", "facebook", "rest", "collector", "queue"}).Draw(t, "channel"); c != "" {
			v += ", channel: " + c
		}
		if rapid.Bool().Draw(t, "conditional") {
			v += ", condition: [" + strings.Join(rapid.SliceOfN(item, 0, 3).Draw(t, "items"), ", ") + "]"
		}
		return v
	}), 1, 5).Draw(t, "variations")
}

// TestUnreachableIsNeverSaid checks NLG061 against selection itself: on the
// assistant's channels, a variation that is reported as unreachable is never
// eligible, whatever the slots, and any other variation sometimes is.
func TestUnreachableIsNeverSaid(t *testing.T) {
	type caller struct{ output, input string }
	everywhere := map[string][]caller{
		"slack": {{"slack", "slack"}}, "facebook": {{"facebook", "facebook"}},
		"rest":      {{"collector", "rest"}, {"queue", "rest"}},
		"collector": {{"collector", "rest"}, {"collector", ""}},
	}
	rapid.Check(t, func(t *rapid.T) {
		variations := drawVariations(t)
		on := rapid.SampledFrom([][]string{nil, {"slack"}, {"slack", "facebook"}, {"rest"}, {"collector"}}).Draw(t, "channels")
		files := split(response(variations...))
		c, diags := nlg.Compile(files, nlg.Options{KeepWritten: true})
		if c == nil {
			t.Fatal(diags)
		}
		unreachable := map[int]bool{}
		for _, d := range lint.Check(c, lint.Options{For: on}) {
			if d.Code == diag.Unreachable {
				unreachable[d.Line-3] = true // one variation per line, starting at line 3
			}
		}
		var callers []caller
		for _, name := range on {
			callers = append(callers, everywhere[name]...)
		}
		if on == nil {
			callers = append(callers, caller{"else", "else"}, caller{"queue", ""}, caller{"rest", ""})
			for _, more := range everywhere {
				callers = append(callers, more...)
			}
		}
		said := map[int]bool{}
		for _, x := range slotValues() {
			for _, y := range slotValues() {
				for _, from := range callers {
					for _, i := range eligible(t, c, x, y, from.output, from.input) {
						said[i] = true
						if unreachable[i] {
							t.Fatalf("variation %d is eligible with x=%s, y=%s on %v, but is reported as unreachable", i, x, y, from)
						}
					}
				}
			}
		}
		for i, v := range c.VariationsOf("utter_x") {
			if !said[i] && !unreachable[i] && (on == nil || !v.HasChannel && !beatenByCondition(c, on)) {
				t.Fatalf("variation %d is never said, and not called unreachable", i)
			}
		}
	})
}

// beatenByCondition reports whether conditional variations may cover each of the
// channels, which the check does not detect.
func beatenByCondition(c *nlg.Catalog, on []string) bool {
	return slices.ContainsFunc(c.VariationsOf("utter_x"), func(v nlg.Variation) bool { return v.HasChannel && v.Conditional }) || slices.Contains(on, "rest")
}

// eligible returns the indexes of the eligible variations.
func eligible(t *rapid.T, c *nlg.Catalog, x, y, output, input string) []int {
	slots := nlg.Values()
	for name, text := range map[string]string{"x": x, "y": y} {
		json := strings.NewReplacer("'1'", `"1"`, "gold", `"gold"`, "GOLD", `"GOLD"`, "other", `"other"`, "[a]", `["a"]`, "[A]", `["A"]`).Replace(text)
		v, err := nlg.ParseJSON(json)
		if err != nil {
			t.Fatal(err)
		}
		slots.Set(name, v)
	}
	e, err := c.Explain(&nlg.Request{Response: "utter_x", Channel: output, InputChannel: input, Slots: slots})
	if err != nil {
		t.Fatal(err)
	}
	if e.Said != "utter_x" {
		return nil
	}
	return e.Eligible
}
