package atomicfile

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
)

// TestLeftovers checks that a write removes what killed processes have left of
// earlier writes of the same file, and nothing else.
func TestLeftovers(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("it has no locks that end with the process")
	}
	for name, clean := range map[string]func(path string) error{
		"write": func(path string) error { return Write(path, []byte("x"), 0o600) },
		"start": RemoveLeftovers,
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, "a")
			for _, other := range []string{".a.tmp-1", ".a.tmp-77", ".b.tmp-1", "a.tmp-1", ".a.tmp-x", "a"} {
				if err := os.WriteFile(filepath.Join(dir, other), []byte("half"), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			writing, err := create(path, 0o600) // by somebody who is alive
			if err != nil {
				t.Fatal(err)
			}
			defer writing.Close()
			if err := clean(path); err != nil {
				t.Fatal(err)
			}
			var left []string
			entries, err := os.ReadDir(dir)
			for _, e := range entries {
				left = append(left, e.Name())
			}
			want := []string{filepath.Base(writing.Name()), ".a.tmp-x", ".b.tmp-1", "a", "a.tmp-1"}
			slices.Sort(want)
			if slices.Sort(left); err != nil || !slices.Equal(left, want) {
				t.Errorf("left %q, %v", left, err)
			}
		})
	}
	if err := RemoveLeftovers(filepath.Join(t.TempDir(), "gone", "a")); err != nil {
		t.Error(err)
	}
}
