package lastgood

import (
	"archive/tar"
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"nlgserver/internal/content"
)

func example() []content.File {
	return []content.File{
		{Path: "domain/a.yml", Data: []byte("responses: {}\n")},
		{Path: "/etc/nlg/ä b.yml", Data: []byte{0, 1, 0xff}},
		{Path: "../given", Data: nil, Direct: true},
		{Path: strings.Repeat("long/", 60) + "x.yml", Data: bytes.Repeat([]byte("x"), 100_000)},
	}
}

func TestRoundTrip(t *testing.T) {
	path := filepath.Join(t.TempDir(), "last-good.tar")
	for range 2 { // the second replaces the first
		if err := Save(path, example()); err != nil {
			t.Fatal(err)
		}
	}
	got, err := Load(path)
	if err != nil {
		t.Fatal(err)
	}
	want := example()
	want[2].Data = []byte{}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	if entries, err := os.ReadDir(filepath.Dir(path)); err != nil || len(entries) != 1 {
		t.Errorf("more is left than the copy: %v, %v", entries, err)
	}
}

func TestAnyContentReturns(t *testing.T) {
	dir := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		files := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) content.File {
			return content.File{
				Path:   rapid.StringMatching(`[a-zäÖ ./_-]{0,150}[a-z]`).Draw(t, "path"),
				Data:   rapid.SliceOfN(rapid.Byte(), 0, 2000).Draw(t, "data"),
				Direct: rapid.Bool().Draw(t, "direct"),
			}
		}), 1, 10).Draw(t, "files")
		path := filepath.Join(dir, "copy")
		if err := Save(path, files); err != nil {
			t.Fatal(err)
		}
		got, err := Load(path)
		if err != nil || content.Version(got) != content.Version(files) {
			t.Fatalf("%v: %v", err, got)
		}
		for i := range got {
			if got[i].Direct != files[i].Direct {
				t.Fatalf("file %d: direct is %v", i, got[i].Direct)
			}
		}
	})
}

// TestDamage: whatever byte is changed or lost, the copy is refused, or still
// has every byte of the content.
func TestDamage(t *testing.T) {
	path := filepath.Join(t.TempDir(), "copy")
	files := example()[:2]
	if err := Save(path, files); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	check := func(what string, at int, data []byte) {
		t.Helper()
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		if got, err := Load(path); err == nil && content.Version(got) != content.Version(files) {
			t.Errorf("%s at byte %d: accepted as %v", what, at, got)
		}
	}
	refused := 0
	for i := 0; i < len(whole); i += 7 {
		check("cut", i, whole[:i])
		spoilt := bytes.Clone(whole)
		spoilt[i] ^= 0x21
		check("spoilt", i, spoilt)
		if _, err := Load(path); err != nil {
			refused++
		}
	}
	if refused == 0 {
		t.Error("nothing was refused")
	}
}

func TestRefused(t *testing.T) {
	dir := t.TempDir()
	archive := func(entries ...string) []byte {
		var out bytes.Buffer
		w := tar.NewWriter(&out)
		for _, name := range entries {
			if err := errors.Join(w.WriteHeader(&tar.Header{Name: name, Size: 1, Mode: 0o600}), second(io.WriteString(w, "x"))); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		return out.Bytes()
	}
	for name, data := range map[string][]byte{
		"empty":       nil,
		"text":        []byte("responses: {}\n"),
		"no version":  archive("a.yml"),
		"no files":    archive(versionEntry),
		"not its own": archive(versionEntry, "a.yml"),
	} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		if files, err := Load(path); err == nil || files != nil {
			t.Errorf("%s: %v, %v", name, files, err)
		} else if !strings.Contains(err.Error(), path) {
			t.Errorf("%s: the error lacks the file: %v", name, err)
		}
	}
	if _, err := Load(filepath.Join(dir, "missing")); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
}

func second[T any](_ T, err error) error { return err }

// TestFailedSave: the old copy stays, and nothing is left behind.
func TestFailedSave(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "copy")
	if err := Save(path, example()); err != nil {
		t.Fatal(err)
	}
	if err := Save(path, []content.File{{Path: "a\x00b", Data: []byte("x")}}); err == nil {
		t.Fatal("a name with NUL is accepted")
	}
	if _, err := Load(path); err != nil {
		t.Errorf("the old copy: %v", err)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
		t.Errorf("more is left than the copy: %v, %v", entries, err)
	}
	if err := Save(filepath.Join(dir, "missing", "copy"), example()); err == nil {
		t.Error("saved where there is no directory")
	}
}
