package files

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/fsnotify/fsnotify"
)

// surveyed returns a watcher of dir before its first survey. It reports errors to
// onError.
func surveyed(t *testing.T, dir string, onError func(error)) *watcher {
	t.Helper()
	notify, err := fsnotify.NewWatcher()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := notify.Close(); err != nil {
			t.Error(err)
		}
	})
	return newWatcher(New([]string{dir}).With(Options{OnWatchError: onError}), notify)
}

// TestSurveySeesWhatAppearsMeanwhile creates a subdirectory after its parent was
// listed and before it is watched: there is no event for it.
func TestSurveySeesWhatAppearsMeanwhile(t *testing.T) {
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	w := surveyed(t, dir, func(err error) { t.Error(err) })
	w.add = func(path string) error {
		if path == dir {
			if err := os.MkdirAll(filepath.Join(dir, "new"), 0o755); err != nil {
				return err
			}
		}
		return w.notify.Add(path)
	}
	w.survey(t.Context())
	if got := w.notify.WatchList(); !slices.Contains(got, filepath.Join(dir, "new")) {
		t.Errorf("watches %v", got)
	}
}

// TestWatchErrorsAreReportedOnce has no room for another watch at first.
func TestWatchErrorsAreReportedOnce(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "a.yml"), "1")
	errFull := errors.New("no space left on device")
	var told []error
	w := surveyed(t, dir, func(err error) { told = append(told, err) })
	add := w.add
	w.add = func(string) error { return errFull }
	w.survey(t.Context())
	once := len(told) // for the directory, its parent, and the targets of links there
	if once < 2 || !errors.Is(told[0], errFull) {
		t.Errorf("told %v", told)
	}
	w.survey(t.Context())
	if len(told) != once {
		t.Errorf("told again: %v", told)
	}
	w.add = add
	w.survey(t.Context())
	w.add = func(string) error { return errFull }
	w.survey(t.Context())
	if len(told) != 2*once {
		t.Errorf("told %v, want all of it again after it had worked", told)
	}
}

// TestSettingsMatter checks that a change of the settings, which leave paths out,
// is a change of the content.
func TestSettingsMatter(t *testing.T) {
	i := &interest{content: true}
	for name, want := range map[string]bool{".nlgserver.yml": true, "a.yml": true, "._a.yml": false, "a.YML": false, "a.nlgtest.yml": false} {
		if i.concerns(name, fsnotify.Write) != want {
			t.Errorf("%s: want %t", name, want)
		}
	}
}
