package server

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// syncBuffer is a log that many goroutines write to.
type syncBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *syncBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *syncBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

// running is a server under test.
type running struct {
	*App
	t   *testing.T
	log *syncBuffer
}

func start(t *testing.T, paths ...string) *running {
	t.Helper()
	log := &syncBuffer{}
	a, err := New(Options{
		Paths: paths, Listen: "127.0.0.1:0", Poll: -1,
		Log: slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Start(context.Background()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Stop(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return &running{a, t, log}
}

// say asks for utter_x and returns the reply.
func (r *running) say() string {
	r.t.Helper()
	status, body := r.post("/nlg", `{"response": "utter_x", "tracker": {"slots": {"name": "Ann"}}}`)
	if status != http.StatusOK {
		r.t.Fatalf("status %d: %s", status, body)
	}
	return body
}

func (r *running) post(path, body string) (int, string) {
	r.t.Helper()
	resp, err := http.Post("http://"+r.Addr()+path, "application/json", strings.NewReader(body))
	if err != nil {
		r.t.Fatal(err)
	}
	defer resp.Body.Close()
	reply, err := io.ReadAll(resp.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	return resp.StatusCode, string(reply)
}

// waitFor polls until the server says text, and returns how long it took.
func (r *running) waitFor(text string) time.Duration {
	r.t.Helper()
	begin := time.Now()
	for time.Since(begin) < time.Minute {
		if strings.Contains(r.say(), text) {
			return time.Since(begin)
		}
		time.Sleep(2 * time.Millisecond)
	}
	r.t.Fatalf("%q was not served; the log:\n%s", text, r.log)
	return 0
}

func responses(text string) string {
	return "responses:\n  utter_x:\n    - text: \"" + text + " {name}\"\n"
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// fresh is how soon after a save its text must be served.
const fresh = 300 * time.Millisecond

// TestSaves checks that each way in which editors and Kubernetes save a file goes
// live in time. A busy machine may be late once, but not three times.
func TestSaves(t *testing.T) {
	saves := map[string]func(t *testing.T, dir, text string){
		"rename over": func(t *testing.T, dir, text string) {
			write(t, filepath.Join(dir, ".responses.yml.tmp"), responses(text))
			if err := os.Rename(filepath.Join(dir, ".responses.yml.tmp"), filepath.Join(dir, "responses.yml")); err != nil {
				t.Fatal(err)
			}
		},
		"in two halves": func(t *testing.T, dir, text string) {
			whole := responses(text)
			f, err := os.Create(filepath.Join(dir, "responses.yml"))
			if err != nil {
				t.Fatal(err)
			}
			half := strings.Index(whole, "{name}") + 3 // in the middle of a quoted string: not YAML
			for _, part := range []string{whole[:half], whole[half:]} {
				if _, err := f.WriteString(part); err != nil {
					t.Fatal(err)
				}
				time.Sleep(20 * time.Millisecond)
			}
			if err := f.Close(); err != nil {
				t.Fatal(err)
			}
		},
	}
	for name, save := range saves {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			write(t, filepath.Join(dir, "responses.yml"), responses("old"))
			r := start(t, dir)
			checkFresh(t, r, func(text string) { save(t, dir, text) })
		})
	}
	t.Run("data symlink", func(t *testing.T) {
		dir := t.TempDir()
		configMap(t, dir, 0, responses("old"))
		r := start(t, dir)
		n := 0
		checkFresh(t, r, func(text string) { n++; configMap(t, dir, n, responses(text)) })
	})
	t.Run("a file by its own path", func(t *testing.T) {
		dir := t.TempDir()
		name := filepath.Join(dir, "my responses")
		write(t, name, responses("old"))
		r := start(t, name)
		checkFresh(t, r, func(text string) {
			write(t, name+"~", responses(text))
			if err := os.Rename(name+"~", name); err != nil {
				t.Fatal(err)
			}
		})
	})
}

func checkFresh(t *testing.T, r *running, save func(text string)) {
	t.Helper()
	if got := r.say(); got != `{"text":"old Ann"}` {
		t.Fatalf("at the start: %s", got)
	}
	late := 0
	for i := range 5 {
		text := fmt.Sprintf("new %d", i)
		save(text)
		if took := r.waitFor(text); took > fresh {
			t.Logf("it took %v", took)
			late++
		}
	}
	if late > 2 {
		t.Errorf("%d of 5 saves took longer than %v", late, fresh)
	}
}

// configMap lays files out as the kubelet does, and swaps its link.
func configMap(t *testing.T, dir string, n int, text string) {
	t.Helper()
	version := fmt.Sprintf("..2026_%d", n)
	if err := os.Mkdir(filepath.Join(dir, version), 0o700); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, version, "responses.yml"), text)
	if err := os.Symlink(version, filepath.Join(dir, "..data_tmp")); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(filepath.Join(dir, "..data_tmp"), filepath.Join(dir, "..data")); err != nil {
		t.Fatal(err)
	}
	if n == 0 {
		if err := os.Symlink(filepath.Join("..data", "responses.yml"), filepath.Join(dir, "responses.yml")); err != nil {
			t.Fatal(err)
		}
		return
	}
	if err := os.RemoveAll(filepath.Join(dir, fmt.Sprintf("..2026_%d", n-1))); err != nil {
		t.Fatal(err)
	}
}

// TestRejectedChange checks that the last good content keeps serving, that the
// log says why, and that undoing the change clears the failure.
func TestRejectedChange(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "responses.yml")
	write(t, name, responses("good"))
	r := startUnwatched(t, dir)
	spoil := []func(){
		func() { write(t, name, "responses:\n  utter_x:\n    - text: Hi: there\n") },
		func() { write(t, name, "") },
		func() { write(t, name, "responses: {}\n") },
		func() {
			if err := os.Remove(name); err != nil {
				t.Fatal(err)
			}
		},
	}
	for i, f := range spoil {
		f()
		status, body := r.post("/-/reload", "")
		if status != http.StatusUnprocessableEntity {
			t.Errorf("fault %d: %d %s", i, status, body)
		}
		if got := r.say(); got != `{"text":"good Ann"}` {
			t.Errorf("after fault %d: %s", i, got)
		}
		write(t, name, responses("good"))
		if status, body := r.post("/-/reload", ""); status != http.StatusOK || !strings.Contains(body, `"changed":false`) {
			t.Errorf("after the repair: %d %s", status, body)
		}
	}
	if !strings.Contains(r.log.String(), "responses.yml:3:") {
		t.Errorf("the log lacks the position:\n%s", r.log)
	}
	write(t, name, responses("better"))
	if status, body := r.post("/-/reload", ""); status != http.StatusOK || !strings.Contains(body, `"changed":true`) {
		t.Errorf("%d %s", status, body)
	}
	if got := r.say(); got != `{"text":"better Ann"}` {
		t.Errorf("%s", got)
	}
}

// TestUnreadableFile checks that content with an unreadable file is rejected, not
// served without that file.
func TestUnreadableFile(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "a.yml"), responses("good"))
	r := start(t, dir)
	write(t, filepath.Join(dir, "a.yml"), responses("changed"))
	if err := os.Symlink("nowhere.yml", filepath.Join(dir, "b.yml")); err != nil {
		t.Fatal(err)
	}
	if status, body := r.post("/-/reload", ""); status != http.StatusUnprocessableEntity || !strings.Contains(body, "b.yml") {
		t.Errorf("%d %s", status, body)
	}
	if got := r.say(); got != `{"text":"good Ann"}` {
		t.Errorf("%s", got)
	}
}

