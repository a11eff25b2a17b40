package golden

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// Archive is one example in the txtar format: a comment, then named files.
// Some of its files are input, others the expected output.
type Archive struct {
	*txtar.Archive
	changed bool
}

// Archives runs a subtest for each archive that matches the pattern, named
// after the file. With -update it rewrites the archives that have changed.
func Archives(t *testing.T, pattern string, test func(t *testing.T, a *Archive)) {
	t.Helper()
	paths, err := filepath.Glob(pattern)
	if err != nil || len(paths) == 0 {
		t.Fatalf("no file matches %s: %v", pattern, err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), filepath.Ext(path)), func(t *testing.T) {
			archive, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			a := &Archive{Archive: archive}
			test(t, a)
			if a.changed && !t.Failed() {
				write(t, path, txtar.Format(archive))
			}
		})
	}
}

// Has reports whether the archive has a file of this name.
func (a *Archive) Has(name string) bool { return a.index(name) >= 0 }

// Data returns the content of a file, or nil if there is none.
func (a *Archive) Data(name string) []byte {
	if i := a.index(name); i >= 0 {
		return a.Files[i].Data
	}
	return nil
}

// Want compares got with a file of the archive. With -update the file is
// replaced, or added if it is missing.
func (a *Archive) Want(t testing.TB, name, got string) {
	t.Helper()
	i := a.index(name)
	switch {
	case i >= 0 && string(a.Files[i].Data) == got:
	case !Update() && i < 0:
		t.Errorf("the archive has no file %q; rerun with -update to add it", name)
	case !Update():
		differs(t, name, string(a.Files[i].Data), got)
	case i < 0:
		a.Files, a.changed = append(a.Files, txtar.File{Name: name, Data: []byte(got)}), true
	default:
		a.Files[i].Data, a.changed = []byte(got), true
	}
}

func (a *Archive) index(name string) int {
	return slices.IndexFunc(a.Files, func(f txtar.File) bool { return f.Name == name })
}
