package compare

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"nlgserver/internal/content"
	"nlgserver/nlg"
)

var update = flag.Bool("update", false, "write the current output into the examples")

// TestDiff compares the two sides of each example and checks the output.
func TestDiff(t *testing.T) {
	names, err := filepath.Glob("testdata/diff/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			d := Catalogs(side(t, archive, "old/"), side(t, archive, "new/"))
			output := map[string]*bytes.Buffer{"want.txt": {}, "want.md": {}}
			if err := d.WriteText(output["want.txt"]); err != nil {
				t.Fatal(err)
			}
			if err := d.WriteMarkdown(output["want.md"]); err != nil {
				t.Fatal(err)
			}
			for i, f := range archive.Files {
				if output[f.Name] == nil {
					continue
				}
				if diff := cmp.Diff(string(f.Data), output[f.Name].String()); diff != "" && !*update {
					t.Errorf("%s: -want +got\n%s", f.Name, diff)
				}
				archive.Files[i].Data = output[f.Name].Bytes()
			}
			if *update {
				if err := os.WriteFile(name, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
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
