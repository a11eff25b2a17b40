package files

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"github.com/fsnotify/fsnotify"
)

// surveyed returns a watcher of dir before its first survey. It reports errors to
// onError.
func surveyed(t *testing.T, dir string, onError func(error)) *watcher {
	t.Helper()
	w := newWatcher(New([]string{dir}).With(Options{OnWatchError: onError}), &Watches{})
	if err := w.watches.enter(w); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.watches.leave(w) })
	return w
}

// TestSurveySeesWhatAppearsMeanwhile creates a subdirectory after its parent was
// listed and before it is watched: there is no event for it.
func TestSurveySeesWhatAppearsMeanwhile(t *testing.T) {
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	w := surveyed(t, dir, func(err error) { t.Error(err) })
	w.watches.add = func(path string) error {
		if path == dir {
			if err := os.MkdirAll(filepath.Join(dir, "new"), 0o755); err != nil {
				return err
			}
		}
		return w.watches.notify.Add(path)
	}
	w.survey(t.Context())
	if got := w.watches.notify.WatchList(); !slices.Contains(got, filepath.Join(dir, "new")) {
		t.Errorf("watches %v", got)
	}
}

// TestWatchesAreRemoved has two contents that need some of the same directories. A
// directory is watched as long as one of them needs it.
func TestWatchesAreRemoved(t *testing.T) {
	root, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(root, "a/sub/x.yml"), "1")
	write(t, filepath.Join(root, "a/more/x.yml"), "1")
	outer := surveyed(t, filepath.Join(root, "a"), func(err error) { t.Error(err) })
	inner := newWatcher(New([]string{filepath.Join(root, "a/sub")}).With(Options{}), outer.watches)
	if err := outer.watches.enter(inner); err != nil {
		t.Fatal(err)
	}
	want := func(after string, dirs ...string) {
		t.Helper()
		var got []string
		for _, dir := range outer.watches.notify.WatchList() {
			name, err := filepath.Rel(root, dir)
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, name)
		}
		slices.Sort(got)
		if !slices.Equal(got, dirs) {
			t.Errorf("after %s: watches %q, want %q", after, got, dirs)
		}
	}
	inner.survey(t.Context())
	want("the inner one", "a", "a/sub")
	outer.survey(t.Context())
	want("the outer one", ".", "a", "a/more", "a/sub")
	if err := os.RemoveAll(filepath.Join(root, "a/more")); err != nil {
		t.Fatal(err)
	}
	outer.survey(t.Context())
	want("a/more was removed", ".", "a", "a/sub")
	outer.watches.leave(inner)
	want("the inner one has left", ".", "a", "a/sub")
	if err := outer.watches.enter(inner); err != nil {
		t.Fatal(err)
	}
	inner.survey(t.Context())
	outer.watches.need(outer, nil)
	want("the outer one needs nothing", "a", "a/sub")
	if n := len(outer.watches.known); n != 2 {
		t.Errorf("%d known directories", n)
	}
	outer.watches.leave(inner)
	want("both need nothing")
}

// TestWatchErrorsAreReportedOnce has no room for another watch at first.
func TestWatchErrorsAreReportedOnce(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "a.yml"), "1")
	errFull := errors.New("no space left on device")
	var told []error
	w := surveyed(t, dir, func(err error) { told = append(told, err) })
	add := w.watches.add
	w.watches.add = func(string) error { return errFull }
	w.survey(t.Context())
	once := len(told) // for the directory, its parent, and the targets of links there
	if once < 2 || !errors.Is(told[0], errFull) {
		t.Errorf("told %v", told)
	}
	w.survey(t.Context())
	if len(told) != once {
		t.Errorf("told again: %v", told)
	}
	w.watches.add = add
	w.survey(t.Context())
	w.watches.add = func(string) error { return errFull }
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

// TestLostEventsReachAll has two contents whose watcher has lost events. Both report
// it and look again.
func TestLostEventsReachAll(t *testing.T) {
	var watches Watches
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	defer wg.Wait()
	defer cancel()
	pokes, told := make(chan int, 10), make(chan error, 10)
	for i, dir := range []string{t.TempDir(), t.TempDir()} {
		f := New([]string{dir}).With(Options{Watches: &watches, OnWatchError: func(err error) { told <- err }})
		wg.Go(func() {
			if err := f.Watch(ctx, func() { pokes <- i }); err != nil {
				t.Errorf("Watch: %v", err)
			}
		})
		<-pokes
	}
	watches.notify.Errors <- fsnotify.ErrEventOverflow
	for range 2 {
		if err := <-told; !errors.Is(err, fsnotify.ErrEventOverflow) {
			t.Error(err)
		}
	}
	if a, b := <-pokes, <-pokes; a == b {
		t.Errorf("content %d was poked twice", a)
	}
}

// TestNewsOfNoName has an event in a directory by a name that nobody knows, and one
// without a name.
func TestNewsOfNoName(t *testing.T) {
	w := surveyed(t, t.TempDir(), func(err error) { t.Error(err) })
	w.survey(t.Context())
	for _, tc := range []struct {
		name string
		want news
	}{
		{"/elsewhere/x.txt", news{changed: true, moved: true}},
		{"", news{}},
	} {
		w.watches.pass(w.watches.notify, fsnotify.Event{Name: tc.name, Op: fsnotify.Write})
		if got := w.watches.take(w); got != tc.want {
			t.Errorf("%q: %+v", tc.name, got)
		}
	}
}

// TestNewsIsKept tells a content of several changes before it looks.
func TestNewsIsKept(t *testing.T) {
	w := newWatcher(New(nil), &Watches{})
	for _, n := range []news{{err: fsnotify.ErrEventOverflow}, {moved: true}, {changed: true}, {err: fsnotify.ErrClosed}, {}} {
		w.tell(n)
	}
	<-w.wake
	if got, want := w.watches.take(w), (news{changed: true, moved: true, err: fsnotify.ErrEventOverflow}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	if again := w.watches.take(w); again != (news{}) || len(w.wake) > 0 {
		t.Errorf("again %+v", again)
	}
}

// TestWatchFollowsTheMoved has one content in a directory that was moved to where
// another content is, before the first one looks.
func TestWatchFollowsTheMoved(t *testing.T) {
	root, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(root, "old/p/d/x.yml"), "1")
	first := surveyed(t, filepath.Join(root, "old/p/d"), func(err error) { t.Error(err) })
	first.survey(t.Context())
	if err := os.Rename(filepath.Join(root, "old"), filepath.Join(root, "new")); err != nil {
		t.Fatal(err)
	}
	second := newWatcher(New([]string{filepath.Join(root, "new/p/d")}).With(Options{OnWatchError: func(err error) { t.Error(err) }}), first.watches)
	if err := first.watches.enter(second); err != nil {
		t.Fatal(err)
	}
	defer first.watches.leave(second)
	second.survey(t.Context())
	first.survey(t.Context())
	if got, want := first.watches.notify.WatchList(), filepath.Join(root, "new/p/d"); !slices.Contains(got, want) {
		t.Errorf("watches %q, not %s", got, want)
	}
}
