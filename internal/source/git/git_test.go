package git

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"nlgserver/internal/content"
	"nlgserver/internal/diag"
	"nlgserver/internal/gittest"
	"nlgserver/internal/source/files"
)

// workTree is a test's git repository.
type workTree struct {
	t   *testing.T
	dir string
}

func newWorkTree(t *testing.T) *workTree {
	t.Helper()
	gittest.Need(t)
	w := &workTree{t, t.TempDir()}
	w.git("init", "--quiet")
	return w
}

func (w *workTree) git(args ...string) {
	w.t.Helper()
	gittest.Git(w.t, w.dir, args...)
}

func (w *workTree) commit(files map[string]string) {
	w.t.Helper()
	for name, data := range files {
		name = w.path(name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			w.t.Fatal(err)
		}
		if target, isLink := strings.CutPrefix(data, "-> "); isLink {
			if err := os.Symlink(target, name); err != nil {
				w.t.Skip("no symbolic links here")
			}
			continue
		}
		if err := os.WriteFile(name, []byte(data), 0o644); err != nil {
			w.t.Fatal(err)
		}
	}
	w.git("add", "--all")
	w.git("commit", "--quiet", "--message", "x")
}

func (w *workTree) path(name string) string { return filepath.Join(w.dir, filepath.FromSlash(name)) }

func describe(files []content.File) []string {
	var out []string
	for _, f := range files {
		line := f.Path + " " + string(f.Data)
		if f.Direct {
			line += " direct"
		}
		out = append(out, line)
	}
	return out
}

// fetch returns the content of paths at a revision.
func fetch(t *testing.T, rev string, paths ...string) ([]content.File, diag.List) {
	t.Helper()
	return fetchWith(t, rev, files.Options{FollowLinks: true}, paths...)
}

func fetchWith(t *testing.T, rev string, opts files.Options, paths ...string) ([]content.File, diag.List) {
	t.Helper()
	r, err := Open(t.Context(), rev, paths, opts)
	if err != nil {
		t.Fatal(err)
	}
	return r.Fetch(t.Context())
}

func TestFetch(t *testing.T) {
	w := newWorkTree(t)
	w.commit(map[string]string{
		"domain/z.yml": "z", "domain/sub/a.yaml": "sub", "domain/note.txt": "no content", "one.txt": "one",
		"domain/link.yml": "-> ../shared.yml", "shared.yml": "shared\r\n", "domain/später.yml": "ü",
		"binary.bin": "\x00\x01", ".gitattributes": "domain/z.yml export-ignore\n",
	})
	w.commit(map[string]string{"domain/z.yml": "changed", "domain/later.yml": "new", "new/a.yml": "n"})
	if err := os.RemoveAll(w.path("domain/sub")); err != nil {
		t.Fatal(err)
	}
	read, found := fetch(t, "HEAD~1", w.path("domain"), w.path("new"), w.path("one.txt"))
	if len(found) > 0 {
		t.Fatal(found)
	}
	want := []string{
		"HEAD~1:domain/link.yml shared\r\n", "HEAD~1:domain/später.yml ü", "HEAD~1:domain/z.yml z", "HEAD~1:domain/sub/a.yaml sub", "HEAD~1:one.txt one direct",
	}
	if got := describe(read); !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	if one := read[4]; one.Root != 2 || one.Name != "one.txt" {
		t.Errorf("a path that is absent before it moves a root: %+v", one)
	}
}

// TestLeftOut reads the settings of the revision, not those on disk.
func TestLeftOut(t *testing.T) {
	w := newWorkTree(t)
	w.commit(map[string]string{"domain/.nlgserver.yml": "exclude: [charts/]", "domain/a.yml": "a", "domain/charts/b.yml": "b", "domain/a (1).yml": "c"})
	w.commit(map[string]string{"domain/.nlgserver.yml": "exclude: []"})
	for rev, want := range map[string]string{
		"HEAD~1": "HEAD~1:domain/a (1).yml c, HEAD~1:domain/a.yml a",
		"HEAD":   "HEAD:domain/a (1).yml c, HEAD:domain/a.yml a, HEAD:domain/charts/b.yml b",
	} {
		read, found := fetch(t, rev, w.path("domain"))
		if got := strings.Join(describe(read), ", "); got != want || len(found) > 0 {
			t.Errorf("%s: %s %v", rev, got, found)
		}
	}
}

