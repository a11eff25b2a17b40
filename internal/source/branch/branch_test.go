package branch

import (
	"context"
	"crypto/rand"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"nlgserver/internal/diag"
	"nlgserver/internal/gittest"
)

// TestFollow follows a branch by each way to reach it: a commit, a commit in place of
// another, a branch that is deleted and comes back.
func TestFollow(t *testing.T) {
	for _, way := range []string{"http", "daemon", "file"} {
		t.Run(way, func(t *testing.T) {
			a := newAuthor(t, map[string]string{"content/a.yml": "one", "other.yml": "other"})
			url := "git+file://" + filepath.ToSlash(a.root) + "/repo.git//content?ref=main"
			switch way {
			case "http":
				url = a.serveWeb().url("//content?ref=main")
			case "daemon":
				url = a.serveDaemon() + "/repo.git//content?ref=main"
			}
			b := open(t, url, Options{})
			if got := text(t, b); got != "one" {
				t.Fatalf("%q", got)
			}
			second := a.commit(map[string]string{"content/a.yml": "two"})
			if got := text(t, b); got != "two" || b.Commit() != second || !strings.HasSuffix(b.String(), "//content?ref=main at "+second[:12]) {
				t.Errorf("%q of %s", got, b)
			}
			if c := b.State().Commit; c.Author != "Bob" || c.Subject != "Change" || c.Time.IsZero() {
				t.Errorf("%+v", c)
			}

			gittest.Git(t, a.tree, "reset", "--quiet", "--hard", "HEAD~1")
			if forced := a.commit(map[string]string{"content/a.yml": "three"}); text(t, b) != "three" || b.Commit() != forced {
				t.Errorf("after a forced push: %s", b)
			}

			a.remove("main")
			known := b.Commit()
			d := refused(t, b)
			if want := `the repository has no branch "main" any more: it was deleted or renamed after commit ` + known[:12]; d.Message != want || d.Hint == "" {
				t.Errorf("%+v", d)
			}
			if s := b.State(); s.Problem == "" || s.Commit.ID != known || !s.Reachable {
				t.Errorf("%+v", s)
			}
			a.push("main")
			if text(t, b) != "three" || b.State().Problem != "" {
				t.Error("the branch does not come back")
			}
		})
	}
}

// TestUnchanged reads nothing again while the commit is the same.
func TestUnchanged(t *testing.T) {
	a := newAuthor(t, map[string]string{"a.yml": "one"})
	w := a.serveWeb()
	b := open(t, w.url(""), Options{})
	text(t, b)
	before := w.requests.Load()
	text(t, b)
	// One request for what the other side can, one for its branches.
	if made := w.requests.Load() - before; made > 2 {
		t.Errorf("%d requests for a commit that is known", made)
	}
	if !strings.HasPrefix(b.String(), w.url("")+" at ") || b.State().Ref != "HEAD" {
		t.Errorf("%s", b)
	}
}

// TestShallow fetches only what is content of a repository with a long history of large files.
func TestShallow(t *testing.T) {
	if testing.Short() {
		t.Skip("makes a repository of 50 MB")
	}
	a := newAuthor(t, map[string]string{"content/a.yml": "one"})
	for i := range 13 {
		large := make([]byte, 4<<20)
		_, _ = rand.Read(large)
		a.write(map[string]string{"video.bin": string(large), "content/a.yml": fmt.Sprint("text ", i)})
		gittest.Git(t, a.tree, "add", "--all", ".")
		gittest.Git(t, a.tree, "-c", "core.compression=0", "commit", "--quiet", "--message", "Change")
	}
	a.push("main")
	if there := sizeOf(t, a.root); there < 50<<20 {
		t.Fatalf("the repository has only %d bytes", there)
	}
	w := a.serveWeb()
	b := open(t, w.url("//content?ref=main"), Options{})
	if got := text(t, b); got != "text 12" {
		t.Errorf("%q", got)
	}
	if here := sizeOf(t, b.dir); here > 64<<10 {
		t.Errorf("the copy has %d bytes", here)
	}
	// A server that cannot leave files out sends those of one commit.
	gittest.Git(t, filepath.Join(a.root, "repo.git"), "config", "uploadpack.allowFilter", "false")
	b = open(t, w.url("//content?ref=main"), Options{})
	if got := text(t, b); got != "text 12" {
		t.Errorf("%q", got)
	}
	if here := sizeOf(t, b.dir); here > 5<<20 {
		t.Errorf("the copy has %d bytes", here)
	}
}

func sizeOf(t *testing.T, dir string) (size int64) {
	t.Helper()
	err := filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		size += info.Size()
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return size
}

