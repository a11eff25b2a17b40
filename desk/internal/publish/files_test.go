package publish

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"nlgserver/internal/atomicfile"
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func write(t *testing.T, path, data string) {
	t.Helper()
	must(t, os.MkdirAll(filepath.Dir(path), 0o755))
	must(t, os.WriteFile(path, []byte(data), 0o644))
}

func read(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	must(t, err)
	return string(data)
}

func change(path, before, after string) Change {
	return Change{Path: path, Before: []byte(before), After: []byte(after)}
}

// names returns the files below a directory, without those of git.
func names(t *testing.T, dir string) string {
	t.Helper()
	var out []string
	must(t, filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if d.Name() == ".git" {
			return filepath.SkipDir
		}
		if name, relErr := filepath.Rel(dir, path); !d.IsDir() {
			out = append(out, filepath.ToSlash(name))
			return errors.Join(err, relErr)
		}
		return err
	}))
	return strings.Join(out, " ")
}

func TestFiles(t *testing.T) {
	dir, state := t.TempDir(), t.TempDir()
	a, b, link, fresh := filepath.Join(dir, "a.yml"), filepath.Join(dir, "b.yml"), filepath.Join(t.TempDir(), "link.yml"), filepath.Join(dir, "new.yml")
	write(t, a, "a1")
	write(t, b, "b1")
	must(t, os.Chmod(a, 0o751))
	if err := os.Symlink(b, link); err != nil {
		t.Skip(err)
	}
	f := &Files{State: state}
	changes := []Change{change(a, "a1", "a2"), change(link, "b1", "b2"), {Path: fresh, Created: true, After: []byte("new")}}
	must(t, f.Check(t.Context(), changes))
	if got := names(t, dir) + names(t, state); got != "a.yml b.yml" || read(t, a) != "a1" {
		t.Errorf("checking left %s", got)
	}
	out, err := f.Publish(t.Context(), changes, Author{}, "", nil)
	must(t, err)
	if len(out.Files) != 3 || len(out.Problems) > 0 || read(t, a)+read(t, b)+read(t, fresh) != "a2b2new" {
		t.Errorf("%+v", out)
	}
	if info, err := os.Stat(a); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o751 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	if info, err := os.Lstat(link); err != nil || info.Mode().Type() != os.ModeSymlink {
		t.Errorf("the link is gone: %v", err)
	}
	if got := names(t, dir) + names(t, state); got != "a.yml b.yml new.yml" {
		t.Errorf("publishing left %s", got)
	}
	// What is so already is not written again.
	if out, err := f.Publish(t.Context(), changes, Author{}, "", nil); err != nil || len(out.Files) != 0 {
		t.Errorf("%+v, %v", out, err)
	}
	if r, err := f.Recover(); err != nil || r.Completed != nil || len(r.TakenBack) > 0 {
		t.Errorf("%+v, %v", r, err)
	}
}

