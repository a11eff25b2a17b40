package nlgserver_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"nlgserver/lint"
)

// TestHintsOfDocs pastes the hints of the bad examples of docs/diagnostics.md:
// the diagnostic is gone, and no other has come.
func TestHintsOfDocs(t *testing.T) {
	data, err := os.ReadFile("docs/diagnostics.md")
	if err != nil {
		t.Fatal(err)
	}
	fence := regexp.MustCompile("(?ms)^```yaml bad[^\n]*\n(.*?)^```$")
	const least = 10
	pasted := 0
	for _, m := range fence.FindAllStringSubmatch(string(data), -1) {
		text := m[1]
		if strings.Contains(text, "# file: ") {
			continue
		}
		before := hintFiles{"domain.yml": text}.validate(t, lint.Optional())
		for _, d := range before {
			if !isPastable(d) {
				continue
			}
			fixed, ok := paste(text, d)
			if !ok {
				continue
			}
			pasted++
			enabled := lint.Optional()
			if before.Refused() {
				enabled = nil
			}
			after := hintFiles{"domain.yml": fixed}.validate(t, enabled)
			if len(of(after, d.Code)) >= len(of(before, d.Code)) {
				t.Errorf("%s\nhint: %s\nis still there in\n%s", d, d.Hint, fixed)
			}
			for _, o := range after {
				if !slices.Contains(codesIn(before), o.Code) {
					t.Errorf("%s\nhint: %s\nbrings\n%sin\n%s", d, d.Hint, o, fixed)
				}
			}
		}
	}
	if pasted < least {
		t.Errorf("only %d hints were pasted, want at least %d", pasted, least)
	}
}
