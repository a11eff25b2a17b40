package yamlsrc

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nlgserver/internal/golden"
)

// TestFaults shows what an author is told about each usual mistake: one small
// file a mistake, named after it, and the text of its diagnostics beside it.
func TestFaults(t *testing.T) {
	files, err := filepath.Glob("testdata/faults/*.yml")
	if err != nil || len(files) == 0 {
		t.Fatal("no files", err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".yml")
		t.Run(name, func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			_, problems := Parse(name+".yml", data, Options{})
			if !problems.Refused() {
				t.Fatal("not refused")
			}
			var got strings.Builder
			if err := problems.WriteText(&got); err != nil {
				t.Fatal(err)
			}
			golden.File(t, strings.TrimSuffix(file, ".yml")+".txt", got.String())
			if strings.Contains(got.String(), "this is not valid YAML") {
				t.Error("the mistake was not recognised")
			}
		})
	}
}
