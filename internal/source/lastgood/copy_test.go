package lastgood

import (
	"archive/tar"
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"nlgserver/internal/content"
)

func example() []content.File {
	return []content.File{
		{Path: "domain/a.yml", Name: "a.yml", Data: []byte("responses: {}\n")},
		{Path: "/etc/nlg/ä b.yml", Root: 1, Name: "ä b.yml", Data: []byte{0, 1, 0xff}},
		{Path: "../given", Root: 2, Name: "given", Data: nil, Direct: true},
		{Path: strings.Repeat("long/", 60) + "x.yml", Data: bytes.Repeat([]byte("x"), 100_000)},
	}
}

func TestRoundTrip(t *testing.T) {
	path := filepath.Join(t.TempDir(), "last-good.tar")
	for range 2 { // the second replaces the first
		if err := Copy(path).Save(example()); err != nil {
			t.Fatal(err)
		}
	}
	got, err := Copy(path).load()
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
				Root:   rapid.IntRange(0, 12).Draw(t, "root"),
				Name:   rapid.OneOf(rapid.Just(""), rapid.StringMatching(`[a-zäÖ =./_-]{0,150}[a-z]`)).Draw(t, "name"),
				Data:   rapid.SliceOfN(rapid.Byte(), 0, 2000).Draw(t, "data"),
				Direct: rapid.Bool().Draw(t, "direct"),
			}
		}), 1, 10).Draw(t, "files")
		path := filepath.Join(dir, "copy")
		if err := Copy(path).Save(files); err != nil {
			t.Fatal(err)
		}
		got, err := Copy(path).load()
		if diff := cmp.Diff(files, got, cmpopts.EquateEmpty()); err != nil || diff != "" {
			t.Fatalf("%v, (-want +got):\n%s", err, diff)
		}
	})
}

// TestDamage checks that the copy is rejected, or still has all of the content,
// whichever byte is changed or lost.
func TestDamage(t *testing.T) {
	path := filepath.Join(t.TempDir(), "copy")
	files := example()[:2]
	if err := Copy(path).Save(files); err != nil {
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
		if got, err := Copy(path).load(); err == nil && content.Version(got) != content.Version(files) {
			t.Errorf("%s at byte %d: accepted as %v", what, at, got)
		}
	}
	rejected := 0
	for i := 0; i < len(whole); i += 7 {
		check("cut", i, whole[:i])
		spoilt := bytes.Clone(whole)
		spoilt[i] ^= 0x21
		check("spoilt", i, spoilt)
		if _, err := Copy(path).load(); err != nil {
			rejected++
		}
	}
	if rejected == 0 {
		t.Error("nothing was rejected")
	}
}

func TestRejected(t *testing.T) {
	dir := t.TempDir()
	archive := func(records map[string]string, entries ...string) []byte {
		var out bytes.Buffer
		w := tar.NewWriter(&out)
		for _, name := range entries {
			head := &tar.Header{Name: name, Size: 1, Mode: 0o600, PAXRecords: records}
			if err := errors.Join(w.WriteHeader(head), second(io.WriteString(w, "x"))); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		return out.Bytes()
	}
	current := map[string]string{formatRecord: format}
	for name, tt := range map[string]struct {
		data []byte
		want string
	}{
		"empty":      {nil, "the copy has no files"},
		"text":       {[]byte("responses: {}\n"), "not a copy of content"},
		"no version": {archive(current, "a.yml"), "its first entry is not a version"},
		"no files":   {archive(current, versionEntry), "the copy has no files"},
		"no root":    {archive(current, versionEntry, "a.yml"), "root of a.yml"},
		"damaged":    {archive(map[string]string{formatRecord: format, rootRecord: "0"}, versionEntry, "a.yml"), "the copy is damaged"},
		"old":        {archive(nil, versionEntry, "a.yml"), "its format is 1, not 2"},
		"new":        {archive(map[string]string{formatRecord: "3"}, versionEntry), "its format is 3, not 2"},
	} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, tt.data, 0o600); err != nil {
			t.Fatal(err)
		}
		files, found := Copy(path).Fetch(t.Context())
		if len(files) > 0 || len(found) != 1 || !found.Refused() || found[0].File != path || !strings.Contains(found[0].Message, tt.want) {
			t.Errorf("%s: %v, %v", name, files, found)
		}
	}
	if _, err := Copy(filepath.Join(dir, "missing")).load(); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
}

