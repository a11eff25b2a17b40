package publish

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nlgserver/internal/gittest"
)

type repository struct {
	t   *testing.T
	dir string
}

// newRepository makes a git repository without settings of the machine's.
func newRepository(t *testing.T, dir string) *repository {
	t.Helper()
	gittest.Need(t)
	t.Setenv("HOME", t.TempDir())
	t.Setenv("GIT_CONFIG_NOSYSTEM", "1")
	t.Setenv("XDG_CONFIG_HOME", "")
	w := &repository{t, dir}
	must(t, os.MkdirAll(dir, 0o755))
	w.git("init", "--quiet", "--initial-branch", "main")
	return w
}

func (w *repository) git(args ...string) string {
	w.t.Helper()
	return gittest.Git(w.t, w.dir, args...)
}

func (w *repository) path(name string) string { return filepath.Join(w.dir, name) }

// content makes a repository with two content files and one other.
func content(t *testing.T) (*repository, *Git) {
	t.Helper()
	w := newRepository(t, t.TempDir())
	write(t, w.path("domain/a.yml"), "a1")
	write(t, w.path("domain/b.yml"), "b1")
	write(t, w.path("note.txt"), "n1")
	w.git("add", ".")
	w.git("commit", "--quiet", "--message", "first")
	return w, &Git{Files: &Files{State: t.TempDir()}, Paths: []string{w.path("domain")}}
}

func TestGit(t *testing.T) {
	w, g := content(t)
	hook := "#!/bin/sh\necho hooked > " + w.path("hooked") + "\nexit 1\n"
	for _, name := range []string{"pre-commit", "commit-msg", "prepare-commit-msg", "post-commit"} {
		write(t, w.path(".git/hooks/"+name), hook)
		must(t, os.Chmod(w.path(".git/hooks/"+name), 0o755))
	}
	// Something else is staged, and something else is changed.
	write(t, w.path("note.txt"), "n2")
	w.git("add", "note.txt")
	write(t, w.path("note.txt"), "n3")
	write(t, w.path("domain/b.yml"), "b1")
	changes := []Change{change(w.path("domain/a.yml"), "a1", "a2"), {Path: w.path("domain/[new].yml"), Created: true, After: []byte("new")}}
	must(t, g.Check(t.Context(), changes))
	out, err := g.Publish(t.Context(), changes, Author{Name: "Ünal <x>\n", Email: "u@x.example"}, "Change $(touch x)\n\n# 1 changed\n", nil)
	must(t, err)
	if len(out.Problems) > 0 || out.Pushed || out.Commit != w.git("rev-parse", "HEAD") {
		t.Errorf("%+v", out)
	}
	if got := w.git("show", "--format=%an|%ae|%cn|%B", "--name-only", "HEAD"); got != "Ünal x|u@x.example|nlgserver|Change $(touch x)\n\n# 1 changed\n\n\ndomain/[new].yml\ndomain/a.yml" {
		t.Errorf("%q", got)
	}
	if got := w.git("status", "--porcelain"); got != "MM note.txt" {
		t.Errorf("%q", got)
	}
	if got := w.git("show", ":note.txt"); got != "n2" {
		t.Errorf("staged: %q", got)
	}
	if _, err := os.Stat(w.path("hooked")); err == nil {
		t.Error("a hook ran")
	}
	history, err := g.History(t.Context(), 0, 10)
	if err != nil || len(history) != 2 || history[0].ID != out.Commit || history[0].Subject != "Change $(touch x)" {
		t.Errorf("%+v, %v", history, err)
	}
}

// TestGitDirty checks that changes that nobody committed before are told.
func TestGitDirty(t *testing.T) {
	w, g := content(t)
	write(t, w.path("domain/a.yml"), "a1 by hand")
	out, err := g.Publish(t.Context(), []Change{change(w.path("domain/a.yml"), "a1 by hand", "a2")}, Author{Name: "ann"}, "x", nil)
	must(t, err)
	if len(out.Problems) != 1 || !strings.Contains(out.Problems[0], `"domain/a.yml" had changes that were not committed`) || out.Commit == "" {
		t.Errorf("%+v", out)
	}
	// Nothing to write and nothing to commit is no commit.
	out, err = g.Publish(t.Context(), []Change{change(w.path("domain/a.yml"), "a1", "a2")}, Author{Name: "ann"}, "x", nil)
	if err != nil || out.Commit != "" || len(out.Files)+len(out.Problems) > 0 {
		t.Errorf("%+v, %v", out, err)
	}
}