func TestVanishedDirectory(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "content")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "responses.yml"), responses("good"))
	r := start(t, dir)
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if status, _ := r.post("/-/reload", ""); status != http.StatusUnprocessableEntity {
		t.Errorf("a vanished directory: status %d", status)
	}
	if got := r.say(); got != `{"text":"good Ann"}` {
		t.Errorf("%s", got)
	}
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "responses.yml"), responses("again"))
	r.waitFor("again")
}

func TestBadStart(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "a.yml"), "responses:\n  utter_x:\n    - txt: a\n    - text: 5\n")
	a, err := New(Options{Paths: []string{dir}, Listen: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	var content *ContentError
	if err := a.Start(context.Background()); !errors.As(err, &content) {
		t.Fatalf("%v", err)
	}
	if content.Diagnostics.Count(2) != 2 {
		t.Errorf("not every error is reported: %v", content.Diagnostics)
	}
	if a.Addr() != "" {
		t.Error("content is served")
	}
}

// TestOneCatalogPerRequest reloads while requests are in flight: every reply is
// whole and of one version.
func TestOneCatalogPerRequest(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "responses.yml")
	stamped := func(n int) string {
		return fmt.Sprintf("responses:\n  utter_x:\n    - text: \"v%[1]d {name} v%[1]d\"\n      image: \"v%[1]d\"\n", n)
	}
	write(t, name, stamped(0))
	r := start(t, dir)
	done := make(chan struct{})
	var group sync.WaitGroup
	for range 2 {
		group.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				var text, after, image int
				body := r.say()
				if _, err := fmt.Sscanf(body, `{"text":"v%d Ann v%d","image":"v%d"}`, &text, &after, &image); err != nil || text != after || text != image {
					t.Errorf("a torn reply: %s", body)
					return
				}
			}
		})
	}
	for n := 1; n <= 40; n++ {
		write(t, name+"~", stamped(n))
		if err := os.Rename(name+"~", name); err != nil {
			t.Fatal(err)
		}
		if status, body := r.post("/-/reload", ""); status != http.StatusOK {
			t.Fatalf("%d %s", status, body)
		}
		if got := r.say(); !strings.Contains(got, fmt.Sprintf(`"v%d Ann`, n)) {
			t.Errorf("after reload %d: %s", n, got)
		}
	}
	close(done)
	group.Wait()
}

