package lint

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"nlgserver/internal/diag"
	"nlgserver/nlg"
	"nlgserver/responses"
)

// TestOffsetLeadsBack: the offset of a letter in the text as sent leads to the
// same letter in the text as written, whatever braces and variables precede it.
func TestOffsetLeadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "é", "/", "{{", "}}", "{name}", "{other}", `"`, ":"}), 1, 12).Draw(t, "parts")
		// The letter to find occurs only once.
		at := rapid.IntRange(0, len(parts)).Draw(t, "at")
		text := strings.Join(parts[:at], "") + "Z" + strings.Join(parts[at:], "")
		written, ok := payloadOf(t, text)
		if !ok {
			return
		}
		s := send(written, rapid.SampledFrom([]string{"0", `""`, "{}", "x"}).Draw(t, "placeholder"))
		if got := s.offset(strings.IndexByte(s.text, 'Z')); got != strings.IndexByte(text, 'Z') {
			t.Fatalf("%q is sent as %q (raw %v): its Z is at %d, not at %d", text, s.text, s.raw, strings.IndexByte(text, 'Z'), got)
		}
	})
}

// payloadOf returns a payload as written.
func payloadOf(t *rapid.T, text string) (*responses.Text, bool) {
	quoted := "'" + strings.ReplaceAll(text, "'", "''") + "'"
	c, found := nlg.Compile([]nlg.File{{Path: "a.yml", Direct: true, Data: []byte("responses: {a: [{text: a, buttons: [{title: a, payload: " + quoted + "}]}]}\n")}}, nlg.Options{KeepWritten: true})
	if c == nil {
		t.Fatal(found)
	}
	if found.Count(diag.Defect) > 0 {
		return nil, false // Rasa raises an error, and nothing is sent
	}
	texts := c.Written("a").Variations[0].Texts
	return texts[len(texts)-1], true
}
