package workspace

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"nlgserver/edit"
	"nlgserver/internal/laws"
	"nlgserver/nlg"
	"nlgserver/responses"
)

// TestSplit checks which files are split, and that a piece alone means what it means in
// its file, at its place.
func TestSplit(t *testing.T) {
	for _, c := range []struct {
		name, text string
		ok         bool
	}{
		{"usual", "version: '3.1'\nresponses:\n  # first\n  utter_a:\n  - text: A # a\n\n  utter_b:\n    - text: |\n        B\n        b\n  # last\nslots: {}\n", true},
		{"no line break at the end", "responses:\n  utter_a: [{text: A}]\n  utter_b:\n  - text: B", true},
		{"byte order mark, CRLF", "\ufeffresponses:\r\n  utter_a:\r\n  - text: A\r\n  utter_b:\r\n  - text: B\r\n", true},
		{"indented", "  responses:\n      utter_a:\n      - text: A\n      utter_b:\n      - B\n", true},
		{"old name", "templates:\n  utter_a:\n  - text: A\n", true},
		{"flow", "responses: {utter_a: [{text: A}], utter_b: [{text: B}]}\n", false},
		{"none", "slots: {}\n", false},
		{"empty", "responses: {}\n", false},
		{"not YAML", "responses: [\n", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := nlg.File{Path: "a.yml", Data: []byte(c.text)}
			s := splitOf(&f, responses.Options{})
			if s.ok != c.ok {
				t.Fatalf("%+v", s)
			}
			for name := range s.pieces {
				if got, want := meaning(t, s.alone(&f, name), name), meaning(t, f, name); got != want {
					t.Errorf("%s: %s, want %s", name, got, want)
				}
			}
		})
	}
}

// meaning is what a file says of a response, and where.
func meaning(t interface{ Fatal(...any) }, f nlg.File, name string) string {
	for r := range responses.Open(f, responses.Options{}).Responses() {
		if r.Name != name {
			continue
		}
		out := r.Position.String()
		for v := range r.Read(true) {
			out += fmt.Sprint(" ", v.Position(), v.Meaning())
		}
		return out
	}
	t.Fatal("no response " + name)
	return ""
}

// TestSplitWith checks that a split that is kept over ops is that of the new file.
func TestSplitWith(t *testing.T) {
	laws.Check(t, func(t *rapid.T) {
		ending := rapid.SampledFrom([]string{"\n", "\r\n"}).Draw(t, "line break")
		text := strings.ReplaceAll("# top\nresponses:\n  utter_a:\n  - text: A\n  # about b\n  utter_b:\n  - text: B\n    id: x\n  - text: |\n      long\n      text\n  utter_c:\n  - text: \"C\" # end\n", "\n", ending)
		files := []nlg.File{{Path: "a.yml", Data: []byte(text)}}
		s := splitOf(&files[0], responses.Options{})
		for range rapid.IntRange(1, 6).Draw(t, "ops") {
			name := rapid.SampledFrom([]string{"utter_a", "utter_b", "utter_c"}).Draw(t, "response")
			value := rapid.SampledFrom([]string{`"x"`, `"two\nlines"`, `"a: b # c"`, `""`}).Draw(t, "value")
			op := rapid.SampledFrom([]edit.Op{
				{Kind: edit.Set, Number: 1, Path: "text", Value: []byte(value)},
				{Kind: edit.Set, Number: 1, Path: "id", Value: []byte(value)},
				{Kind: edit.Unset, Number: 1, Path: "id"},
				{Kind: edit.AddVariation, Value: []byte(`{"text": "new"}`)},
				{Kind: edit.RemoveVariation, Number: 1},
			}).Draw(t, "op")
			op.Response = name
			next, err := edit.Apply(files, []edit.Op{op}, edit.Options{IgnoreWas: true})
			if err != nil {
				continue
			}
			files = next
			want := splitOf(&files[0], responses.Options{})
			if kept := s.with(files[0].Data, name); kept != nil {
				if !maps.Equal(kept.pieces, want.pieces) || !slices.Equal(kept.first, want.first) || kept.rest != want.rest || kept.head != want.head {
					t.Fatalf("%q\n%+v\n%+v", files[0].Data, kept, want)
				}
			}
			s = want
		}
	})
}