// TestAsOnDisk reads a revision and its working tree. Both must have the same
// files, diagnostics and version.
func TestAsOnDisk(t *testing.T) {
	far := t.TempDir()
	if err := os.WriteFile(filepath.Join(far, "far.yml"), []byte("far"), 0o644); err != nil {
		t.Fatal(err)
	}
	w := newWorkTree(t)
	w.commit(map[string]string{
		"c/b.yml": "b", "c/a/z.yml": "z", "c/a.yml": "a", "c/a-b/x.yml": "x", "c/a.b/x.yml": "y", "c/B.yml": "B", "c/note.txt": "note",
		"c/x.nlgtest.yml": "test", "c/.nlgserver.yml": "settings", "c/..data/x.yml": "data",
		"c/text.yml": "-> note.txt", "c/dir": "-> ../other", "other/o.yml": "o", "other/up": "-> ..//c/a", "c/twice.yml": "-> dir/link.yml", "other/link.yml": "-> ./o.yml",
		"c/abs.yml": "-> " + w.path("other/o.yml"), "c/far.yml": "-> " + filepath.Join(far, "far.yml"), "c/fardir": "-> " + far,
		"one": "-> c/note.txt", "many": "-> c/a",
		"bad/lost.yml": "-> gone.yml", "bad/lost": "-> gone", "bad/.#lock.yml": "-> ann@host.77:1", "bad/loop": "-> loop", "bad/self": "-> ../bad", "bad/below.yml": "-> ../one/x.yml", "bad/ok.yml": "ok",
		"empty/note.txt": "nothing",
	})
	for _, paths := range [][]string{
		{"."}, {"c"}, {"other"}, {"one"}, {"many"}, {"c/a.yml"}, {"c", "other", "one"}, {"other", "c"}, {"many/z.yml"}, {"bad"}, {"empty"}, {"c/x.nlgtest.yml"},
	} {
		given := make([]string, len(paths))
		for i, p := range paths {
			given[i] = w.path(p)
		}
		for _, opts := range []files.Options{{}, {FollowLinks: true}, {MaxFileSize: 1}} {
			asOnDisk(t, opts, given)
		}
	}
}

// asOnDisk compares the revision HEAD of paths with their working tree.
func asOnDisk(t *testing.T, opts files.Options, given []string) {
	t.Helper()
	now, foundNow := files.New(given).With(opts).Fetch(t.Context())
	then, foundThen := fetchWith(t, "HEAD", opts, given...)
	if content.Version(now) != content.Version(then) {
		t.Errorf("%q, %+v: the working tree has %q, the revision %q", given, opts, describe(now), describe(then))
	}
	if len(foundNow) != len(foundThen) {
		t.Fatalf("%q, %+v: found %v and %v", given, opts, foundNow, foundThen)
	}
	for i := range foundNow {
		if a, b := foundNow[i], foundThen[i]; a.Severity != b.Severity || a.Code != b.Code || path.Base(a.File) != path.Base(strings.TrimPrefix(b.File, "HEAD:")) {
			t.Errorf("%q, %+v: found %v and %v", given, opts, a, b)
		}
	}
}

// TestTooMuch checks that files that are too large, or too many bytes together, are
// refused without being read.
func TestTooMuch(t *testing.T) {
	w := newWorkTree(t)
	large := strings.Repeat("x", 1000)
	w.commit(map[string]string{"c/a.yml": "12345", "c/large.yml": large, "c/link.yml": "-> " + strings.Repeat("a/", 1<<11) + "b", "other/b.yml": large + large})
	repo, err := open(t.Context(), w.dir, "HEAD")
	if err != nil {
		t.Fatal(err)
	}
	for name, limits := range map[string]files.Options{"a file": {MaxFileSize: 999}, "in all": {MaxTotalSize: 1004}} {
		t.Run(name, func(t *testing.T) {
			_, found := fetchWith(t, "HEAD", limits, w.path("c"))
			if !found.Refused() {
				t.Error("accepted")
			}
			read, err := repo.read(t.Context(), []string{"c"}, files.InFS("").With(limits).Limits())
			if err != nil {
				t.Fatal(err)
			}
			var sum int
			var all func(n *node)
			all = func(n *node) {
				if sum += len(n.data); n.mode&fs.ModeSymlink != 0 {
					sum -= len(n.data)
				}
				for _, e := range n.entries {
					all(e)
				}
			}
			if all(read.root); sum != 5 {
				t.Errorf("%d bytes were read", sum)
			}
		})
	}
	// What the paths do not reach is not read either, and does not count.
	if read, found := fetchWith(t, "HEAD", files.Options{MaxTotalSize: 1005}, w.path("c/a.yml"), w.path("c/large.yml")); len(read) != 2 || found.Refused() {
		t.Errorf("%d files, %v", len(read), found)
	}
	if _, err := Open(t.Context(), "HEAD", []string{w.dir}, files.Options{MaxTime: 1}); err == nil || !strings.Contains(err.Error(), "took longer than 1ns") {
		t.Error(err)
	}
}

