package main

import (
	"bytes"
	"context"
	"os/exec"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

// syncBuffer is standard error of a command that runs beside the test.
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

// TestServeDemo does what the README says: serve without a path, and run the
// command that it prints.
func TestServeDemo(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	var errs syncBuffer
	ended := make(chan int, 1)
	go func() {
		ended <- execute(ctx, []string{"serve", "--listen", "127.0.0.1:0"}, strings.NewReader(""), &bytes.Buffer{}, &errs)
	}()
	command := waitForCommand(t, &errs)
	if _, err := exec.LookPath("curl"); err != nil {
		t.Log("no curl on this machine: the printed command is not run")
	} else {
		out, err := exec.Command("sh", "-c", command).CombinedOutput()
		if want := `{"text":"Hello Ann, how can I help you today?","id":"greet_by_name"}`; err != nil || string(out) != want {
			t.Errorf("%s\n%v, %s\nwant %s", command, err, out, want)
		}
	}
	cancel()
	select {
	case code := <-ended:
		if code != exitFine {
			t.Errorf("exit code %d: %s", code, errs.String())
		}
	case <-time.After(20 * time.Second):
		t.Fatal("the server does not stop")
	}
}

func waitForCommand(t *testing.T, errs *syncBuffer) string {
	t.Helper()
	pattern := regexp.MustCompile(`(?s)curl .*application/json'`)
	for range 1000 {
		if command := pattern.FindString(errs.String()); command != "" {
			return command
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("no command to try: %s", errs.String())
	return ""
}
