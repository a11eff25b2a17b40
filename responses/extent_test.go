package responses_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nlgserver/internal/content"
	"nlgserver/responses"
)

// TestExtents: the bytes in a value's extent are the value, whatever surrounds
// them.
func TestExtents(t *testing.T) {
	const text = `# before
responses:
  utter_x:   # a name
    - text: "Hi {name}" # a comment
      id:   greet
      buttons:
        - {title: 'Yes, it''s me', payload: /yes}   # flow
        - title: >-
            folded
            text
          payload: /no

      custom:
        blocks: [1, {two: "]"}]
        plain: text that
          goes on
    - plain old text
`
	want := map[string]string{
		"text": `"Hi {name}"`, "id": "greet", "buttons[0]": "{title: 'Yes, it''s me', payload: /yes}",
		"buttons[0].title": "'Yes, it''s me'", "buttons[1].payload": "/no", "custom.blocks": `[1, {two: "]"}]`, "custom.blocks[1]": `{two: "]"}`,
		"custom.plain":     "text that\n          goes on",
		"buttons[1].title": ">-\n            folded\n            text",
	}
	for r := range responses.Open(content.File{Path: "r.yml", Data: []byte(text), Direct: true}, responses.Options{}).Responses() {
		for range r.Read(true) { // all are kept
		}
		if got := extent(text, r.Key); got != "utter_x" {
			t.Errorf("the name is %q", got)
		}
		for path, want := range want {
			if got := extent(text, r.Variations[0].Value.At(path)); strings.TrimRight(got, "\n ") != want {
				t.Errorf("%s is %q, want %q", path, got, want)
			}
		}
		if got := extent(text, r.Variations[1].Value); got != "plain old text" {
			t.Errorf("the old form is %q", got)
		}
	}
}

func extent(text string, v responses.Value) string {
	return text[v.Start():v.End()]
}

// TestExtentsOfCorpus: in real files too, the extent of every unquoted string on
// one line is the string, and extents of parts are inside those around them.
func TestExtentsOfCorpus(t *testing.T) {
	const root = "../../shared/corpus"
	if _, err := os.Stat(root); err != nil {
		t.Skip("the corpus is not here")
	}
	files := 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".yml") && !strings.HasSuffix(path, ".yaml") {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		files++
		text := strings.TrimPrefix(string(data), "\ufeff")
		for r := range responses.Open(content.File{Path: path, Data: data}, responses.Options{}).Responses() {
			for v := range r.Read(false) {
				start, end := v.Value.Start(), v.Value.End()
				for _, x := range v.Texts {
					from, to := x.Value.Start(), x.Value.End()
					if from > to || to > len(text) {
						t.Fatalf("%s: %s: %d to %d", x.Value.Position(), x.Path, from, to)
					}
					if first := text[from:min(from+1, to)]; strings.Contains(`"'|>`, first) || strings.Contains(x.Source, "\n") || strings.Contains(text[from:to], "\n") {
						continue
					}
					if text[from:to] != x.Source {
						t.Errorf("%s: %s is %q, want %q", x.Value.Position(), x.Path, text[from:to], x.Source)
					}
					if (from < start || to > end) && !strings.Contains(text, "&") {
						t.Errorf("%s: %s is outside of its variation", x.Value.Position(), x.Path)
					}
				}
			}
		}
		return nil
	})
	if err != nil || files < 20 {
		t.Errorf("%d files: %v", files, err)
	}
}

// TestExtentsOfMerged: the end of a map with a merge key is that of its last entry,
// wherever the merge key is.
func TestExtentsOfMerged(t *testing.T) {
	const text = `responses:
  utter_x:
    - &x
      text: a
      id: b
    - condition: slots.a
      <<: *x
      text: |
        c
      channel: d # why
    - text: e
      <<: *x # why
    - text: e
      <<: [*x]
    - {text: f, <<: *x, channel: "g}"} # why
    - {<<: [*x], text: h} # why
`
	want := []string{"", "channel: d", "<<: *x", "<<: [*x]", `channel: "g}"}`, "text: h}"}
	for r := range responses.Open(content.File{Path: "r.yml", Data: []byte(text), Direct: true}, responses.Options{}).Responses() {
		for range r.Read(true) { // all are kept
		}
		for i, v := range r.Variations {
			if got := extent(text, v.Value); !strings.HasSuffix(got, want[i]) {
				t.Errorf("%d is %q", i+1, got)
			}
		}
		if len(r.Variations) != len(want) {
			t.Errorf("%d variations", len(r.Variations))
		}
	}
}
