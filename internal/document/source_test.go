package document

import "testing"

// TestQuoted checks that a hint repeats what the author wrote, and not its value.
func TestQuoted(t *testing.T) {
	for source, want := range map[string]string{
		"0123": `"0123"`, "+4930123456": `"+4930123456"`, "1.10": `"1.10"`, "1e3": `"1e3"`, "02142": `"02142"`, "007": `"007"`,
		"0x1F": `"0x1F"`, "1_000": `"1_000"`, "12:30": `"12:30"`, "~": `"~"`, ".5": `".5"`, "2024-01-02": `"2024-01-02"`,
		"true": `"true"`, "True": `"True"`, "Yes": `"Yes"`, "null": `"null"`, "-0.0": `"-0.0"`, "1.": `"1."`,
		"{name}": `"{name}"`, `{"a": b}`: `'{"a": b}'`, "[it's]": `"[it's]"`, "5 # five": `"5"`,
	} {
		for _, file := range []string{"a: " + source + "\n", "b: 1\na: " + source, "- {b: 1}\n- a: " + source + "\n  c: 2\n"} {
			root, _ := parsed(t, file)
			v := root.Get("a")
			for item := range root.Items() {
				if !item.Get("a").IsMissing() {
					v = item.Get("a")
				}
			}
			if got := v.Quoted(); got != want {
				t.Errorf("%q: %s, want %s", file, got, want)
			}
		}
	}
	root, _ := parsed(t, "{a: 007, b: 1.10}")
	if a, b := root.Get("a").Quoted(), root.Get("b").Quoted(); a != `"007"` || b != `"1.10"` {
		t.Error(a, b)
	}
}

// TestLine checks the rest of a line, and what is before it.
func TestLine(t *testing.T) {
	root, _ := parsed(t, "- text: Hi there # a greeting\n- a\n  b\n")
	for item := range root.Items() {
		if v := item.Get("text"); !v.IsMissing() && (v.Line() != "Hi there" || v.Before() != "- text: ") {
			t.Errorf("%q %q", v.Line(), v.Before())
		}
		if _, oneLine := item.Source(); item.IsScalar() && (oneLine || item.Line() != "a") {
			t.Errorf("%q", item.Line())
		}
	}
}