// TestRefused checks what keeps changes from being published, and that nothing is
// written then.
func TestRefused(t *testing.T) {
	type place struct{ dir, a, b string }
	for name, c := range map[string]struct {
		prepare func(t *testing.T, p place) []Change
		want    string
	}{
		"changed meanwhile": {func(t *testing.T, p place) []Change {
			write(t, p.b, "theirs")
			return nil
		}, "b.yml changed meanwhile: merge, and publish again"},
		"removed meanwhile": {func(t *testing.T, p place) []Change {
			must(t, os.Remove(p.b))
			return nil
		}, "b.yml changed meanwhile"},
		"added meanwhile": {func(t *testing.T, p place) []Change {
			return []Change{{Path: p.b, Created: true, After: []byte("mine")}}
		}, "b.yml changed meanwhile"},
		"a directory": {func(t *testing.T, p place) []Change {
			must(t, os.Mkdir(filepath.Join(p.dir, "d.yml"), 0o755))
			return []Change{change(filepath.Join(p.dir, "d.yml"), "", "x")}
		}, "not a regular file"},
		"no directory": {func(t *testing.T, p place) []Change {
			return []Change{{Path: filepath.Join(p.dir, "gone", "new.yml"), Created: true}}
		}, "no such file or directory; nothing was published"},
		"the same file twice": {func(t *testing.T, p place) []Change {
			link := filepath.Join(p.dir, "link.yml")
			if err := os.Symlink(p.a, link); err != nil {
				t.Skip(err)
			}
			return []Change{change(link, "a1", "a3")}
		}, "are the same file"},
		"a read-only file": {func(t *testing.T, p place) []Change {
			unprivileged(t)
			must(t, os.Chmod(p.b, 0o444))
			return nil
		}, "permission denied; nothing was published"},
		"a read-only directory": {func(t *testing.T, p place) []Change {
			unprivileged(t)
			sub := filepath.Join(p.dir, "sub")
			write(t, filepath.Join(sub, "c.yml"), "c1")
			must(t, os.Chmod(sub, 0o555))
			t.Cleanup(func() { _ = os.Chmod(sub, 0o755) })
			return []Change{change(filepath.Join(sub, "c.yml"), "c1", "c2")}
		}, "permission denied; nothing was published"},
	} {
		t.Run(name, func(t *testing.T) {
			dir, state := t.TempDir(), t.TempDir()
			p := place{dir, filepath.Join(dir, "a.yml"), filepath.Join(dir, "b.yml")}
			write(t, p.a, "a1")
			write(t, p.b, "b1")
			changes := append([]Change{change(p.a, "a1", "a2")}, c.prepare(t, p)...)
			if len(changes) == 1 {
				changes = append(changes, change(p.b, "b1", "b2"))
			}
			before := names(t, dir)
			f := &Files{State: state}
			for _, err := range []error{f.Check(t.Context(), changes), func() error { _, err := f.Publish(t.Context(), changes, Author{}, "", nil); return err }()} {
				if err == nil || !strings.Contains(err.Error(), c.want) {
					t.Errorf("%v", err)
				}
			}
			if got := names(t, dir) + names(t, state); got != before || read(t, p.a) != "a1" {
				t.Errorf("there is %s, and before %s", got, before)
			}
		})
	}
}

func unprivileged(t *testing.T) {
	t.Helper()
	if os.Getuid() == 0 || runtime.GOOS == "windows" {
		t.Skip("this user may write to every file")
	}
}

// TestTakenBack checks every state in which a killed process may leave files.
func TestTakenBack(t *testing.T) {
	for name, c := range map[string]struct{ a, b, fresh, wantA, wantB, wantFresh string }{
		"nothing in place":    {"a1", "b1", "", "a1", "b1", ""},
		"one in place":        {"a2", "b1", "", "a1", "b1", ""},
		"two in place":        {"a2", "b2", "", "a1", "b1", ""},
		"all in place":        {"a2", "b2", "new", "a1", "b1", ""},
		"one changed since":   {"a2", "theirs", "new", "a1", "theirs", ""},
		"the new one changed": {"a2", "b2", "theirs", "a1", "b1", "theirs"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			a, b, fresh := filepath.Join(dir, "a.yml"), filepath.Join(dir, "b.yml"), filepath.Join(dir, "new.yml")
			f := &Files{State: t.TempDir()}
			in := intent{Files: []fileIntent{{Path: a, Before: []byte("a1"), After: []byte("a2")}, {Path: b, Before: []byte("b1"), After: []byte("b2")}, {Path: fresh, Created: true, After: []byte("new")}}}
			must(t, f.write(&in))
			write(t, a, c.a)
			write(t, b, c.b)
			write(t, filepath.Join(dir, ".a.yml.tmp-1"), "half")
			if c.fresh != "" {
				write(t, fresh, c.fresh)
			}
			if _, err := f.Publish(t.Context(), nil, Author{}, "", nil); err == nil || !strings.Contains(err.Error(), "not finished") {
				t.Error(err)
			}
			_, err := f.Recover()
			must(t, err)
			got := read(t, a) + " " + read(t, b) + " "
			if data, err := os.ReadFile(fresh); err == nil {
				got += string(data)
			}
			if got != c.wantA+" "+c.wantB+" "+c.wantFresh {
				t.Error(got)
			}
			if strings.Contains(names(t, dir), "tmp") || names(t, f.State) != "" {
				t.Errorf("left %s, %s", names(t, dir), names(t, f.State))
			}
		})
	}
}

