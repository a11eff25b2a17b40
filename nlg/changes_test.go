package nlg_test

import (
	"fmt"
	"strings"
	"testing"

	"nlgserver/nlg"
)

func TestChangedSince(t *testing.T) {
	of := func(text string) *nlg.Catalog {
		t.Helper()
		c, diags := nlg.Compile([]nlg.File{{Path: "a.yml", Data: []byte("responses:\n" + text)}}, nlg.Options{Patterns: true})
		if c == nil {
			t.Fatal(diags)
		}
		return c
	}
	const base = "  utter_a:\n    - {text: \"A {name}\", channel: slack}\n    - text: B\n      id: b\n      condition: [{type: slot, name: tier, value: gold}]\n"
	for _, tt := range []struct{ name, old, now, want string }{
		{"nothing", base, base, ""},
		{"spelling", base, "# c\n  utter_a:\n  - channel: 'slack'\n    text: 'A {name}'\n  - id: b\n    text: \"B\"\n    condition:\n    - name: tier\n      type: slot\n      value: Gold\n", ""},
		{"order of variations", "  utter_a: [{text: A}, {text: B}]\n", "  utter_a: [{text: B}, {text: A}]\n", ""},
		{"a text", base, strings.Replace(base, "text: B", "text: C", 1), "changed utter_a"},
		{"a text with a variable", base, strings.Replace(base, "A {name}", "A {nick}", 1), "changed utter_a"},
		{"an id", base, strings.Replace(base, "id: b", "id: c", 1), "changed utter_a"},
		{"a channel", base, strings.Replace(base, "slack", "rest", 1), "changed utter_a"},
		{"no channel", base, strings.Replace(base, ", channel: slack", "", 1), "changed utter_a"},
		{"a condition", base, strings.Replace(base, "gold", "silver", 1), "changed utter_a"},
		{"one variation less", "  utter_a: [{text: A}, {text: A}]\n", "  utter_a: [{text: A}]\n", "changed utter_a"},
		{"where two texts meet", "  utter_a: [{text: ab, image: c}]\n", "  utter_a: [{text: a, image: bc}]\n", "changed utter_a"},
		{"a translation", "  utter_a: [{text: A, translation: {de: B}}]\n", "  utter_a: [{text: A, translation: {de: C}}]\n", "changed utter_a"},
		{"languages exchanged", "  utter_a: [{text: A, translation: {de: B, fr: C}}]\n", "  utter_a: [{text: A, translation: {de: C, fr: B}}]\n", "changed utter_a"},
		{"order of translations", "  utter_a: [{text: A, translation: {de: B, fr: C}}]\n", "  utter_a: [{text: A, translation: {fr: C, de: B}}]\n", ""},
		{"metadata", "  utter_a: [{text: A, metadata: {x: 1}}]\n", "  utter_a: [{text: A, metadata: {x: 2}}]\n", "changed utter_a"},
		{"all kinds", "  utter_a: [text: A]\n  utter_b: [text: B]\n", "  utter_a: [text: C]\n  utter_c: [text: C]\n", "added utter_c; changed utter_a; removed utter_b"},
		{"a built-in response", base, base + "  utter_ask_rephrase: [text: What]\n", "added utter_ask_rephrase"},
		{"a built-in response again", base + "  utter_ask_rephrase: [text: What]\n", base, "removed utter_ask_rephrase"},
	} {
		changes := of(tt.now).ChangedSince(of(tt.old))
		if got := changes.String(); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}

	var many strings.Builder
	for i := range 9 {
		fmt.Fprintf(&many, "  utter_%d: [text: A]\n", i)
	}
	changes := of("  utter_8: [text: A]\n").ChangedSince(of(many.String()))
	if got, want := changes.String(), "removed utter_0, utter_1, utter_2 and 5 more"; got != want || changes.Removed != 8 || changes.Added+changes.Changed != 0 {
		t.Errorf("%+v, %q, want %q", changes, got, want)
	}
}

// BenchmarkChangedSince compares two large catalogs.
func BenchmarkChangedSince(b *testing.B) {
	old, _ := nlg.Compile(bigContent(1000), nlg.Options{})
	now, _ := nlg.Compile(bigContent(1000), nlg.Options{})
	for b.Loop() {
		if d := now.ChangedSince(old); d.Changed > 0 {
			b.Fatal(d)
		}
	}
}
