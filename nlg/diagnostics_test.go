package nlg_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nlgserver/internal/golden"
	"nlgserver/nlg"
)

// TestDiagnostics compiles each file of testdata/diagnostics, named after its
// fault, and compares all diagnostics.
func TestDiagnostics(t *testing.T) {
	names, err := filepath.Glob("testdata/diagnostics/*.yml")
	if err != nil || len(names) == 0 {
		t.Fatalf("no files: %v", err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".yml"), func(t *testing.T) {
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			catalog, diags := nlg.Compile([]nlg.File{{Path: filepath.Base(name), Data: data, Direct: true}}, nlg.Options{})
			var b strings.Builder
			if err := diags.WriteText(&b); err != nil {
				t.Fatal(err)
			}
			if catalog == nil {
				b.WriteString("rejected\n")
			} else {
				b.WriteString("accepted\n")
			}
			golden.File(t, strings.TrimSuffix(name, ".yml")+".txt", b.String())
		})
	}
}
