package publish

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// refusal is the error of a store, which callers tell by its type.
type refusal struct{ why string }

func (r *refusal) Error() string { return r.why }

// same reports whether an error is a refusal and nothing else.
func same(err error, why *refusal) bool {
	return errors.Is(err, why) && err.Error() == why.why
}

// place is a directory with two files, and what is published into it: both change, and one
// is new.
type place struct {
	*testing.T
	dir, a, b, fresh string
	files            *Files
	changes          []Change
	// calls counts how often the content was made live.
	calls int
}

func newPlace(t *testing.T) *place {
	dir := t.TempDir()
	p := &place{T: t, dir: dir, a: filepath.Join(dir, "a.yml"), b: filepath.Join(dir, "b.yml"), fresh: filepath.Join(dir, "new.yml"), files: &Files{State: t.TempDir()}}
	write(t, p.a, "a1")
	write(t, p.b, "b1")
	p.changes = []Change{change(p.a, "a1", "a2"), change(p.b, "b1", "b2"), {Path: p.fresh, Created: true, After: []byte("new")}}
	return p
}

// now returns the bytes of all files.
func (p *place) now() string {
	p.Helper()
	out := read(p.T, p.a) + " " + read(p.T, p.b)
	data, err := os.ReadFile(p.fresh)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		p.Fatal(err)
	}
	return strings.TrimSpace(out + " " + string(data))
}

// live returns what makes the content live: it checks that all files are in place, and
// returns an error.
func (p *place) live(err error) func() error {
	return func() error {
		p.calls++
		if got := p.now(); got != "a2 b2 new" {
			p.Errorf("live while the files are %s", got)
		}
		return err
	}
}

func TestLive(t *testing.T) {
	p := newPlace(t)
	out, err := p.files.Publish(t.Context(), p.changes, Author{}, "", p.live(nil))
	if err != nil || len(out.Files) != 3 || len(out.Problems) > 0 || p.calls != 1 || p.now() != "a2 b2 new" || names(t, p.files.State) != "" {
		t.Errorf("%+v, %v, %d calls, %s", out, err, p.calls, p.now())
	}
	// It is called also if there is nothing to write.
	for _, changes := range [][]Change{p.changes, nil} {
		p.calls = 0
		if out, err := p.files.Publish(t.Context(), changes, Author{}, "", p.live(nil)); err != nil || len(out.Files) > 0 || p.calls != 1 {
			t.Errorf("%+v, %v, %d calls", out, err, p.calls)
		}
		why := &refusal{"overtaken"}
		if _, err := p.files.Publish(t.Context(), changes, Author{}, "", p.live(why)); !same(err, why) {
			t.Errorf("%v", err)
		}
	}
}

func TestNotLive(t *testing.T) {
	p := newPlace(t)
	must(t, os.Chmod(p.a, 0o751))
	why := &refusal{"overtaken"}
	out, err := p.files.Publish(t.Context(), p.changes, Author{}, "", p.live(why))
	if !same(err, why) || len(out.Files) > 0 || p.calls != 1 {
		t.Errorf("%+v, %v, %d calls", out, err, p.calls)
	}
	if p.now() != "a1 b1" || names(t, p.dir) != "a.yml b.yml" || names(t, p.files.State) != "" {
		t.Errorf("%s, %s, %s", p.now(), names(t, p.dir), names(t, p.files.State))
	}
	if info, err := os.Stat(p.a); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o751 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	// Nothing is in the way of the next one.
	if _, err := p.files.Publish(t.Context(), p.changes, Author{}, "", p.live(nil)); err != nil || p.now() != "a2 b2 new" {
		t.Errorf("%s, %v", p.now(), err)
	}
}

// TestNotLiveAndChanged: a file that somebody has changed since stays as it is.
func TestNotLiveAndChanged(t *testing.T) {
	p := newPlace(t)
	why := &refusal{"overtaken"}
	_, err := p.files.Publish(t.Context(), p.changes, Author{}, "", func() error {
		write(t, p.b, "theirs")
		return why
	})
	if !same(err, why) || p.now() != "a1 theirs" || names(t, p.files.State) != "" {
		t.Errorf("%s, %v", p.now(), err)
	}
}

// TestNotLiveAndStuck: if the files cannot be taken back, that is told too, and the next
// start tries again.
func TestNotLiveAndStuck(t *testing.T) {
	p := newPlace(t)
	aside := p.dir + "-aside"
	_, err := p.files.Publish(t.Context(), p.changes, Author{}, "", func() error {
		must(t, os.Rename(p.b, aside))
		must(t, os.Mkdir(p.b, 0o755))
		return &refusal{"overtaken"}
	})
	why, ok := errors.AsType[*refusal](err)
	if !ok || why.why != "overtaken" || !strings.Contains(err.Error(), "cannot take it back: restart to try again") {
		t.Error(err)
	}
	if _, err := p.files.Publish(t.Context(), p.changes, Author{}, "", p.live(nil)); err == nil || !strings.Contains(err.Error(), "not finished") || p.calls > 0 {
		t.Error(err)
	}
	must(t, os.Remove(p.b))
	must(t, os.Rename(aside, p.b))
	if out, err := p.files.Recover(); err != nil || len(out.TakenBack) != 1 || p.now() != "a1 b1" {
		t.Errorf("%+v, %v, %s", out, err, p.now())
	}
}