// TestRenewed makes a copy anew before it has grown.
func TestRenewed(t *testing.T) {
	a := newAuthor(t, map[string]string{"a.yml": "0"})
	b := open(t, "git+file://"+filepath.ToSlash(a.root)+"/repo.git", Options{})
	b.packs = 3
	var counts []int
	for i := range 5 {
		a.commit(map[string]string{"a.yml": fmt.Sprint("text ", i)})
		if got := text(t, b); got != fmt.Sprint("text ", i) {
			t.Fatalf("%q", got)
		}
		packs, _ := filepath.Glob(filepath.Join(b.repository(), "objects", "pack", "*.pack"))
		counts = append(counts, len(packs))
	}
	// Each fetch makes two: the commit, and its files.
	if want := []int{2, 4, 2, 4, 2}; !slices.Equal(counts, want) {
		t.Errorf("the copy has %v packs, want %v", counts, want)
	}
}

// TestBranches follows two branches of one repository by one copy, at the same time.
func TestBranches(t *testing.T) {
	a := newAuthor(t, map[string]string{"a.yml": "main"})
	w := a.serveWeb()
	gittest.Git(t, a.tree, "checkout", "--quiet", "-b", "staging/next")
	a.write(map[string]string{"a.yml": "next"})
	gittest.Git(t, a.tree, "commit", "--quiet", "--all", "--message", "Next")
	a.push("staging/next")
	dir := t.TempDir()
	one, other := open(t, w.url("?ref=main"), Options{Dir: dir}), open(t, w.url("?ref=staging/next"), Options{Dir: dir})
	if one.dir != other.dir {
		t.Error("there are two copies")
	}
	var all sync.WaitGroup
	for range 3 {
		for b, want := range map[*Branch]string{one: "main", other: "next"} {
			all.Go(func() {
				if read, found := b.Fetch(t.Context()); len(read) != 1 || string(read[0].Data) != want || len(found) > 0 {
					t.Errorf("%s: %+v %v", b, read, found)
				}
			})
		}
	}
	all.Wait()
}

// TestAway serves what is known while the repository does not answer: an error later,
// which keeps the last good content; the copy at the start, which says so.
func TestAway(t *testing.T) {
	a := newAuthor(t, map[string]string{"a.yml": "one"})
	w := a.serveWeb()
	dir := t.TempDir()
	b := open(t, w.url("?ref=main"), Options{Dir: dir})
	text(t, b)
	w.down.Store(true)
	if s := b.State(); !s.Reachable || s.Heard.IsZero() || s.Problem != "" {
		t.Errorf("%+v", s)
	}
	heard := b.State().Heard
	if d := refused(t, b); !strings.Contains(d.Message, "503") {
		t.Errorf("%+v", d)
	}
	if s := b.State(); s.Reachable || !s.Heard.Equal(heard) || !strings.Contains(s.Problem, "503") {
		t.Errorf("%+v", s)
	}
	if read, found := open(t, w.url("?ref=main"), Options{}).Fetch(t.Context()); len(read) > 0 || !found.Refused() {
		t.Errorf("without a copy: %v %v", read, found)
	}

	again := open(t, w.url("?ref=main"), Options{Dir: dir})
	read, found := again.Fetch(t.Context())
	if len(read) != 1 || len(found) != 1 || found.Refused() || !strings.Contains(found[0].Message, "commit "+b.Commit()[:12]+" from an earlier run is served") {
		t.Fatalf("%v %v", read, found)
	}
	if s := again.State(); !s.Cached || s.Reachable || !s.Heard.IsZero() || !strings.Contains(s.Problem, "503") {
		t.Errorf("%+v", s)
	}
	refused(t, again)
	w.down.Store(false)
	if text(t, again) != "one" || again.State().Cached || !again.State().Reachable || again.State().Heard.IsZero() || again.State().Problem != "" {
		t.Errorf("%+v", again.State())
	}
	// A branch that is gone is not served from a copy.
	a.remove("main")
	if d := refused(t, open(t, w.url("?ref=main"), Options{Dir: dir})); !strings.Contains(d.Message, "has no branch") {
		t.Errorf("%+v", d)
	}
}

// TestDamaged makes a damaged copy anew.
func TestDamaged(t *testing.T) {
	for name, damage := range map[string]func(repository string) error{
		"no HEAD":   func(r string) error { return os.Remove(filepath.Join(r, "HEAD")) },
		"no config": func(r string) error { return os.WriteFile(filepath.Join(r, "config"), []byte("[core\n"), 0o600) },
		"empty":     os.RemoveAll,
		"packs": func(r string) error {
			packs, err := filepath.Glob(filepath.Join(r, "objects", "pack", "*.pack"))
			for _, p := range packs {
				if err := os.Chmod(p, 0o600); err != nil {
					return err
				}
				if err := os.Truncate(p, 20); err != nil {
					return err
				}
			}
			return err
		},
		"a copy half made": func(r string) error { return os.Mkdir(filepath.Join(filepath.Dir(r), freshPrefix+"1"), 0o700) },
	} {
		t.Run(name, func(t *testing.T) {
			a := newAuthor(t, map[string]string{"a.yml": "one"})
			url := "git+file://" + filepath.ToSlash(a.root) + "/repo.git?ref=main"
			dir := t.TempDir()
			b := open(t, url, Options{Dir: dir})
			text(t, b)
			if err := damage(b.repository()); err != nil {
				t.Fatal(err)
			}
			a.commit(map[string]string{"a.yml": "two"})
			if got := text(t, open(t, url, Options{Dir: dir})); got != "two" {
				t.Errorf("%q", got)
			}
			if left, _ := filepath.Glob(filepath.Join(b.dir, freshPrefix+"*")); len(left) > 0 {
				t.Errorf("left: %q", left)
			}
		})
	}
}

