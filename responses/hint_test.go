package responses

import (
	"strings"
	"testing"

	"nlgserver/internal/content"
)

// TestHintForKey checks that a slip in any key that Rasa reads is recognized.
func TestHintForKey(t *testing.T) {
	for key, want := range map[string]string{
		"allow_interruption":   "did you mean `allow_interruptions`?",
		"allow-interruptions":  "did you mean `allow_interruptions`?",
		"allowInterruptions":   "did you mean `allow_interruptions`?",
		"allow_interuptions":   "did you mean `allow_interruptions`?",
		"Buttons":              "did you mean `buttons`?",
		"translations":         "did you mean `translation`?",
		"interruptions":        "move keys that only your channel reads below `custom:` or `metadata:`",
		"allow_barge_in_later": "move keys that only your channel reads below `custom:` or `metadata:`",
	} {
		if got := hintForKey(key); got != want {
			t.Errorf("%s: %s, want %s", key, got, want)
		}
	}
}

// TestHintForBare checks that the hint for a plain string holds that string, and
// nothing of its line.
func TestHintForBare(t *testing.T) {
	for list, want := range map[string]string{
		`["Hi", "Ho"]`:       "write `{text: \"Hi\"}`",
		"[ Hi there , 'Ho']": "write `{text: Hi there}`",
		"[Hi] # c":           "write `{text: Hi}`",
		"\n  - Hi, you # c":  "write `- text: Hi, you`",
		"\n  - \"Hi\"  # c":  "write `- text: \"Hi\"`",
	} {
		f := Open(content.File{Path: "f.yml", Data: []byte("responses:\n  utter_a: " + list + "\n"), Direct: true}, Options{})
		readAll(f)
		if found := f.Diagnostics(); len(found) == 0 || found[0].Hint != want {
			t.Errorf("%s: got %v, want %s", list, found, want)
		}
	}
}

// TestOneLine reads a file of one long line with a problem at each value. It takes
// minutes if the work for a problem depends on the length of the line.
func TestOneLine(t *testing.T) {
	for _, item := range []string{`"Hi"`, `"text:Hi"`, `"text: Hi"`, `{"text":"a}"}`, `{text:"a",custom:null}`, "{\"te\u200bxt\":\"a\"}", `{"text":"a {{ x | upper }}"}`, `{text:012}`, "[]", `{"text":"a","buttons":["x"]}`} {
		data := `{"responses":{"utter_a":[` + strings.Repeat(item+",", 10_000) + item + "]}}"
		f := Open(content.File{Path: "f.yml", Data: []byte(data), Direct: true}, Options{})
		readAll(f)
		if len(f.Diagnostics()) == 0 {
			t.Errorf("%s: no problem", item)
		}
	}
}

func readAll(f *File) {
	for r := range f.Responses() {
		for range r.Read(false) {
			continue
		}
	}
}
