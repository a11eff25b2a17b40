package compare

import (
	"io"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"nlgserver/internal/content"
	"nlgserver/internal/golden"
	"nlgserver/nlg"
)

// TestDiff compares the two sides of each example and checks the output.
func TestDiff(t *testing.T) {
	golden.Archives(t, "testdata/diff/*.txtar", func(t *testing.T, a *golden.Archive) {
		d := Catalogs(side(t, a.Archive, "old/"), side(t, a.Archive, "new/"))
		for name, write := range map[string]func(io.Writer) error{"want.txt": d.WriteText, "want.md": d.WriteMarkdown} {
			var b strings.Builder
			if err := write(&b); err != nil {
				t.Fatal(err)
			}
			if a.Has(name) {
				a.Want(t, name, b.String())
			}
		}
	})
}

// side compiles the files in a directory of an archive.
func side(t *testing.T, archive *txtar.Archive, dir string) *nlg.Catalog {
	t.Helper()
	var files []content.File
	for _, f := range archive.Files {
		if strings.HasPrefix(f.Name, dir) {
			files = append(files, content.File{Path: f.Name, Data: f.Data})
		}
	}
	return compile(t, files)
}

func compile(t interface {
	Helper()
	Fatalf(format string, args ...any)
}, files []content.File,
) *nlg.Catalog {
	t.Helper()
	c, diags := nlg.Compile(files, nlg.Options{KeepWritten: true})
	if c == nil {
		t.Fatalf("rejected: %v", diags)
	}
	return c
}