// TestDrain checks that a request in flight at shutdown is answered.
func TestDrain(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "responses.yml"), responses("good"))
	a, err := New(Options{Paths: []string{dir}, Listen: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Start(context.Background()); err != nil {
		t.Fatal(err)
	}
	conn, err := net.Dial("tcp", a.Addr())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	const body = `{"response": "utter_x"}`
	fmt.Fprintf(conn, "POST /nlg HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%s", len(body), body[:10])
	time.Sleep(200 * time.Millisecond) // the server is reading the body
	stopped := make(chan error, 1)
	go func() { stopped <- a.Stop(context.Background()) }()
	time.Sleep(50 * time.Millisecond) // the shutdown has started
	fmt.Fprint(conn, body[10:])
	reply, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer reply.Body.Close()
	if got, err := io.ReadAll(reply.Body); err != nil || string(got) != `{"text":"good {name}"}` {
		t.Errorf("%q, %v", got, err)
	}
	if err := <-stopped; err != nil {
		t.Error(err)
	}
}

func TestRunEndsWithItsContext(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "responses.yml"), responses("good"))
	a, err := New(Options{Paths: []string{dir}, Listen: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- a.Run(ctx) }()
	cancel()
	select {
	case err := <-ended:
		if err != nil && !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	case <-time.After(time.Minute):
		t.Fatal("it keeps running")
	}
}

func TestOptions(t *testing.T) {
	if _, err := New(Options{}); err == nil {
		t.Error("a server without content is accepted")
	}
	dir := t.TempDir()
	write(t, filepath.Join(dir, "responses.yml"), responses("good"))
	a, err := New(Options{Paths: []string{dir}, Listen: "127.0.0.1:0", OnUnknown: "utter_nothing"})
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Start(context.Background()); err == nil {
		t.Error("an unknown fallback response is accepted")
	}
}

func TestSeededPicksRepeat(t *testing.T) {
	seed := uint64(7)
	draw := func() (picks []int) {
		r := picker(&seed)
		for range 50 {
			picks = append(picks, r.IntN(10))
		}
		return picks
	}
	a, b := draw(), draw()
	if fmt.Sprint(a) != fmt.Sprint(b) {
		t.Errorf("%v\n%v", a, b)
	}
	counts := [10]int{}
	r := picker(&seed)
	for range 10_000 {
		counts[r.IntN(10)]++
	}
	for n, count := range counts {
		if count < 800 || count > 1200 {
			t.Errorf("%d is drawn %d times of 10000", n, count)
		}
	}
}
