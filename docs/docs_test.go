package docs

import (
	"os"
	"strings"
	"testing"

	"nlgserver/internal/golden"
)

// TestPacked checks that the program has the page of this directory.
func TestPacked(t *testing.T) {
	page, err := os.ReadFile("diagnostics.md")
	if err != nil {
		t.Fatal(err)
	}
	golden.Packed(t, "diagnostics.md.gz", page)
}

// TestDiagnostic reads sections: one in the middle, which has examples, and none.
func TestDiagnostic(t *testing.T) {
	section, ok := Diagnostic("NLG060")
	if !ok || !strings.Contains(section, "```") || strings.Contains(section, "\n## ") {
		t.Errorf("%v %q", ok, section)
	}
	if section, ok := Diagnostic("NLG999"); ok || section != "" {
		t.Errorf("of no code: %v %q", ok, section)
	}
}
