package expect_test

import (
	"fmt"
	"strings"
	"testing"

	"nlgserver/expect"

	"pgregory.net/rapid"
)

// TestUpdateLaw checks that after an update of any one case it passes, every other
// line of the file is unchanged, and a second update changes no byte.
func TestUpdateLaw(t *testing.T) {
	runner := &expect.Runner{Catalog: catalog(t)}
	rapid.Check(t, func(t *rapid.T) {
		text := "# head\nversion: 1\ntests:\n"
		count := rapid.IntRange(1, 5).Draw(t, "cases")
		for i := range count {
			text += drawCase(t, i)
		}
		f, diags := expect.Read("x.nlgtest.yml", []byte(text), expect.Options{})
		if len(diags) > 0 {
			t.Fatalf("%s\n%v", text, diags)
		}
		chosen := rapid.IntRange(0, len(f.Cases)-1).Draw(t, "chosen")
		only := func(name string) func(*expect.Case) bool {
			return func(c *expect.Case) bool { return c.Name == name }
		}(f.Cases[chosen].Name)
		update := runner.Update(f, only)
		if len(update.Left) > 0 {
			t.Fatalf("left:\n%s", text)
		}
		g, diags := expect.Read("x.nlgtest.yml", update.Data, expect.Options{})
		if len(diags) > 0 {
			t.Fatalf("%s\nbecomes\n%s\n%v", text, update.Data, diags)
		}
		if result := runner.Run(g.Cases[chosen]); !result.Passed() {
			t.Fatalf("%s\nbecomes\n%s\n%s", text, update.Data, oneLine(result.Failures[0]))
		}
		if again := runner.Update(g, only); string(again.Data) != string(update.Data) {
			t.Fatalf("%s\nthen\n%s", update.Data, again.Data)
		}
		// Each case is between two unique marks.
		before, after := strings.Split(text, "# mark\n"), strings.Split(string(update.Data), "# mark\n")
		if len(before) != len(after) {
			t.Fatalf("%s\nbecomes\n%s", text, update.Data)
		}
		for i := range before {
			if i != chosen+1 && before[i] != after[i] {
				t.Fatalf("case %d changes as well:\n%s\nbecomes\n%s", i, text, update.Data)
			}
		}
		// In the case itself, everything before the expectation stays.
		request, _, _ := strings.Cut(before[chosen+1], "expect:")
		if isFlow := strings.HasPrefix(request, "- {"); isFlow {
			request = strings.TrimSuffix(strings.TrimSpace(request), "} # note")
		}
		if !strings.HasPrefix(after[chosen+1], strings.TrimRight(request, " ,\n")) {
			t.Fatalf("%s\nbecomes\n%s", before[chosen+1], after[chosen+1])
		}
	})
}

// drawCase writes a case in one of the styles of YAML, or a table of one.
func drawCase(t *rapid.T, i int) string {
	response := rapid.SampledFrom([]string{
		"utter_greet", "utter_bye", "utter_card", "utter_confirm", "utter_slack_only", "utter_picture", "utter_limit", "utter_both", "utter_gone",
	}).Draw(t, "response")
	slots := rapid.SampledFrom([]string{"{}", "{known: true, name: Ann}", `{name: "a\tb \" \\ é ` + "\u2028" + `", known: true}`, "{card: 7, age: 20}", "{known: true}"}).Draw(t, "slots")
	channel := rapid.SampledFrom([]string{"collector", "slack", "twilio"}).Draw(t, "channel")
	expected := rapid.SampledFrom([]string{
		"", "Hello there!", `"Bye"`, "'it''s'", "[Bye, See you]", "null",
		"{outcome: silence}", "{outcome: unknown}", "{outcome: said}", "{group: default, text: Bye}", "{group: condition and channel}",
		`{buttons: ["Yes", {payload: /deny}]}`, "{buttons: []}", "{id: bye_1}", "{eligible: [1, 2]}", "{problems: none}", "{problems: [missing, raised]}",
		"{contains: Bye}", "{matches: '^x', text: Bye}", "{any_of: [Bye, {text: See you}]}", "{reply: {text: Bye, image: null}}",
		"{reply: {custom: {src: x}}, contains: e, id: [a, b]}", "{text: [a, b], buttons: [x]}",
	}).Draw(t, "expect")
	name := fmt.Sprintf("case %d", i)
	if rapid.Bool().Draw(t, "flow") {
		line := fmt.Sprintf("- {name: %s, response: %s, channel: %s, slots: %s", name, response, channel, slots)
		if expected != "" {
			line += ", expect: " + expected
		}
		return "# mark\n" + line + "} # note\n\n"
	}
	lines := fmt.Sprintf("# mark\n- name: %s # note\n  response: %s\n\n  # what is asked\n  channel: %s\n  slots: %s # note\n", name, response, channel, slots)
	if rapid.Bool().Draw(t, "table") {
		lines = strings.Replace(lines, "  slots: "+slots+" # note\n", "  cases:\n  - name: x\n    slots: "+slots+" # note\n", 1)
		return lines + blockExpectation(t, expected, "    ")
	}
	return lines + blockExpectation(t, expected, "  ")
}

// blockExpectation writes an expectation in block style.
func blockExpectation(t *rapid.T, expected, indent string) string {
	if expected == "" {
		return rapid.SampledFrom([]string{"", indent + "expect:\n", indent + "expect: # note\n"}).Draw(t, "nothing")
	}
	if rapid.Bool().Draw(t, "block") && !strings.HasPrefix(expected, "[") && !strings.HasPrefix(expected, "{") {
		return indent + "expect: |\n" + indent + "  one\n" + indent + "  two\n\n"
	}
	if text, isMap := strings.CutPrefix(expected, "{"); isMap && strings.Count(text, "{")+strings.Count(text, "[") == 0 && rapid.Bool().Draw(t, "lines") {
		out := indent + "expect: # note\n"
		for pair := range strings.SplitSeq(strings.TrimSuffix(text, "}"), ", ") {
			out += indent + "  " + pair + " # note\n"
		}
		return out
	}
	return indent + "expect: " + expected + " # note\n\n"
}
