package channels_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"nlgserver/channels"
)

var update = flag.Bool("update", false, "write the golden files")

// TestPictures draws each message of testdata/pictures for the channels that
// its file names.
func TestPictures(t *testing.T) {
	paths, err := filepath.Glob("testdata/pictures/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no pictures: %v", err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			m := message(t, string(archive.Comment))
			for i, file := range archive.Files {
				p := channels.PictureOf(channels.Known().Lookup(file.Name), m)
				got := p.Text(channels.Style{Width: 64})
				if *update {
					archive.Files[i].Data = []byte(got)
				} else if diff := cmp.Diff(string(file.Data), got); diff != "" {
					t.Errorf("%s: %s", file.Name, diff)
				}
			}
			if *update {
				if err := os.WriteFile(path, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}
