package branch

import (
	"bytes"
	"io"
	"net"
	"net/http"
	"net/http/cgi"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"nlgserver/internal/content"
	"nlgserver/internal/diag"
	"nlgserver/internal/freeport"
	"nlgserver/internal/gittest"
)

func TestMain(m *testing.M) {
	gittest.Isolate()
	os.Exit(m.Run())
}

// author has a working tree, and a bare repository to push to.
type author struct {
	t    *testing.T
	tree string
	root string // the directory of the bare repository, which is repo.git
}

func newAuthor(t *testing.T, files map[string]string) *author {
	t.Helper()
	gittest.Need(t)
	a := &author{t: t, tree: t.TempDir(), root: t.TempDir()}
	a.write(files)
	gittest.Begin(t, a.tree)
	gittest.Git(t, a.root, "init", "--quiet", "--bare", "--initial-branch", "main", "repo.git")
	bare := filepath.Join(a.root, "repo.git")
	gittest.Git(t, bare, "config", "http.receivepack", "false")
	gittest.Git(t, bare, "config", "uploadpack.allowFilter", "true")
	gittest.Git(t, bare, "update-server-info")
	a.push("main")
	return a
}

func (a *author) write(files map[string]string) {
	a.t.Helper()
	for name, text := range files {
		name = filepath.Join(a.tree, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			a.t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			a.t.Fatal(err)
		}
	}
}

// push pushes what is checked out, also over what is there.
func (a *author) push(branch string) string {
	a.t.Helper()
	gittest.Git(a.t, a.tree, "push", "--quiet", "--force", filepath.Join(a.root, "repo.git"), "HEAD:refs/heads/"+branch)
	return gittest.Git(a.t, a.tree, "rev-parse", "HEAD")
}

func (a *author) commit(files map[string]string) string {
	a.t.Helper()
	a.write(files)
	gittest.Git(a.t, a.tree, "add", "--all", ".")
	gittest.Git(a.t, a.tree, "commit", "--quiet", "--message", "Change")
	return a.push("main")
}

func (a *author) remove(branch string) {
	a.t.Helper()
	gittest.Git(a.t, filepath.Join(a.root, "repo.git"), "update-ref", "-d", "refs/heads/"+branch)
}

// web serves a repository by git http-backend. It counts requests; and it wants
// credentials if there are some.
type web struct {
	*httptest.Server
	requests       atomic.Int64
	user, password atomic.Value
	down           atomic.Bool
	// before is called first, if it is set.
	before atomic.Pointer[func()]
}

func (a *author) serveWeb() *web {
	a.t.Helper()
	path, err := exec.Command("git", "--exec-path").Output()
	if err != nil {
		a.t.Fatal(err)
	}
	backend := filepath.Join(strings.TrimSpace(string(path)), "git-http-backend")
	if _, err := os.Stat(backend); err != nil {
		a.t.Skip("git http-backend is not installed")
	}
	w := &web{}
	handler := &cgi.Handler{
		Path: backend, Env: []string{"GIT_PROJECT_ROOT=" + a.root, "GIT_HTTP_EXPORT_ALL=1", "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=" + os.DevNull},
		InheritEnv: []string{"PATH"}, Logger: nil, Stderr: io.Discard,
	}
	w.Server = httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		w.requests.Add(1)
		if before := w.before.Load(); before != nil {
			(*before)()
		}
		if w.down.Load() {
			http.Error(out, "down", http.StatusServiceUnavailable)
			return
		}
		if want, ok := w.password.Load().(string); ok && want != "" {
			user, password, _ := r.BasicAuth()
			if wanted, _ := w.user.Load().(string); password != want || wanted != "" && user != wanted {
				out.Header().Set("WWW-Authenticate", `Basic realm="git"`)
				http.Error(out, "who are you? not "+user+":"+password, http.StatusUnauthorized)
				return
			}
		}
		// The protocol's version is a header, which CGI turns into HTTP_GIT_PROTOCOL; the
		// program reads GIT_PROTOCOL.
		h := *handler
		h.Env = append(slices.Clip(h.Env), "GIT_PROTOCOL="+r.Header.Get("Git-Protocol"))
		if r.ContentLength < 0 { // CGI wants to know the length
			body, _ := io.ReadAll(r.Body)
			r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
		}
		h.ServeHTTP(out, r)
	}))
	a.t.Cleanup(w.Close)
	return w
}

// url returns the address of the branch.
func (w *web) url(rest string) string { return "git+" + w.URL + "/repo.git" + rest }

// serveDaemon serves the repository by git daemon, and returns its address.
func (a *author) serveDaemon() string {
	a.t.Helper()
	ports, err := freeport.Take(1)
	if err != nil {
		a.t.Fatal(err)
	}
	address := freeport.Address(ports[0])
	host, port, _ := net.SplitHostPort(address)
	cmd := exec.Command("git", "daemon", "--export-all", "--base-path="+a.root, "--listen="+host, "--port="+port, "--reuseaddr", a.root)
	if err := cmd.Start(); err != nil {
		a.t.Skip(err)
	}
	a.t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	for begin := time.Now(); time.Since(begin) < time.Minute; time.Sleep(5 * time.Millisecond) {
		if c, err := net.Dial("tcp", address); err == nil {
			c.Close()
			return "git://" + address
		}
	}
	a.t.Fatal("git daemon does not listen")
	return ""
}

func open(t *testing.T, url string, opts Options) *Branch {
	t.Helper()
	if opts.Dir == "" {
		opts.Dir = t.TempDir()
	}
	b, err := New(url, opts)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// text returns what a branch has in its only file.
func text(t *testing.T, b *Branch) string {
	t.Helper()
	read, found := b.Fetch(t.Context())
	if len(read) != 1 || len(found) > 0 {
		t.Fatalf("%+v, %v", read, found)
	}
	return string(read[0].Data)
}

// refused returns the only error of a fetch.
func refused(t *testing.T, b *Branch) diag.Diagnostic {
	t.Helper()
	read, found := b.Fetch(t.Context())
	if !found.Refused() || len(found) != 1 || len(read) != 0 {
		t.Fatalf("%+v, %v", read, found)
	}
	return found[0]
}

func names(read []content.File) (names []string) {
	for _, f := range read {
		names = append(names, f.Path)
	}
	return names
}
