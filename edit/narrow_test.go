package edit

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"

	"nlgserver/nlg"
)

// TestAlone: which responses are edited by reading only their lines.
func TestAlone(t *testing.T) {
	const plain = "responses:\n  utter_a:\n  - text: a\n  utter_b:\n  - text: b\n"
	var wide []byte
	for _, unit := range utf16.Encode([]rune("\ufeff" + plain)) {
		wide = append(wide, byte(unit), byte(unit>>8))
	}
	for name, c := range map[string]struct {
		text string
		want bool
	}{
		"plain":                      {plain, true},
		"mark":                       {"\ufeff" + plain, true},
		"CRLF":                       {strings.ReplaceAll(plain, "\n", "\r\n"), true},
		"no line break at the end":   {"responses:\n  utter_a:\n  - text: a", true},
		"document start":             {"# top\n---\nversion: 1\n" + plain, true},
		"old name, quoted":           {"\"templates\" :  # all\n\n  utter_a:\n  - text: a\nslots: {}\n", true},
		"indented":                   {"   version: 1\n   responses:\n    utter_a:\n    - text: a\n   slots: {}\n", true},
		"flow":                       {"responses:\n  utter_a: [{text: a},\n    {text: b}]\n  utter_b: []\n", true},
		"anchor elsewhere":           {plain + "  utter_c: &c\n  - text: c\nx: *c\n", true},
		"anchor in it":               {"responses:\n  utter_a:\n  - text: &a a\n  utter_b:\n  - *a\n", false},
		"anchor of it":               {"responses:\n  utter_a: &a\n  - text: a\n  utter_b: *a\n", false},
		"anchor of its name":         {"responses:\n  &a utter_a:\n  - text: a\n", false},
		"alias in it":                {"x: &x b\nresponses:\n  utter_a:\n  - text: *x\n", false},
		"merge key in it":            {"x: &x {id: b}\nresponses:\n  utter_a:\n  - text: a\n    <<: *x\n", false},
		"merge key beside it":        {"x: &x {utter_x: [a]}\nresponses:\n  <<: *x\n  utter_a:\n  - text: a\n", false},
		"anchor of all":              {"responses: &all\n  utter_a:\n  - text: a\nx: *all\n", false},
		"anchor of all, below":       {"responses:\n  &all\n  utter_a:\n  - text: a\nx: *all\n", false},
		"tag of all":                 {"responses: !!map\n  utter_a:\n  - text: a\n", false},
		"all an alias":               {"x: &x {utter_a: [{text: a}]}\nresponses: *x\n", false},
		"all in flow":                {"responses: {utter_a: [{text: a}]}\n", false},
		"all in flow, root":          {"{responses: {utter_a: [{text: a}]}}\n", false},
		"two maps":                   {plain + "templates:\n  utter_a:\n  - text: old\n", false},
		"twice":                      {plain + plain, false},
		"name twice":                 {plain + "  utter_a:\n  - text: again\n", false},
		"name that is no text":       {plain + "  5:\n  - text: five\n", false},
		"question mark":              {"responses:\n  ? utter_a\n  : - text: a\n", false},
		"directive":                  {"%YAML 1.1\n---\n" + plain, false},
		"document end":               {plain + "...\n", false},
		"two documents":              {plain + "---\nx: 1\n", false},
		"key below in question":      {plain + "? x\n: 1\n", false},
		"fault elsewhere":            {plain + "x: {\n", false},
		"line separator":             {plain + "# a\u2028\n", false},
		"line break of an old Mac":   {"# a\rresponses:\n  utter_a:\n  - text: a\n", false},
		"UTF-16":                     {string(wide), false},
		"no response of this name":   {"responses:\n  utter_b:\n  - text: a\n", false},
		"responses inside of a text": {"x: |\n  responses:\n    utter_a:\n    - text: a\nresponses:\n  utter_a:\n  - text: b\n", true},
	} {
		cache := &Cache{}
		alone, got := cache.Alone(nlg.File{Path: "r.yml", Data: []byte(c.text), Direct: true}, "utter_a")
		if got != c.want {
			t.Errorf("%s: %v %q", name, got, alone.Data)
		}
	}
}

// TestNarrowStyle: what is added is written as the rest of the file is, also what is not
// read.
func TestNarrowStyle(t *testing.T) {
	const text = "responses:\n   utter_a:\n   - text: a\n\n   utter_b:\n   -   condition: slots.x\n       text: 'b'\n       buttons:\n         - title: 'b'\n           payload: 'c'\n   -   text: 'd'\n"
	source := []nlg.File{{Path: "r.yml", Data: []byte(text), Direct: true}}
	cache := &Cache{}
	cache.Alone(source[0], "utter_a")
	for i, op := range []Op{
		{Kind: AddItem, Response: "utter_a", Number: 1, Path: "buttons", Value: []byte(`{"title":"no","payload":"/no"}`)},
		{Kind: Set, Response: "utter_a", Number: 1, Path: "condition", Value: []byte(`"slots.y"`)},
		{Kind: AddVariation, Response: "utter_a", Value: []byte(`{"text":"no"}`)},
	} {
		want, err := Apply(source, []Op{op}, Options{IgnoreWas: true})
		if err != nil {
			t.Fatal(err)
		}
		e := NewEditor(source, Options{IgnoreWas: true, Cache: cache})
		if err := e.Do(op); err != nil || e.files[0].reads > 0 {
			t.Errorf("op %d: %v, %d reads", i, err, e.files[0].reads)
		}
		if got := e.Files()[0].Data; string(got) != string(want[0].Data) {
			t.Errorf("op %d:\n%s\nwant\n%s", i, got, want[0].Data)
		}
	}
}

// TestNarrowBound: a file that an op makes too large is refused, also if only a part of it
// would have been read.
func TestNarrowBound(t *testing.T) {
	text := "x: &x [" + strings.TrimSuffix(strings.Repeat("1,", 1000), ",") + "]\ny: [" + strings.TrimSuffix(strings.Repeat("*x,", 697), ",") + "]\nresponses:\n  utter_a:\n  - text: a\n"
	source := []nlg.File{{Path: "r.yml", Data: []byte(text), Direct: true}}
	cache := &Cache{}
	if _, ok := cache.Alone(source[0], "utter_a"); !ok {
		t.Fatal("it has no anchor of its own")
	}
	op := Op{Kind: Set, Response: "utter_a", Number: 1, Path: "metadata", Value: fmt.Appendf(nil, `{"a": [%s]}`, strings.TrimSuffix(strings.Repeat("1,", 3000), ","))}
	_, want := Apply(source, []Op{op}, Options{IgnoreWas: true})
	_, err := Apply(source, []Op{op}, Options{IgnoreWas: true, Cache: cache})
	if want == nil || err == nil || err.Error() != want.Error() {
		t.Errorf("%v, want %v", err, want)
	}
}