// TestLateChange checks that a file that changes after all are prepared is not
// written, nor any other.
func TestLateChange(t *testing.T) {
	dir := t.TempDir()
	a, b := filepath.Join(dir, "a.yml"), filepath.Join(dir, "b.yml")
	write(t, a, "a1")
	write(t, b, "b1")
	p, err := examine([]Change{change(a, "a1", "a2"), change(b, "b1", "b2")})
	must(t, err)
	must(t, p.prepare())
	write(t, b, "theirs")
	changed, ok := errors.AsType[*ChangedError](p.replace())
	if !ok || len(changed.Paths) != 1 || changed.Paths[0] != b {
		t.Errorf("%v", changed)
	}
	must(t, p.drop())
	in := intent{Files: []fileIntent{p[0].intent(), p[1].intent()}}
	_, err = in.takeBack()
	must(t, err)
	if read(t, a)+read(t, b) != "a1theirs" || names(t, dir) != "a.yml b.yml" {
		t.Errorf("%s %s, %s", read(t, a), read(t, b), names(t, dir))
	}
}

const (
	// dirVariable makes the test's program the child that is killed: it publishes to
	// this directory.
	dirVariable = "NLGSERVER_TEST_PUBLISH"
	// gitVariable makes it commit too.
	gitVariable = "NLGSERVER_TEST_PUBLISH_GIT"
	// liveVariable makes it note in this file which version is live.
	liveVariable = "NLGSERVER_TEST_PUBLISH_LIVE"
	fileCount    = 6
)

// setOf returns the paths and bytes of one version of the files of TestKilled.
func setOf(dir string, version int) []Change {
	var out []Change
	for i := range fileCount {
		data := bytes.Repeat(fmt.Appendf(nil, "# version %d of file %d\n", version, i), 100+i)
		out = append(out, Change{Path: filepath.Join(dir, fmt.Sprintf("f%d.yml", i)), After: data})
	}
	return out
}

func target(dir string) (Target, func(t *testing.T)) {
	f := &Files{State: filepath.Join(dir, "state")}
	if os.Getenv(gitVariable) == "" {
		return f, func(t *testing.T) {
			_, err := f.Recover()
			must(t, err)
		}
	}
	g := &Git{Files: f, Paths: []string{filepath.Join(dir, "content")}}
	return g, func(t *testing.T) {
		_, err := g.Recover(t.Context())
		must(t, err)
	}
}

// TestChild is the process that TestKilled kills.
func TestChild(t *testing.T) {
	dir := os.Getenv(dirVariable)
	if dir == "" {
		t.Skip("it is the child of TestKilled")
	}
	f, _ := target(dir)
	content := filepath.Join(dir, "content")
	version := 0
	_, err := fmt.Sscanf(read(t, filepath.Join(content, "f0.yml")), "# version %d", &version)
	must(t, err)
	for {
		now, next := setOf(content, version), setOf(content, version+1)
		for i := range next {
			next[i].Before = now[i].After
		}
		var live func() error
		if path := os.Getenv(liveVariable); path != "" {
			live = func() error {
				fmt.Println("publishing")
				return atomicfile.Write(path, fmt.Appendf(nil, "%d", version+1), 0o600)
			}
		} else {
			fmt.Println("publishing")
		}
		out, err := f.Publish(t.Context(), next, Author{Name: "ann"}, "Version", live)
		if must(t, err); len(out.Problems) > 0 {
			t.Fatal(out.Problems)
		}
		version++
	}
}

// TestKilled kills a process that publishes at random moments. Each file must then be
// whole, and after the next start all must be of one version.
func TestKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("it starts 85 processes")
	}
	if runtime.GOOS == "windows" {
		t.Skip("it has no SIGKILL")
	}
	t.Run("files", func(t *testing.T) { killed(t, t.TempDir(), 50, 4) })
	t.Run("live", func(t *testing.T) {
		live := filepath.Join(t.TempDir(), "live")
		write(t, live, "1")
		t.Setenv(liveVariable, live)
		killed(t, t.TempDir(), 25, 4)
	})
	t.Run("git", func(t *testing.T) {
		w := newRepository(t, filepath.Join(t.TempDir(), "top"))
		t.Setenv(gitVariable, "1")
		killed(t, w.dir, 10, 40)
		if out := w.git("status", "--porcelain", "--", "content"); out != "" {
			t.Errorf("not committed:\n%s", out)
		}
		w.git("fsck", "--no-dangling")
	})
}

