//go:build unix

package main

import (
	"bufio"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestLogIsNotRead runs the real program with a reader of its log that goes away, or
// that stays and reads nothing. It keeps serving, counts the lines that are lost, and
// stops as usual.
func TestLogIsNotRead(t *testing.T) {
	program := build(t)
	for _, tt := range []struct {
		name string
		// requests cause a line each.
		requests int
		closes   bool
	}{
		{"the reader goes away", 100, true},
		{"nobody reads", 6000, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			content := filepath.Join(t.TempDir(), "responses.yml")
			if err := os.WriteFile(content, []byte("responses:\n  utter_x:\n    - text: good\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			log, stderr, err := os.Pipe()
			if err != nil {
				t.Fatal(err)
			}
			defer log.Close()
			cmd := exec.Command(program, "serve", content, "--listen", "127.0.0.1:0", "--log-level", "debug")
			cmd.Stderr = stderr
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			defer cmd.Process.Kill() //nolint:errcheck // fails if it has exited
			stderr.Close()
			address := ""
			for lines := bufio.NewReaderSize(log, 1<<10); address == ""; {
				line, err := lines.ReadString('\n')
				if err != nil {
					t.Fatal(err)
				}
				if found := regexp.MustCompile(`msg=serving address=(\S+)`).FindStringSubmatch(line); found != nil {
					address = found[1]
				}
			}
			if tt.closes {
				log.Close()
			}
			get := func(method, path, body string) string {
				t.Helper()
				request, err := http.NewRequest(method, "http://"+address+path, strings.NewReader(body))
				if err != nil {
					t.Fatal(err)
				}
				reply, err := http.DefaultClient.Do(request)
				if err != nil {
					t.Fatal(err)
				}
				defer reply.Body.Close()
				text, err := io.ReadAll(reply.Body)
				if err != nil || reply.StatusCode != 200 {
					t.Fatal(reply.StatusCode, err)
				}
				return string(text)
			}
			for range tt.requests {
				get("POST", "/nlg", `{"response": "utter_x"}`)
			}
			dropped := 0
			for range 1000 { // lines are written in the background
				found := regexp.MustCompile(`(?m)^nlg_log_lines_dropped_total (\d+)`).FindStringSubmatch(get("GET", "/metrics", ""))
				if found == nil {
					t.Fatal("no metric")
				}
				if dropped, _ = strconv.Atoi(found[1]); dropped > 0 {
					break
				}
				time.Sleep(5 * time.Millisecond)
			}
			if dropped == 0 {
				t.Error("no line is counted as dropped")
			}
			if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
				t.Fatal(err)
			}
			ended := make(chan error, 1)
			go func() { ended <- cmd.Wait() }()
			select {
			case err := <-ended:
				if err != nil {
					t.Error(err)
				}
			case <-time.After(20 * time.Second):
				t.Error("it does not stop")
			}
		})
	}
}
