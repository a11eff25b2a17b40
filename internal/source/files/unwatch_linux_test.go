package files

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/fsnotify/fsnotify"
)

// TestUnwatchSwapped removes a watch whose name moved to another watched directory
// before it was added again: fsnotify 1.10 panics then.
func TestUnwatchSwapped(t *testing.T) {
	root := t.TempDir()
	blue, green := filepath.Join(root, "blue/d"), filepath.Join(root, "green/d")
	notify, err := fsnotify.NewWatcher()
	if err != nil {
		t.Fatal(err)
	}
	defer notify.Close()
	rename := func(from, to string) error { return os.Rename(filepath.Join(root, from), filepath.Join(root, to)) }
	for _, step := range []func() error{
		func() error { return os.MkdirAll(blue, 0o755) },
		func() error { return os.MkdirAll(green, 0o755) },
		func() error { return notify.Add(blue) },
		func() error { return notify.Add(green) },
		func() error { return rename("blue", "old") },
		func() error { return rename("green", "blue") },
		func() error { return notify.Add(blue) },
	} {
		if err := step(); err != nil {
			t.Fatal(err)
		}
	}
	unwatch(notify, blue)
	unwatch(notify, green)
	if left := notify.WatchList(); len(left) > 0 {
		t.Errorf("still watches %v", left)
	}
}
