package dir

import (
	"errors"
	"syscall"
	"testing"

	"nlgserver/release"
)

// TestFullDisk checks that a write without room leaves the old entry, and that the store
// is of use again once there is room.
func TestFullDisk(t *testing.T) {
	path := t.TempDir()
	if err := syscall.Mount("tmpfs", path, "tmpfs", 0, "size=256k"); err != nil {
		t.Skipf("a small file system cannot be mounted here: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(path, 0); err != nil {
			t.Error(err)
		}
	})
	s := openAt(t, path, Options{})
	put(t, s, release.LiveKey, "one")
	put(t, s, release.RecordKey(1), "one")
	large := make([]byte, 512<<10)
	for _, key := range []string{release.LiveKey, release.StagedKey, release.RecordKey(1)} {
		if err := s.Put(t.Context(), key, large); !errors.Is(err, syscall.ENOSPC) {
			t.Fatalf("%s: %v, want %v", key, err, syscall.ENOSPC)
		}
	}
	was := has(t, s, release.LiveKey, "one")
	has(t, s, release.RecordKey(1), "one")
	if _, err := s.Set(t.Context(), release.LiveKey, []byte("two"), was); err != nil {
		t.Errorf("there is room for that: %v", err)
	}
	has(t, s, release.LiveKey, "two")
	if _, err := s.Get(t.Context(), release.StagedKey, ""); !errors.Is(err, release.ErrNotFound) {
		t.Errorf("half an entry: %v", err)
	}
	if got := filesIn(t, path); len(got) != 4 {
		t.Errorf("the failed writes have left something: %q", got)
	}
}