// TestOthersCopy refuses a copy that others may write to: git obeys its settings.
func TestOthersCopy(t *testing.T) {
	a := newAuthor(t, map[string]string{"a.yml": "one"})
	b := open(t, "git+file://"+filepath.ToSlash(a.root)+"/repo.git", Options{})
	if err := os.MkdirAll(b.dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(b.dir, 0o777); err != nil { //nolint:gosec // that is the fault
		t.Fatal(err)
	}
	if d := refused(t, b); !strings.Contains(d.Message, "others can write to it") {
		t.Errorf("%+v", d)
	}
}

// TestInRepository says plainly what a branch does not have, or not as a file.
func TestInRepository(t *testing.T) {
	outside := filepath.Join(t.TempDir(), "secret.yml")
	if err := os.WriteFile(outside, []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	a := newAuthor(t, map[string]string{"content/a.yml": "one", "lfs/big.yml": pointerStart + "v1\noid sha256:00\nsize 12\n", "lfs/b.yml": "b", "linked/b.yml": "b"})
	if err := os.Symlink(outside, filepath.Join(a.tree, "linked", "a.yml")); err != nil {
		t.Fatal(err)
	}
	module := gittest.Git(t, a.tree, "rev-parse", "HEAD")
	a.write(map[string]string{"modules/b.yml": "b"})
	gittest.Git(t, a.tree, "add", ".")
	gittest.Git(t, a.tree, "update-index", "--add", "--cacheinfo", "160000,"+module+",modules/shared")
	gittest.Git(t, a.tree, "commit", "--quiet", "--message", "Odd things")
	a.push("main")
	w := a.serveWeb()
	for _, tt := range []struct {
		path, file, message, hint string
		refused                   bool
		names                     []string
	}{
		{path: "content", names: []string{"content/a.yml"}},
		{path: "content/a.yml,lfs/b.yml", names: []string{"content/a.yml", "lfs/b.yml"}},
		{path: "contnet", message: `branch "main" has no path "contnet"`, hint: "did you mean `content`?", refused: true},
		{path: "content/b/c", message: `branch "main" has no path "content/b/c"`, hint: "beside it are `content/a.yml`", refused: true},
		{path: "lfs", file: "lfs/big.yml", message: "a pointer of Git LFS", hint: "git lfs untrack", refused: true, names: []string{"lfs/b.yml"}},
		{path: "modules", file: "modules/shared", message: "this is a submodule", names: []string{"modules/b.yml"}},
		{path: "modules/shared/x", message: `"modules/shared/x" is in the submodule "modules/shared"`, refused: true},
		{path: "linked", file: "linked/a.yml", message: "leads out of the git repository", refused: true, names: []string{"linked/b.yml"}},
	} {
		t.Run(tt.path, func(t *testing.T) {
			read, found := open(t, w.url("//"+tt.path+"?ref=main"), Options{}).Fetch(t.Context())
			if !slices.Equal(names(read), tt.names) || found.Refused() != tt.refused {
				t.Fatalf("%q, %v", names(read), found)
			}
			if tt.message == "" {
				return
			}
			if len(found) != 1 || !strings.Contains(found[0].Message, tt.message) || !strings.Contains(found[0].Hint, tt.hint) || tt.file != "" && found[0].File != tt.file {
				t.Errorf("%+v", found)
			}
		})
	}
}

// TestNoBranch suggests the branch that was meant.
func TestNoBranch(t *testing.T) {
	a := newAuthor(t, map[string]string{"a.yml": "one"})
	w := a.serveWeb()
	if d := refused(t, open(t, w.url("?ref=mian"), Options{})); d.Message != `the repository has no branch "mian"` || d.Hint != "did you mean `?ref=main`?" {
		t.Errorf("%+v", d)
	}
	if d := refused(t, open(t, w.url("?ref=production"), Options{})); d.Hint != "it has the branches `main`" {
		t.Errorf("%+v", d)
	}
}

// TestEnds ends git, and what it has started, with the context.
func TestEnds(t *testing.T) {
	a := newAuthor(t, map[string]string{"a.yml": "one"})
	w := a.serveWeb()
	stuck := make(chan struct{})
	defer close(stuck)
	ctx, cancel := context.WithCancel(t.Context())
	before := func() { cancel(); <-stuck }
	w.before.Store(&before)
	read, found := open(t, w.url(""), Options{}).Fetch(ctx)
	if len(read) > 0 || !found.Refused() || found[0].Code != diag.Unreadable {
		t.Errorf("%v %v", read, found)
	}
}

// TestNoGit says so.
func TestNoGit(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	if d := refused(t, open(t, "git+https://example.com/a.git", Options{})); !strings.Contains(d.Message, "git is not installed") {
		t.Errorf("%+v", d)
	}
}
