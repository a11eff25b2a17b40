package golden_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nlgserver/internal/golden"
)

// fake records a failure instead of failing.
type fake struct {
	testing.TB
	failure string
}

func (f *fake) Helper() {}

func (f *fake) Errorf(format string, args ...any) { f.failure = fmt.Sprintf(format, args...) }

func TestFile(t *testing.T) {
	if golden.Update() {
		t.Skip("with -update nothing differs")
	}
	path := filepath.Join(t.TempDir(), "greeting.txt")
	if err := os.WriteFile(path, []byte("hello\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	golden.File(t, path, "hello\n")
	f := &fake{TB: t}
	golden.File(f, path, "hullo\n")
	if !strings.Contains(f.failure, "greeting.txt (-want +got") {
		t.Errorf("failure: %q", f.failure)
	}
}

func TestArchives(t *testing.T) {
	if golden.Update() {
		t.Skip("with -update nothing differs")
	}
	path := filepath.Join(t.TempDir(), "greeting.txtar")
	if err := os.WriteFile(path, []byte("a comment\n-- in --\nhello\n-- want --\nHELLO\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	ran := false
	golden.Archives(t, path, func(t *testing.T, a *golden.Archive) {
		ran = strings.HasSuffix(t.Name(), "/greeting")
		a.Want(t, "want", strings.ToUpper(string(a.Data("in"))))
		for name, failure := range map[string]string{"in": "in (-want +got", "none": `no file "none"`} {
			f := &fake{TB: t}
			if a.Want(f, name, "other\n"); !strings.Contains(f.failure, failure) {
				t.Errorf("%s: failure %q", name, f.failure)
			}
		}
		if !a.Has("in") || a.Has("none") || a.Data("none") != nil {
			t.Error("the files of the archive are not found by name")
		}
	})
	if !ran {
		t.Error("no subtest named after the file")
	}
}