func TestFetchFaults(t *testing.T) {
	w := newWorkTree(t)
	w.commit(map[string]string{"a.yml": "a"})
	if err := os.WriteFile(w.path("later.yml"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), "HEAD", []string{w.path("later.yml")}, files.Options{}); !errors.Is(err, ErrAbsent) {
		t.Error(err)
	}
	for name, fault := range map[string]struct {
		rev, path, want string
	}{
		"no revision":    {"nope", w.dir, `unknown git revision "nope"`},
		"an option":      {"--help", w.dir, `unknown git revision "--help"`},
		"empty":          {"", w.dir, `unknown git revision ""`},
		"a tree":         {"HEAD:", w.dir, `unknown git revision "HEAD:"`},
		"no repository":  {"HEAD", t.TempDir(), " is not in a git repository"},
		"no such parent": {"HEAD", w.path("no/such/path"), "no such file or directory"},
	} {
		if _, err := Open(t.Context(), fault.rev, []string{fault.path}, files.Options{}); err == nil || !strings.Contains(err.Error(), fault.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Open(t.Context(), "HEAD", []string{w.dir, t.TempDir()}, files.Options{}); err == nil || !strings.Contains(err.Error(), "is not in the git repository") {
		t.Error(err)
	}
	t.Setenv("PATH", t.TempDir())
	if _, err := Open(t.Context(), "HEAD", []string{w.dir}, files.Options{}); err == nil || !strings.Contains(err.Error(), "git is not installed") {
		t.Error(err)
	}
}

// TestShallow checks that a shallow clone is named as the reason for a revision
// that it lacks, and that the hint mends it.
func TestShallow(t *testing.T) {
	w := newWorkTree(t)
	w.commit(map[string]string{"a.yml": "old"})
	w.git("tag", "v1")
	w.commit(map[string]string{"a.yml": "new"})
	clone := &workTree{t, filepath.Join(t.TempDir(), "clone")}
	w.git("clone", "--quiet", "--depth", "1", "file://"+w.dir, clone.dir)
	if read, found := fetch(t, "HEAD", clone.dir); len(read) != 1 || len(found) > 0 {
		t.Fatal(read, found)
	}
	for _, rev := range []string{"HEAD~1", "v1"} {
		_, err := Open(t.Context(), rev, []string{clone.dir}, files.Options{})
		if err == nil || !strings.Contains(err.Error(), "unknown git revision \""+rev+"\": this clone is shallow") || !strings.Contains(err.Error(), "`git fetch --unshallow`") {
			t.Errorf("%s: %v", rev, err)
		}
	}
	clone.git("fetch", "--quiet", "--unshallow")
	if read, _ := fetch(t, "HEAD~1", clone.dir); len(read) != 1 || string(read[0].Data) != "old" {
		t.Errorf("%q", describe(read))
	}
}

// TestHook checks that a hook's own repository is not used instead of that of the
// paths.
func TestHook(t *testing.T) {
	w, other := newWorkTree(t), newWorkTree(t)
	w.commit(map[string]string{"sub/a.yml": "a"})
	t.Setenv("GIT_DIR", other.path(".git"))
	t.Setenv("GIT_INDEX_FILE", other.path(".git/index"))
	if read, found := fetch(t, "HEAD", w.path("sub")); len(read) != 1 || len(found) > 0 {
		t.Fatal(read, found)
	}
}
