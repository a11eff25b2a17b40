package main

import (
	"bufio"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"syscall"
	"testing"

	"nlgserver/internal/browser"
)

// TestDeskInABrowser runs the real program, opens the link that it prints, and edits
// the file that the page shows.
func TestDeskInABrowser(t *testing.T) {
	if !browser.Installed() {
		t.Skip("Chromium is not installed (on Debian: apt-get install chromium)")
	}
	program := build(t)
	file := filepath.Join(t.TempDir(), "responses.yml")
	save := func(text string) {
		t.Helper()
		if err := os.WriteFile(file, []byte("version: \"3.1\"\nresponses:\n  utter_hello:\n  - text: \""+text+"\"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	save("Hello from the file")
	var chromium browser.Browser
	t.Cleanup(chromium.Close)

	t.Run("desk", func(t *testing.T) {
		link := started(t, `http://\S+/desk/open\?key=\S+`, program, "desk", file, "--listen", "127.0.0.1:0", "--state", t.TempDir())
		page := chromium.Page(t)
		page.Open(link)
		page.Click(browser.Like("link", "^utter_hello"))
		page.See("Hello from the file")
		save("Hello again")
		page.See("Hello again")
	})
	t.Run("serve", func(t *testing.T) {
		save("Hello from the server")
		address := started(t, `http://127\.0\.0\.1:\d+`, program, "serve", file, "--listen", "127.0.0.1:0")
		page := chromium.Page(t)
		page.Open(address + "/#/responses/utter_hello")
		page.See("Hello from the server")
		save("Hello live")
		page.See("Hello live")
	})
}

// started runs the program until the test ends, and returns the first text of what it
// prints to standard error that matches the pattern.
func started(t *testing.T, pattern, program string, args ...string) string {
	t.Helper()
	cmd := exec.Command(program, args...)
	errs, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		if err := cmd.Wait(); err != nil {
			t.Errorf("%s ended with %v", args[0], err)
		}
	})
	link := regexp.MustCompile(pattern)
	lines := bufio.NewReader(errs)
	for {
		line, err := lines.ReadString('\n')
		if found := link.FindString(line); found != "" {
			go func() { _, _ = io.Copy(io.Discard, lines) }()
			return found
		}
		if err != nil {
			t.Fatalf("%s printed no link: %v", args[0], err)
		}
	}
}
