//go:build unix

package server

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"syscall"
	"testing"
	"time"
)

// TestProcess groups the tests that need the real program, which is built once
// for all of them.
func TestProcess(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the program")
	}
	program := filepath.Join(t.TempDir(), "nlgserver")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", program, "nlgserver/cmd/nlgserver").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	t.Run("hostile content", func(t *testing.T) { testHostileContent(t, program) })
	t.Run("SIGTERM under load", func(t *testing.T) { testTerminate(t, program) })
	t.Run("SIGTERM without a delay", func(t *testing.T) { testTerminateAtOnce(t, program) })
	t.Run("SIGTERM with 60 clients", func(t *testing.T) { testStopClients(t, program) })
	t.Run("SIGTERM with idle clients", func(t *testing.T) { testStopWaitsForNobody(t, program) })
	t.Run("SIGHUP at any time", func(t *testing.T) { testHangup(t, program) })
	t.Run("SIGKILL, then start", func(t *testing.T) { testKill(t, program) })
}

// child is a running program.
type child struct {
	*exec.Cmd
	t       *testing.T
	log     *syncBuffer
	address string
	ended   chan error
	gone    chan struct{}
}

// serving starts the program and waits until it serves.
func serving(t *testing.T, cmd *exec.Cmd) *child {
	t.Helper()
	c := starting(t, cmd)
	c.address = c.logs(`msg=serving address=(\S+)`)
	return c
}

// starting starts the program.
func starting(t *testing.T, cmd *exec.Cmd) *child {
	t.Helper()
	c := &child{Cmd: cmd, t: t, log: &syncBuffer{}, ended: make(chan error, 1), gone: make(chan struct{})}
	cmd.Stderr = c.log
	if cmd.Env == nil {
		cmd.Env = os.Environ()
	}
	cmd.Env = append(cmd.Env, "NLG_LISTEN=127.0.0.1:0", "NLG_POLL=-1s")
	if err := cmd.Start(); err != nil {
		if errors.Is(err, syscall.EPERM) && cmd.SysProcAttr != nil {
			t.Skip("this root may not become somebody else")
		}
		t.Fatal(err)
	}
	go func() { c.ended <- cmd.Wait(); close(c.gone) }()
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		<-c.gone
	})
	return c
}

// logs waits for a line of the log, and returns the first group of the pattern.
func (c *child) logs(pattern string) string {
	c.t.Helper()
	for range 4000 {
		if found := regexp.MustCompile(pattern).FindStringSubmatch(c.log.String()); found != nil {
			return found[1]
		}
		select {
		case <-c.gone:
			c.t.Fatalf("it has exited:\n%s", c.log)
		case <-time.After(5 * time.Millisecond):
		}
	}
	c.t.Fatalf("it does not log %s:\n%s", pattern, c.log)
	return ""
}

func (c *child) post(path, body string) (answer, error) {
	l := lineTo(c.t, c.address)
	defer l.Close()
	return l.post(path, "", body)
}

// readiness requests /readyz on a new connection.
func (c *child) readiness() (int, error) {
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}, Timeout: 10 * time.Second}
	reply, err := client.Get("http://" + c.address + "/readyz")
	if err != nil {
		return 0, err
	}
	_, err = io.Copy(io.Discard, reply.Body)
	return reply.StatusCode, errors.Join(err, reply.Body.Close())
}

// terminate sends SIGTERM, as a service manager does.
func (c *child) terminate() {
	c.t.Helper()
	if err := c.Process.Signal(syscall.SIGTERM); err != nil {
		c.t.Error(err)
	}
}

// ends waits until the program has exited, which must be without an error.
func (c *child) ends() {
	c.t.Helper()
	select {
	case err := <-c.ended:
		if err != nil {
			c.t.Errorf("%v:\n%s", err, c.log)
		}
	case <-time.After(30 * time.Second):
		c.t.Errorf("it does not exit:\n%s", c.log)
	}
}

// peak returns the largest amount of memory that the program has used, in bytes;
// 0 if it is unknown.
func (c *child) peak() int64 {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", c.Process.Pid))
	if err != nil {
		return 0
	}
	found := regexp.MustCompile(`VmHWM:\s+(\d+) kB`).FindSubmatch(status)
	if found == nil {
		return 0
	}
	kib, _ := strconv.ParseInt(string(found[1]), 10, 64)
	return kib << 10
}
