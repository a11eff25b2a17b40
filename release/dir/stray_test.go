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

// TestStray checks that what lies about in a store keeps nobody from listing it, and is
// told once.
func TestStray(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store")
	var told []string
	s := openAt(t, path, Options{OnStray: func(err error) { told = append(told, err.Error()) }})
	all := []string{release.BundleKey(strings.Repeat("0f", 32)), release.LiveKey, release.MoveKey(1), release.RecordKey(1), release.ReplicaKey("a")}
	for _, key := range all {
		put(t, s, key, "of "+key)
	}
	lay := func(name string, do func(path string) error) {
		t.Helper()
		if err := do(filepath.Join(path, filepath.FromSlash(name))); err != nil {
			t.Fatal(err)
		}
	}
	dir := func(path string) error { return os.Mkdir(path, 0o700) }
	file := func(path string) error { return os.WriteFile(path, []byte("{"), 0o600) }
	large := func(path string) error { return errors.Join(file(path), os.Truncate(path, release.MaxEntry+1)) }
	for _, name := range []string{"replicas/Not a name.json", "replicas/.writing", "replicas/b.json~", "replicas/.nfs0001", "releases/1.json", "moves/x.json", "bundles/x.tar.gz", "notes.txt"} {
		lay(name, file)
	}
	lay(release.StagedKey, dir)
	lay(release.RecordKey(2), dir)
	lay(release.MoveKey(2), dir)
	lay(release.ReplicaKey("dir"), dir)
	lay(release.ReplicaKey("large"), large)
	strays := []string{"moves/00000002.json", "releases/00000002.json", "replicas/dir.json", "replicas/large.json", "staged"}
	if runtime.GOOS != "windows" {
		lay(release.ReplicaKey("link"), func(path string) error { return os.Symlink("a.json", path) })
		strays = append(strays, "replicas/link.json")
	}
	for range 2 {
		entries, err := s.List(t.Context(), "")
		if err != nil {
			t.Fatal(err)
		}
		var keys []string
		for _, e := range entries {
			keys = append(keys, e.Key)
		}
		if !slices.Equal(keys, all) {
			t.Errorf("%q, want %q", keys, all)
		}
	}
	if len(told) != len(strays) {
		t.Errorf("told %q, want one for each of %q", told, strays)
	}
	for _, key := range strays {
		if !slices.ContainsFunc(told, func(text string) bool { return strings.Contains(text, `cannot use "`+key+`"`) }) {
			t.Errorf("nothing of %s in %q", key, told)
		}
	}
}

// TestUnreadable checks that a file that the reader may not read is no stray one: it may be
// the beat of a replica that has to be waited for.
func TestUnreadable(t *testing.T) {
	if os.Getuid() <= 0 {
		t.Skip("root may read everything, and Windows has no such modes")
	}
	path := filepath.Join(t.TempDir(), "store")
	s := openAt(t, path, Options{})
	put(t, s, release.ReplicaKey("a"), "x")
	if err := os.Chmod(filepath.Join(path, "replicas", "a.json"), 0); err != nil {
		t.Fatal(err)
	}
	if entries, err := s.List(t.Context(), release.ReplicasPrefix); !errors.Is(err, os.ErrPermission) {
		t.Errorf("%v %v", entries, err)
	}
}
