package main

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestMarkChangesLaw checks that the parts make up the strings, that unmarked
// parts are the same in both, and that equal strings have no marks.
func TestMarkChangesLaw(t *testing.T) {
	text := rapid.StringMatching(`([a-cé]{1,2}|[ .\n]){0,12}`)
	rapid.Check(t, func(t *rapid.T) {
		want, got := text.Draw(t, "want"), text.Draw(t, "got")
		old, now := markChanges(want, got)
		join := func(spans []span, unchanged bool) string {
			var b strings.Builder
			for _, s := range spans {
				if !s.changed || !unchanged {
					b.WriteString(s.text)
				}
			}
			return b.String()
		}
		if join(old, false) != want || join(now, false) != got || join(old, true) != join(now, true) {
			t.Fatalf("%q, %q: %v, %v", want, got, old, now)
		}
		if want == got && join(old, true) != want {
			t.Fatalf("%q is marked: %v", want, old)
		}
	})
}