// TestNotWritten: what cannot be written does not become live.
func TestNotWritten(t *testing.T) {
	p := newPlace(t)
	write(t, p.b, "theirs")
	_, err := p.files.Publish(t.Context(), p.changes, Author{}, "", p.live(nil))
	if changed, ok := errors.AsType[*ChangedError](err); !ok || len(changed.Paths) != 1 || p.calls != 0 || p.now() != "a1 theirs" {
		t.Errorf("%v, %d calls, %s", err, p.calls, p.now())
	}
	write(t, p.b, "b1")
	p.changes[2].Path = filepath.Join(p.dir, "gone", "new.yml")
	if _, err := p.files.Publish(t.Context(), p.changes, Author{}, "", p.live(nil)); err == nil || p.calls != 0 || p.now() != "a1 b1" {
		t.Errorf("%v, %d calls, %s", err, p.calls, p.now())
	}
}

// TestKilledWhileLive: a process that is killed while it is not known whether the content
// became live takes the files back, and commits nothing.
func TestKilledWhileLive(t *testing.T) {
	w, g := content(t)
	a := w.path("domain/a.yml")
	head := w.git("rev-parse", "HEAD")
	aside := filepath.Join(t.TempDir(), "intent")
	_, err := g.Publish(t.Context(), []Change{change(a, "a1", "a2")}, Author{Name: "ann"}, "x", func() error {
		data, err := os.ReadFile(g.Files.intentPath()) // what a process finds that starts now
		must(t, err)
		return os.WriteFile(aside, data, 0o600)
	})
	must(t, err)
	w.git("reset", "--quiet", "--soft", head)
	w.git("reset", "--quiet")
	must(t, os.Rename(aside, g.Files.intentPath()))
	out, err := g.Recover(t.Context())
	if err != nil || out.Completed != nil || len(out.TakenBack) != 1 || read(t, a) != "a1" || w.git("rev-parse", "HEAD") != head || w.git("status", "--porcelain") != "" {
		t.Errorf("%+v, %v, %s", out, err, read(t, a))
	}
}

func TestGitLive(t *testing.T) {
	w, g := content(t)
	a := w.path("domain/a.yml")
	head := w.git("rev-parse", "HEAD")
	calls := 0
	live := func(want string, err error) func() error {
		return func() error {
			calls++
			if now := w.git("rev-parse", "HEAD"); read(t, a) != want || now != head {
				t.Errorf("live while %s is %s", now, read(t, a))
			}
			return err
		}
	}
	why := &refusal{"overtaken"}
	changes := []Change{change(a, "a1", "a2")}
	if out, err := g.Publish(t.Context(), changes, Author{Name: "ann"}, "x", live("a2", why)); !same(err, why) || out.Commit != "" || calls != 1 {
		t.Errorf("%+v, %v, %d calls", out, err, calls)
	}
	if read(t, a) != "a1" || w.git("rev-parse", "HEAD") != head || w.git("status", "--porcelain") != "" || names(t, g.Files.State) != "" {
		t.Errorf("%s, %s", read(t, a), w.git("status", "--porcelain"))
	}
	// Without a change nothing is committed, also not what somebody else has changed, nor
	// in the middle of a merge.
	write(t, w.path("domain/b.yml"), "theirs")
	write(t, w.path(".git/MERGE_HEAD"), head+"\n")
	if out, err := g.Publish(t.Context(), nil, Author{Name: "ann"}, "x", live("a1", nil)); err != nil || out.Commit != "" || calls != 2 || w.git("rev-parse", "HEAD") != head {
		t.Errorf("%+v, %v, %d calls", out, err, calls)
	}
	if _, err := g.Publish(t.Context(), nil, Author{Name: "ann"}, "x", live("a1", why)); !same(err, why) || calls != 3 {
		t.Errorf("%v, %d calls", err, calls)
	}
	if _, err := g.Publish(t.Context(), changes, Author{Name: "ann"}, "x", live("", nil)); err == nil || calls != 3 || read(t, a) != "a1" {
		t.Errorf("%v, %d calls: a merge is going on", err, calls)
	}
	must(t, os.Remove(w.path(".git/MERGE_HEAD")))
	// What somebody has written already is live, and then committed.
	write(t, a, "a2")
	if _, err := g.Publish(t.Context(), changes, Author{Name: "ann"}, "x", live("a2", why)); !same(err, why) || read(t, a) != "a2" || names(t, g.Files.State) != "" {
		t.Errorf("%v, %s", err, read(t, a))
	}
	out, err := g.Publish(t.Context(), changes, Author{Name: "ann"}, "x\n\nRelease: 4", live("a2", nil))
	if err != nil || out.Commit == "" || calls != 5 || w.git("log", "-1", "--format=%(trailers:key=Release,valueonly)") != "4" || w.git("show", "--format=", "--name-only") != "domain/a.yml" {
		t.Errorf("%+v, %v, %d calls", out, err, calls)
	}
}

// TestLiveButNotNoted: once the content is live, nothing is taken back any more.
func TestLiveButNotNoted(t *testing.T) {
	w, g := content(t)
	a := w.path("domain/a.yml")
	out, err := g.Publish(t.Context(), []Change{change(a, "a1", "a2")}, Author{Name: "ann"}, "x", func() error {
		must(t, os.Remove(g.Files.intentPath()))
		write(t, filepath.Join(g.Files.intentPath(), "in the way"), "")
		return nil
	})
	if err != nil || out.Commit == "" || read(t, a) != "a2" || len(out.Problems) != 1 || !strings.Contains(out.Problems[0], "before the next start, which would take this publication back") {
		t.Errorf("%+v, %v, %s", out, err, read(t, a))
	}
}
