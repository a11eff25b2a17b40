package files

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"nlgserver/internal/diag"
	"nlgserver/internal/source"
)

// matchesByDefinition is matchesAll as its documentation says it, and takes as long
// as it likes.
func matchesByDefinition(patterns, names []string) bool {
	if len(patterns) == 0 {
		return len(names) == 0
	}
	if patterns[0] == "**" {
		return matchesByDefinition(patterns[1:], names) || len(names) > 0 && matchesByDefinition(patterns, names[1:])
	}
	return len(names) > 0 && matches(patterns[0], names[0]) && matchesByDefinition(patterns[1:], names[1:])
}

func TestMatchesAll(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		patterns := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "*", "**", "a*"}), 0, 7).Draw(t, "patterns")
		names := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "ab"}), 0, 8).Draw(t, "names")
		if got, want := matchesAll(patterns, names), matchesByDefinition(patterns, names); got != want {
			t.Fatalf("%q matches %q: %v, want %v", patterns, names, got, want)
		}
	})
	// This would take for ever if each ** tried all names for itself.
	deep := strings.Split(strings.Repeat("a/", 2000)+"c", "/")
	if matchesAll(strings.Split(strings.Repeat("**/a/", 200)+"b", "/"), deep) {
		t.Error("matches")
	}
}

// TestLargeSettings checks the limits of the settings beside the content.
func TestLargeSettings(t *testing.T) {
	for name, text := range map[string]string{
		"bytes":    "# " + strings.Repeat("x", maxSettings),
		"patterns": "exclude:\n" + strings.Repeat("- a\n", maxPatterns+2),
	} {
		dir := t.TempDir()
		for file, text := range map[string]string{"a.yml": "a", source.SettingsFile: text} {
			if err := os.WriteFile(filepath.Join(dir, file), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		_, found := New([]string{dir}).Fetch(t.Context())
		if len(found) != 1 || found[0].Code != diag.TooLarge || !found.Refused() {
			t.Errorf("%s: %v", name, found)
		}
	}
}

// TestMisnamedIsNotReadWhole checks that only the start of a file that is not content
// is read, however many there are.
func TestMisnamedIsNotReadWhole(t *testing.T) {
	dir := t.TempDir()
	for file, text := range map[string]string{"a.yml": "a", "b.YML": "responses: {}\n" + strings.Repeat("# x\n", maxHead)} {
		if err := os.WriteFile(filepath.Join(dir, file), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if data, err := readHead(Disk(dir), "b.YML", maxHead); err != nil || len(data) != maxHead {
		t.Errorf("%d bytes, %v", len(data), err)
	}
	if _, found := New([]string{dir}).Fetch(t.Context()); len(found) != 1 || found[0].Code != diag.SkippedFile {
		t.Errorf("%v", found)
	}
}
