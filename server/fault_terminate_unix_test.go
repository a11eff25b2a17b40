//go:build unix

package server

import (
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// terminating starts the program for a test of its end.
func terminating(t *testing.T, program string, args ...string) *child {
	t.Helper()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "responses.yml"), responses("good"))
	return serving(t, exec.Command(program, append([]string{"serve", dir}, args...)...))
}

// underLoad waits until so many requests were answered that the server is under load.
func underLoad(t *testing.T, answered *atomic.Int64) {
	t.Helper()
	for begin := time.Now(); answered.Load() < 200; time.Sleep(10 * time.Millisecond) {
		if time.Since(begin) > time.Minute {
			t.Fatalf("%d requests: no load", answered.Load())
		}
	}
}

// testTerminate is the row "SIGTERM under load": clients that leave when the
// header of a reply or the readiness tells them to lose no request, and
// requests whose bodies are still arriving are answered.
func testTerminate(t *testing.T, program string) {
	c := terminating(t, program, "--shutdown-delay", "1s")
	const body = `{"response": "utter_x", "tracker": {"slots": {"name": "Ann"}}}`
	whole := func(got answer, err error) bool {
		return err == nil && got.status == 200 && got.text == `{"text":"good Ann"}`
	}
	var group sync.WaitGroup
	var asked, left atomic.Int64
	var draining atomic.Bool
	for i := range 16 {
		group.Go(func() {
			for !draining.Load() { // then a load balancer sends it elsewhere
				l := lineTo(t, c.address)
				for n := 0; ; n++ {
					got, err := l.post("/nlg", "", body)
					asked.Add(1)
					if !whole(got, err) {
						t.Errorf("a request is lost: %+v, %v", got, err)
						return
					}
					if got.closes {
						left.Add(1)
						break
					}
					if i%2 == 0 && n == 20 {
						break // half of the clients change their connections
					}
				}
				l.Close()
			}
		})
	}
	underLoad(t, &asked)
	// These requests are still in flight when all others are done.
	var slow []*line
	for range 20 {
		l := lineTo(t, c.address)
		text := requestText("/nlg", "", body)
		if _, err := io.WriteString(l, text[:len(text)-10]); err != nil {
			t.Fatal(err)
		}
		slow = append(slow, l)
	}
	time.Sleep(100 * time.Millisecond)
	c.terminate()
	for begin := time.Now(); ; {
		status, err := c.readiness()
		if status == 503 {
			break
		}
		if err != nil || time.Since(begin) > time.Minute {
			t.Fatalf("readiness is still %d, %v", status, err)
		}
	}
	draining.Store(true)
	group.Wait()
	if left.Load() == 0 {
		t.Errorf("no client of %d requests was told to leave", asked.Load())
	}
	for begin := time.Now(); ; time.Sleep(10 * time.Millisecond) {
		if _, err := c.readiness(); err != nil {
			break // the listener is closed
		}
		if time.Since(begin) > time.Minute {
			t.Fatal("it still listens")
		}
	}
	for _, l := range slow {
		if _, err := io.WriteString(l, body[len(body)-10:]); err != nil {
			t.Error(err)
		}
		if got, err := l.reply(); !whole(got, err) {
			t.Errorf("a request in flight is lost: %+v, %v", got, err)
		}
	}
	c.ends()
}

// testTerminateAtOnce ends the program while clients keep connecting. Their
// connections may be refused, but every request that the server has accepted,
// according to its log, is answered.
func testTerminateAtOnce(t *testing.T, program string) {
	c := terminating(t, program, "--log-level", "debug")
	var group sync.WaitGroup
	var answered atomic.Int64
	var mu sync.Mutex
	var lost []string
	for i := range 16 {
		group.Go(func() {
			l := lineTo(t, c.address)
			for n := 0; ; n++ {
				id := fmt.Sprintf("request-%d-%d.", i, n)
				if got, err := l.post("/nlg", "X-Request-ID: "+id+"\r\n", `{"response": "utter_x"}`); err != nil || got.status != 200 {
					mu.Lock()
					lost = append(lost, id)
					mu.Unlock()
					return
				} else if answered.Add(1); got.closes {
					return
				}
			}
		})
	}
	underLoad(t, &answered)
	c.terminate()
	c.ends()
	group.Wait()
	t.Logf("%d answered, %d clients could not connect", answered.Load(), len(lost))
	for _, id := range lost {
		if strings.Contains(c.log.String(), id) {
			t.Errorf("%s was accepted and not answered", id)
		}
	}
}

// testHangup checks that SIGHUP does no harm before the start is complete or
// during the shutdown.
func testHangup(t *testing.T, program string) {
	dir := t.TempDir()
	var large strings.Builder
	large.WriteString(responses("good"))
	for i := range 50_000 {
		fmt.Fprintf(&large, "  utter_%d:\n    - text: a\n", i)
	}
	write(t, filepath.Join(dir, "responses.yml"), large.String())
	hangup := func(c *child) {
		t.Helper()
		if err := c.Process.Signal(syscall.SIGHUP); err != nil {
			t.Error(err)
		}
	}
	c := starting(t, exec.Command(program, "serve", dir, "--token", "seen"))
	c.logs(`(visible in the process list)`) // logged before the content is read
	hangup(c)
	c.address = c.logs(`msg=serving address=(\S+)`)

	const body = `{"response": "utter_x"}`
	l := lineTo(t, c.address)
	text := requestText("/nlg?token=seen", "", body)
	if _, err := io.WriteString(l, text[:len(text)-5]); err != nil {
		t.Fatal(err)
	}
	time.Sleep(100 * time.Millisecond) // the server is reading the body
	c.terminate()
	c.logs(`(msg=stopping)`)
	hangup(c)
	time.Sleep(100 * time.Millisecond)
	hangup(c)
	if _, err := io.WriteString(l, text[len(text)-5:]); err != nil {
		t.Fatal(err)
	}
	if got, err := l.reply(); err != nil || got.status != 200 {
		t.Errorf("a request in flight is lost: %+v, %v", got, err)
	}
	c.ends()
}