func TestGitHooks(t *testing.T) {
	w, g := content(t)
	g.Hooks = true
	write(t, w.path(".git/hooks/pre-commit"), "#!/bin/sh\necho not on my watch >&2\nexit 1\n")
	must(t, os.Chmod(w.path(".git/hooks/pre-commit"), 0o755))
	fresh := Change{Path: w.path("domain/new.yml"), Created: true, After: []byte("new")}
	out, err := g.Publish(t.Context(), []Change{change(w.path("domain/a.yml"), "a1", "a2"), fresh}, Author{Name: "ann"}, "x", nil)
	must(t, err)
	if len(out.Problems) != 1 || !strings.Contains(out.Problems[0], "written, and not committed") || !strings.Contains(out.Problems[0], "not on my watch") || out.Commit != "" {
		t.Errorf("%+v", out)
	}
	if read(t, w.path("domain/a.yml")) != "a2" || w.git("diff", "--cached", "--name-only") != "" {
		t.Error("the file is not written, or something is staged")
	}
}

func TestGitRefused(t *testing.T) {
	for name, c := range map[string]struct {
		prepare func(w *repository, g *Git)
		want    string
	}{
		"a merge":       {func(w *repository, _ *Git) { write(w.t, w.path(".git/MERGE_HEAD"), w.git("rev-parse", "HEAD")+"\n") }, "a merge is going on in the git repository"},
		"ignored":       {func(w *repository, _ *Git) { write(w.t, w.path(".gitignore"), "new.yml\n") }, `git ignores "domain/new.yml"`},
		"no repository": {func(w *repository, g *Git) { g.Paths = []string{w.t.TempDir()} }, "is not in a git repository"},
		"another repository": {func(w *repository, g *Git) {
			g.Paths = []string{newRepositoryWithCommit(w.t).dir}
		}, "is not in the git repository"},
		"no commit": {func(w *repository, g *Git) {
			g.Paths = []string{newRepository(w.t, w.t.TempDir()).dir}
		}, "has no commit yet"},
	} {
		t.Run(name, func(t *testing.T) {
			w, g := content(t)
			c.prepare(w, g)
			changes := []Change{change(w.path("domain/a.yml"), "a1", "a2"), {Path: w.path("domain/new.yml"), Created: true, After: []byte("new")}}
			if err := g.Check(t.Context(), changes); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Error(err)
			}
			if _, err := g.Publish(t.Context(), changes, Author{Name: "ann"}, "x", nil); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Error(err)
			}
			if read(t, w.path("domain/a.yml")) != "a1" || names(t, g.Files.State) != "" {
				t.Error("something was written")
			}
		})
	}
}

func newRepositoryWithCommit(t *testing.T) *repository {
	w := newRepository(t, t.TempDir())
	w.git("commit", "--quiet", "--allow-empty", "--message", "first")
	return w
}

func TestPush(t *testing.T) {
	w, g := content(t)
	g.Push = true
	publish := func(before, after string) Published {
		t.Helper()
		out, err := g.Publish(t.Context(), []Change{change(w.path("domain/a.yml"), before, after)}, Author{Name: "ann"}, "x", nil)
		must(t, err)
		return out
	}
	if out := publish("a1", "a2"); out.Pushed || len(out.Problems) != 1 || !strings.Contains(out.Problems[0], "no remote to push to") || out.Commit == "" {
		t.Errorf("%+v", out)
	}
	remote := t.TempDir()
	w.git("init", "--quiet", "--bare", "--initial-branch", "main", remote)
	w.git("remote", "add", "origin", remote)
	w.git("push", "--quiet", "--set-upstream", "origin", "main")
	if out := publish("a2", "a3"); !out.Pushed || len(out.Problems) > 0 || w.git("rev-parse", "origin/main") != out.Commit {
		t.Errorf("%+v", out)
	}
	other := &repository{t, filepath.Join(t.TempDir(), "clone")}
	w.git("clone", "--quiet", remote, other.dir)
	other.git("commit", "--quiet", "--allow-empty", "--message", "theirs")
	other.git("push", "--quiet")
	if out := publish("a3", "a4"); out.Pushed || len(out.Problems) != 1 || !strings.Contains(out.Problems[0], "git pull --rebase") {
		t.Errorf("%+v", out)
	}
}

// TestGitRecover checks a process that was killed after all files were in place, and
// before the commit.
func TestGitRecover(t *testing.T) {
	for name, c := range map[string]struct {
		later  string
		commit bool
	}{"as written": {"a2", true}, "changed since": {"theirs", false}} {
		t.Run(name, func(t *testing.T) {
			w, g := content(t)
			a := w.path("domain/a.yml")
			write(t, a, c.later)
			must(t, g.Files.write(&intent{
				Files: []fileIntent{{Path: a, Before: []byte("a1"), After: []byte("a2")}}, Written: true,
				Commit: &commitIntent{Paths: []string{a}, Author: Author{Name: "ann"}, Message: "late"},
			}))
			out, err := g.Recover(t.Context())
			if err != nil || out.Completed == nil || (out.Completed.Commit != "") != c.commit || read(t, a) != c.later || names(t, g.Files.State) != "" {
				t.Errorf("%+v, %+v, %v", out, out.Completed, err)
			}
			if c.commit != (w.git("log", "-1", "--format=%an %s") == "ann late") {
				t.Error(w.git("log", "-1", "--format=%an %s"))
			}
		})
	}
}
