package server

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"nlgserver/internal/content"
	"nlgserver/internal/source"
)

// TestLiveKeepsItsFiles checks that what is live has the files that it was
// compiled from, also after a rejected change.
func TestLiveKeepsItsFiles(t *testing.T) {
	name := filepath.Join(t.TempDir(), "responses.yml")
	write(t, name, responses("first"))
	r := startWith(t, func(o *Options) { o.Paths = []string{name} })
	want := func(text string) {
		t.Helper()
		live := r.Live()
		if len(live.Files) != 1 || string(live.Files[0].Data) != responses(text) || live.Catalog != r.Catalog() ||
			content.Version(live.Files) != live.Catalog.Version() {
			t.Errorf("live files are %v", live.Files)
		}
	}
	want("first")
	write(t, name, broken)
	r.post("/-/reload", "")
	want("first")
	write(t, name, responses("second"))
	r.post("/-/reload", "")
	want("second")
}

// TestVersionIsWithoutThePath serves one directory, with its path typed in two
// ways, and a copy of it elsewhere.
func TestVersionIsWithoutThePath(t *testing.T) {
	dir, elsewhere := t.TempDir(), t.TempDir()
	for _, d := range []string{dir, elsewhere} {
		if err := os.Mkdir(filepath.Join(d, "c"), 0o700); err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(d, "c", "responses.yml"), responses("good"))
	}
	t.Chdir(dir)
	versions := map[string]bool{}
	for _, path := range []string{"c", filepath.Join(dir, "c"), filepath.Join(elsewhere, "c")} {
		versions[startWith(t, func(o *Options) { o.Paths = []string{path} }).status().Version] = true
	}
	t.Chdir("c")
	versions[startWith(t, func(o *Options) { o.Paths = []string{"."} }).status().Version] = true
	if len(versions) != 1 {
		t.Errorf("versions %v", versions)
	}
}

// TestSource serves content that is not in files.
func TestSource(t *testing.T) {
	a, err := New(Options{
		Source: source.Memory{Name: "memory", Files: []content.File{{Path: "a.yml", Data: []byte(responses("good"))}}}, Listen: "127.0.0.1:0",
	})
	if err != nil {
		t.Fatal(err)
	}
	if a.Live() != nil || a.Catalog() != nil {
		t.Error("content is live before the start")
	}
	if err := a.Start(context.Background()); err != nil {
		t.Fatal(err)
	}
	if a.Catalog().Len() == 0 || len(a.Status().Sources) != 0 {
		t.Errorf("%+v", a.Status())
	}
	if err := a.Stop(context.Background()); err != nil {
		t.Fatal(err)
	}
}