func killed(t *testing.T, dir string, times, milliseconds int) {
	content := filepath.Join(dir, "content")
	must(t, os.MkdirAll(filepath.Join(dir, "state"), 0o700))
	for _, c := range setOf(content, 1) {
		write(t, c.Path, string(c.After))
	}
	if os.Getenv(gitVariable) != "" {
		w := &repository{t, dir}
		w.git("add", "content")
		w.git("commit", "--quiet", "--message", "first")
	}
	between := 0
	for range times {
		cmd := exec.Command(os.Args[0], "-test.run=^TestChild$", "-test.v")
		cmd.Env = append(os.Environ(), dirVariable+"="+dir)
		out, err := cmd.StdoutPipe()
		must(t, err)
		must(t, cmd.Start())
		lines := bufio.NewScanner(out)
		for stop := rand.IntN(3); lines.Scan(); {
			if strings.Contains(lines.Text(), "FAIL") {
				t.Error(lines.Text())
			}
			if lines.Text() != "publishing" {
				continue
			}
			if stop--; stop < 0 {
				time.Sleep(time.Duration(rand.IntN(milliseconds*1000)) * time.Microsecond)
				_ = cmd.Process.Kill()
			}
		}
		_ = cmd.Wait()
		if os.Getenv(gitVariable) != "" {
			// git outlives the process that called it, and may leave its lock, which
			// an operator removes.
			untilNobodyWorksIn(t, dir)
			_ = os.Remove(filepath.Join(dir, ".git", "index.lock"))
		}
		if versions(t, content) > 1 {
			between++
		}
		_, start := target(dir)
		start(t)
		if n := versions(t, content); n != 1 {
			t.Fatalf("%d versions after the next start", n)
		}
		if path := os.Getenv(liveVariable); path != "" {
			// Files that are taken back may be one behind what is live: the draft still has that.
			// They are never ahead.
			live, onDisk := 0, 0
			_, err := fmt.Sscan(read(t, path), &live)
			must(t, err)
			_, err = fmt.Sscanf(read(t, filepath.Join(content, "f0.yml")), "# version %d", &onDisk)
			if must(t, err); onDisk != live && onDisk != live-1 {
				t.Fatalf("version %d is on disk, and %d is live", onDisk, live)
			}
		}
		if got := names(t, content); strings.Contains(got, "tmp-") {
			t.Fatalf("left over: %s", got)
		}
	}
	t.Logf("%d of %d were killed between two files", between, times)
}

// untilNobodyWorksIn waits for the processes whose working directory is in a directory;
// where there is no /proc, for a moment.
func untilNobodyWorksIn(t *testing.T, dir string) {
	t.Helper()
	dir, err := filepath.EvalSymlinks(dir)
	must(t, err)
	works := func(link string) bool {
		at, err := os.Readlink(link)
		return err == nil && (at == dir || strings.HasPrefix(at, dir+string(filepath.Separator)))
	}
	for t.Context().Err() == nil { // the test's own time limit ends it
		links, _ := filepath.Glob("/proc/[0-9]*/cwd")
		if len(links) == 0 {
			time.Sleep(100 * time.Millisecond)
			return
		}
		if !slices.ContainsFunc(links, works) {
			return
		}
		time.Sleep(time.Millisecond)
	}
}

// versions counts the versions of the files, each of which must be whole.
func versions(t *testing.T, content string) int {
	t.Helper()
	seen := map[int]bool{}
	for i := range fileCount {
		data := read(t, filepath.Join(content, fmt.Sprintf("f%d.yml", i)))
		version := 0
		if _, err := fmt.Sscanf(data, "# version %d", &version); err != nil || data != string(setOf(content, version)[i].After) {
			t.Fatalf("file %d is not whole: %v", i, err)
		}
		seen[version] = true
	}
	return len(seen)
}
