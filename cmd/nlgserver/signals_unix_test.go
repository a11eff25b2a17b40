//go:build unix

package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestSignals runs the real program as a service manager does: the program
// notifies it of the start, a reload and the shutdown, and exits with 0 after the
// request in flight is answered.
func TestSignals(t *testing.T) {
	dir := t.TempDir()
	program := build(t)
	socket := filepath.Join(dir, "notify")
	manager, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: socket, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	defer manager.Close()
	hear := func(want string) {
		t.Helper()
		if err := manager.SetReadDeadline(time.Now().Add(20 * time.Second)); err != nil {
			t.Fatal(err)
		}
		buf := make([]byte, 1000)
		n, err := manager.Read(buf)
		if err != nil || !strings.HasPrefix(string(buf[:n]), want) {
			t.Fatalf("%q, %v, want %s", buf[:n], err, want)
		}
	}

	content := filepath.Join(dir, "responses.yml")
	if err := os.WriteFile(content, []byte("responses:\n  utter_x:\n    - text: good\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var errs syncBuffer
	cmd := exec.Command(program, "serve", content, "--shutdown-delay", "1s")
	cmd.Env = append(os.Environ(), "NOTIFY_SOCKET="+socket, "NLG_LISTEN=127.0.0.1:0", "NLG_TOKEN=S3CRET")
	cmd.Stderr = &errs
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer cmd.Process.Kill() //nolint:errcheck // fails if it has exited
	hear("READY=1")
	var found []string
	for range 1000 { // the output may still be on its way
		if found = regexp.MustCompile(`address=(\S+)`).FindStringSubmatch(errs.String()); found != nil {
			break
		}
		time.Sleep(5 * time.Millisecond)
	}
	if found == nil {
		t.Fatalf("no address: %s", errs.String())
	}
	address := found[1]

	healthcheck := func() int {
		t.Helper()
		check := exec.Command(program, "healthcheck")
		check.Env = append(os.Environ(), "NLG_LISTEN="+address)
		_ = check.Run()
		return check.ProcessState.ExitCode()
	}
	if code := healthcheck(); code != 0 {
		t.Errorf("health check: %d", code)
	}
	if err := cmd.Process.Signal(syscall.SIGHUP); err != nil {
		t.Fatal(err)
	}
	hear("RELOADING=1\nMONOTONIC_USEC=")
	hear("READY=1")

	const body = `{"response": "utter_x"}`
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprintf(conn, "POST /nlg?token=S3CRET HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%s", len(body), body[:10])
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	hear("STOPPING=1")
	if code := healthcheck(); code != 1 {
		t.Errorf("health check during the shutdown: %d", code)
	}
	// The listener is closed when the delay is over.
	for end := time.Now().Add(time.Minute); ; time.Sleep(20 * time.Millisecond) {
		c, err := net.Dial("tcp", address)
		if err != nil {
			break
		}
		c.Close()
		if time.Now().After(end) {
			t.Fatal("the server still listens")
		}
	}
	fmt.Fprint(conn, body[10:])
	reply, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer reply.Body.Close()
	if text, err := io.ReadAll(reply.Body); err != nil || string(text) != `{"text":"good"}` {
		t.Errorf("%s, %v", text, err)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("%v: %s", err, errs.String())
	}
	if strings.Contains(errs.String(), "S3CRET") || strings.Contains(errs.String(), "command line") {
		t.Errorf("the log: %s", errs.String())
	}
	if code := healthcheck(); code != 1 {
		t.Errorf("health check afterwards: %d", code)
	}
}

// TestStopWithRequestInFlight checks the exit code if a request does not end: the
// second signal ends the program at once, and so does the end of the drain time.
func TestStopWithRequestInFlight(t *testing.T) {
	program := build(t)
	for _, tt := range []struct {
		name, drain string
		signals     []syscall.Signal
		code        int
		says        string
	}{
		{"SIGTERM twice", "1h", []syscall.Signal{syscall.SIGTERM, syscall.SIGTERM}, 143, "second signal (terminated)"},
		{"SIGTERM, then SIGINT", "1h", []syscall.Signal{syscall.SIGTERM, syscall.SIGINT}, 130, "second signal (interrupt)"},
		{"both at once, as from a wrapper", "500ms", nil, exitServing, "requests in flight were cut off"},
		{"the drain time ends", "100ms", []syscall.Signal{syscall.SIGTERM}, exitServing, "requests in flight were cut off"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			socket := filepath.Join(dir, "s")
			content := filepath.Join(dir, "responses.yml")
			if err := os.WriteFile(content, []byte("responses:\n  utter_x:\n    - text: good\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			var errs syncBuffer
			cmd := exec.Command(program, "serve", content, "--listen", "unix:"+socket, "--drain", tt.drain)
			cmd.Stderr = &errs
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			defer cmd.Process.Kill() //nolint:errcheck // fails if it has exited
			await := func(what string) {
				t.Helper()
				for range 4000 {
					if strings.Contains(errs.String(), what) {
						return
					}
					time.Sleep(5 * time.Millisecond)
				}
				t.Fatalf("no %q: %s", what, errs.String())
			}
			await("msg=serving")
			conn, err := net.Dial("unix", socket)
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			// The server says when it waits for the body.
			fmt.Fprint(conn, "POST /nlg HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\nExpect: 100-continue\r\n\r\n")
			if line, err := bufio.NewReader(conn).ReadString('\n'); err != nil || !strings.Contains(line, "100") {
				t.Fatalf("%s, %v", line, err)
			}
			ended := make(chan struct{})
			go func() { _ = cmd.Wait(); close(ended) }() // the code tells
			if len(tt.signals) == 0 {
				tt.signals = []syscall.Signal{syscall.SIGTERM}
				_ = cmd.Process.Signal(syscall.SIGINT)
			}
			if err := cmd.Process.Signal(tt.signals[0]); err != nil {
				t.Fatal(err)
			}
			await("msg=stopping")
			for _, s := range tt.signals[1:] {
				for waiting := true; waiting; {
					_ = cmd.Process.Signal(s) // at first it comes too early to be a second one
					select {
					case <-ended:
						waiting = false
					case <-time.After(20 * time.Millisecond):
					}
				}
			}
			<-ended
			if code := cmd.ProcessState.ExitCode(); code != tt.code || !strings.Contains(errs.String(), tt.says) {
				t.Errorf("exit code %d, want %d: %s", code, tt.code, errs.String())
			}
		})
	}
}
