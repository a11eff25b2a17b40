package revision

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"nlgserver/internal/content"
	"nlgserver/internal/source"
)

// workTree is a git repository of a test.
type workTree struct {
	t   *testing.T
	dir string
}

func newWorkTree(t *testing.T) *workTree {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("no git on this machine")
	}
	w := &workTree{t, t.TempDir()}
	w.git("init", "--quiet")
	return w
}

func (w *workTree) git(args ...string) {
	w.t.Helper()
	cmd := exec.Command("git", append([]string{"-c", "user.name=A", "-c", "user.email=a@b.example", "-c", "core.autocrlf=false"}, args...)...)
	cmd.Dir = w.dir
	if out, err := cmd.CombinedOutput(); err != nil {
		w.t.Fatalf("git %v: %v\n%s", args, err, out)
	}
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
	files, found, err := Fetch(t.Context(), "HEAD~1", []string{w.path("domain"), w.path("one.txt"), w.path("new")})
	if err != nil || len(found) > 0 {
		t.Fatal(found, err)
	}
	want := []string{
		"HEAD~1:domain/link.yml shared\r\n", "HEAD~1:domain/später.yml ü", "HEAD~1:domain/z.yml z", "HEAD~1:domain/sub/a.yaml sub", "HEAD~1:one.txt one direct",
	}
	if got := describe(files); !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	// The same order as package source has for the working tree.
	files, _, err = Fetch(t.Context(), "HEAD", []string{w.path(".")})
	w.git("checkout", "--quiet", ".")
	now, _ := source.New([]string{w.dir}).Fetch(t.Context())
	if err != nil || len(files) != len(now) {
		t.Fatal(files, now, err)
	}
	for i := range files {
		if string(files[i].Data) != string(now[i].Data) {
			t.Errorf("%s and %s", files[i].Path, now[i].Path)
		}
	}
}

func TestFetchFaults(t *testing.T) {
	w := newWorkTree(t)
	w.commit(map[string]string{"a.yml": "a"})
	if err := os.WriteFile(w.path("later.yml"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, _, err := Fetch(t.Context(), "HEAD", []string{w.path("later.yml")}); !errors.Is(err, ErrAbsent) {
		t.Error(err)
	}
	for name, fault := range map[string]struct {
		rev, path, want string
	}{
		"no revision":    {"nope", w.dir, `git knows no revision "nope" here`},
		"an option":      {"--help", w.dir, `git knows no revision "--help" here`},
		"empty":          {"", w.dir, `git knows no revision "" here`},
		"a tree":         {"HEAD:", w.dir, `git knows no revision "HEAD:" here`},
		"no repository":  {"HEAD", t.TempDir(), "not a git repository"},
		"no such parent": {"HEAD", w.path("no/such/path"), "no such file or directory"},
	} {
		if _, _, err := Fetch(t.Context(), fault.rev, []string{fault.path}); err == nil || !strings.Contains(err.Error(), fault.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, _, err := Fetch(t.Context(), "HEAD", []string{w.dir, t.TempDir()}); err == nil || !strings.Contains(err.Error(), "is not in the git repository") {
		t.Error(err)
	}
	t.Setenv("PATH", t.TempDir())
	if _, _, err := Fetch(t.Context(), "HEAD", []string{w.dir}); err == nil || !strings.Contains(err.Error(), "git is not installed") {
		t.Error(err)
	}
}

// TestHook: a hook's own repository is not taken for that of the paths.
func TestHook(t *testing.T) {
	w, other := newWorkTree(t), newWorkTree(t)
	w.commit(map[string]string{"sub/a.yml": "a"})
	t.Setenv("GIT_DIR", other.path(".git"))
	t.Setenv("GIT_INDEX_FILE", other.path(".git/index"))
	files, _, err := Fetch(t.Context(), "HEAD", []string{w.path("sub")})
	if err != nil || len(files) != 1 {
		t.Fatal(files, err)
	}
}
