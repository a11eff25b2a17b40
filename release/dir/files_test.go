package dir

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"nlgserver/release"
)

// filesIn returns the paths of all files in a directory.
func filesIn(t *testing.T, dir string) []string {
	t.Helper()
	var found []string
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			var rel string
			rel, err = filepath.Rel(dir, path)
			found = append(found, filepath.ToSlash(rel))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(found)
	return found
}

// TestFiles checks that entries are plain files, for their owner only, and what else there
// is.
func TestFiles(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store")
	s := openAt(t, path, Options{})
	put(t, s, release.LiveKey, "one")
	put(t, s, release.RecordKey(1), "two")
	if got, want := filesIn(t, path), []string{".lock", "live", "releases/.lock", "releases/00000001.json"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if data, err := os.ReadFile(filepath.Join(path, "live")); err != nil || string(data) != "one" {
		t.Errorf("%q, %v", data, err)
	}
	checkModes(t, path, 0o600, 0o700)
	open := filepath.Join(t.TempDir(), "open")
	s = openAt(t, open, Options{Mode: 0o644})
	put(t, s, release.RecordKey(1), "two")
	checkModes(t, open, 0o644, 0o755)
}

func checkModes(t *testing.T, path string, file, dir os.FileMode) {
	t.Helper()
	if runtime.GOOS == "windows" {
		return
	}
	for name, want := range map[string]os.FileMode{".": dir, "releases": dir, "releases/00000001.json": file, "releases/.lock": file} {
		if info, err := os.Stat(filepath.Join(path, name)); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v, want %v", name, info.Mode(), err, want)
		}
	}
}

func put(t *testing.T, s *Store, key, data string) {
	t.Helper()
	if err := s.Put(t.Context(), key, []byte(data)); err != nil {
		t.Fatal(err)
	}
}

func has(t *testing.T, s *Store, key, data string) release.Revision {
	t.Helper()
	e, err := s.Get(t.Context(), key, "")
	if err != nil || string(e.Data) != data {
		t.Fatalf("%s: %q, %v, want %q", key, e.Data, err, data)
	}
	return e.Revision
}

// TestRevision checks that a revision outlives the process, and that of a file that was
// put there by hand.
func TestRevision(t *testing.T) {
	path := t.TempDir()
	s := openAt(t, path, Options{})
	r, err := s.Set(t.Context(), release.LiveKey, []byte("one"), "")
	if err != nil {
		t.Fatal(err)
	}
	again := openAt(t, path, Options{})
	if has(t, again, release.LiveKey, "one") != r {
		t.Error("another handle has another revision")
	}
	if err := os.WriteFile(filepath.Join(path, "live"), []byte("two"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := again.Set(t.Context(), release.LiveKey, []byte("three"), r); !errors.Is(err, release.ErrChanged) {
		t.Errorf("%v", err)
	}
	has(t, s, release.LiveKey, "two")
}

// TestListed checks that a hash that is remembered is not that of another file.
func TestListed(t *testing.T) {
	path := t.TempDir()
	s := openAt(t, path, Options{})
	for i := range 100 {
		text := strings.Repeat(string(rune('a'+i%26)), 3)
		put(t, s, release.LiveKey, text)
		listed, err := s.List(t.Context(), "")
		if err != nil || len(listed) != 1 || listed[0].Revision != revisionOf([]byte(text)) {
			t.Fatalf("%q: %+v, %v", text, listed, err)
		}
	}
}

// TestForeign checks that files that are no entries do no harm.
func TestForeign(t *testing.T) {
	path := t.TempDir()
	s := openAt(t, path, Options{})
	put(t, s, release.RecordKey(1), "one")
	for _, name := range []string{"README", ".live.swp", "releases/.writing", "releases/1.json", "releases/00000001.json~", "live.tmp"} {
		if err := os.WriteFile(filepath.Join(path, filepath.FromSlash(name)), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	listed, err := s.List(t.Context(), "")
	if err != nil || len(listed) != 1 || listed[0].Key != release.RecordKey(1) {
		t.Errorf("%+v, %v", listed, err)
	}
	put(t, s, release.RecordKey(2), "two")
	if _, err := os.Stat(filepath.Join(path, "releases", tempName)); err == nil {
		t.Error("what an interrupted write has left is still there")
	}
}

// TestLinks checks that nobody is led out of the store, nor to another entry.
func TestLinks(t *testing.T) {
	path, outside := t.TempDir(), t.TempDir()
	s := openAt(t, path, Options{})
	secret := filepath.Join(outside, "00000001.json")
	if err := os.WriteFile(secret, []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, target := range map[string]string{"live": secret, "releases": outside, ".lock": secret} {
		if err := os.Symlink(target, filepath.Join(path, name)); err != nil {
			t.Skip(err)
		}
	}
	for _, key := range []string{release.LiveKey, release.RecordKey(1), release.RecordKey(2)} {
		e, err := s.Get(t.Context(), key, "")
		if err == nil || errors.Is(err, release.ErrNotFound) || strings.Contains(err.Error(), "secret") {
			t.Errorf("get %s: %q, %v", key, e.Data, err)
		}
		if err := s.Put(t.Context(), key, []byte("x")); err == nil {
			t.Errorf("put %s", key)
		}
		if _, err := s.Set(t.Context(), key, []byte("x"), ""); err == nil {
			t.Errorf("set %s", key)
		}
		_ = s.Delete(t.Context(), key)
	}
	if data, err := os.ReadFile(secret); err != nil || string(data) != "secret" {
		t.Errorf("%q, %v", data, err)
	}
	if got := filesIn(t, outside); len(got) != 1 {
		t.Errorf("%q", got)
	}
}

// TestNotAFile checks what is said of a directory or a huge file in the place of an entry.
func TestNotAFile(t *testing.T) {
	path := t.TempDir()
	s := openAt(t, path, Options{})
	if err := os.Mkdir(filepath.Join(path, "live"), 0o700); err != nil {
		t.Fatal(err)
	}
	f, err := os.Create(filepath.Join(path, "staged"))
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(f.Truncate(release.MaxEntry+1), f.Close()); err != nil {
		t.Skip(err)
	}
	_, err = s.Get(t.Context(), release.LiveKey, "")
	if err == nil || !strings.Contains(err.Error(), "not a regular file") {
		t.Error(err)
	}
	if err := s.Put(t.Context(), release.LiveKey, nil); err == nil {
		t.Error("a directory is replaced")
	}
	_, err = s.Get(t.Context(), release.StagedKey, "")
	if err == nil || !strings.Contains(err.Error(), "bytes, more than") {
		t.Error(err)
	}
	if err := s.Put(t.Context(), release.StagedKey, make([]byte, release.MaxEntry+1)); err == nil {
		t.Error("too large")
	}
	put(t, s, release.StagedKey, "small") // it can be repaired
	has(t, s, release.StagedKey, "small")
}

// TestOpen checks which directories are made.
func TestOpen(t *testing.T) {
	if _, err := Open(t.Context(), filepath.Join(t.TempDir(), "a", "b"), Options{}); err == nil || !strings.Contains(err.Error(), "the directory above it does not exist") {
		t.Error(err)
	}
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), file, Options{}); err == nil {
		t.Error("a file is no store")
	}
	if _, err := Open(t.Context(), "", Options{}); err == nil {
		t.Error("no path")
	}
}