// TestBoundedRead checks that a copy that says to be larger than it is, or than
// content may be, is refused before there is memory for it.
func TestBoundedRead(t *testing.T) {
	sparse := func(size int64) []byte {
		// An archive whose only data is that of the last byte; Go reads such a file, and
		// does not write one.
		var out bytes.Buffer
		w := tar.NewWriter(&out)
		data := "1\n" + strconv.FormatInt(size-1, 10) + "\n1\n"
		data += strings.Repeat("\x00", 512-len(data)) + "x"
		head := &tar.Header{Name: versionEntry, Size: 1, Mode: 0o600, PAXRecords: map[string]string{formatRecord: format}}
		if err := errors.Join(w.WriteHeader(head), second(io.WriteString(w, "v"))); err != nil {
			t.Fatal(err)
		}
		head = &tar.Header{Name: "GNUSparseFile.0/a.yml", Size: int64(len(data)), Mode: 0o600, Typeflag: tar.TypeReg, Format: tar.FormatPAX, PAXRecords: map[string]string{rootRecord: "0", "FAK.sparse.major": "1", "FAK.sparse.minor": "0", "FAK.sparse.name": "a.yml", "FAK.sparse.realsize": strconv.FormatInt(size, 10)}}
		if err := errors.Join(w.WriteHeader(head), second(io.WriteString(w, data)), w.Close()); err != nil {
			t.Fatal(err)
		}
		return bytes.ReplaceAll(out.Bytes(), []byte("FAK.sparse"), []byte("GNU.sparse")) // a record has its length
	}
	for name, tt := range map[string]struct {
		data []byte
		want string
	}{
		"64 GiB of zeros": {sparse(64 << 30), "a.yml has 68719476736 bytes, the limit is 33554432"},
		"16 MiB of zeros": {sparse(16 << 20), "its files have more bytes than it"},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "copy")
			if err := os.WriteFile(path, tt.data, 0o600); err != nil {
				t.Fatal(err)
			}
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			got, err := Copy(path).load()
			runtime.ReadMemStats(&after)
			if err == nil || !strings.Contains(err.Error(), tt.want) || len(got) > 0 {
				t.Errorf("%d files, %v", len(got), err)
			}
			if after.TotalAlloc-before.TotalAlloc > 4<<20 {
				t.Errorf("%d bytes were allocated", after.TotalAlloc-before.TotalAlloc)
			}
		})
	}
}

// TestRoom checks the limits of a whole copy.
func TestRoom(t *testing.T) {
	for name, r := range map[string]*room{"files": {files: 1, bytes: 100}, "bytes": {files: 100, bytes: 3}} {
		entry := func() error {
			return second(r.read(strings.NewReader("ab"), &tar.Header{Name: "a", Size: 2, Typeflag: tar.TypeReg}, 2))
		}
		if err := entry(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if err := entry(); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	r := room{files: 9, bytes: 9}
	if _, err := r.read(strings.NewReader(""), &tar.Header{Name: "a", Typeflag: tar.TypeSymlink}, 9); err == nil {
		t.Error("a link is accepted")
	}
}

func second[T any](_ T, err error) error { return err }

// TestFailedSave checks that the old copy remains, and nothing else does.
func TestFailedSave(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "copy")
	if err := Copy(path).Save(example()); err != nil {
		t.Fatal(err)
	}
	if err := Copy(path).Save([]content.File{{Path: "a\x00b", Data: []byte("x")}}); err == nil {
		t.Fatal("a name with NUL is accepted")
	}
	if _, err := Copy(path).load(); err != nil {
		t.Errorf("the old copy: %v", err)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
		t.Errorf("more is left than the copy: %v, %v", entries, err)
	}
	if err := Copy(filepath.Join(dir, "missing", "copy")).Save(example()); err == nil {
		t.Error("saved where there is no directory")
	}
}
