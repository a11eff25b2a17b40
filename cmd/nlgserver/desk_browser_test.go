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
	return start(t, nil, pattern, program, args...).printed
}

// process is the program while it runs.
type process struct {
	t   *testing.T
	cmd *exec.Cmd
	// printed is what the caller of [start] wants of what it prints to standard error.
	printed string
}

// start is [started] with more variables in the environment, and returns the process, which a
// test may end before.
func start(t *testing.T, env []string, pattern, program string, args ...string) *process {
	t.Helper()
	p := &process{t: t, cmd: exec.Command(program, args...)}
	p.cmd.Env = append(os.Environ(), env...)
	errs, err := p.cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.stop)
	link := regexp.MustCompile(pattern)
	lines := bufio.NewReader(errs)
	for {
		line, err := lines.ReadString('\n')
		if p.printed = link.FindString(line); p.printed != "" {
			go func() { _, _ = io.Copy(io.Discard, lines) }()
			return p
		}
		if err != nil {
			t.Fatalf("%s did not print what matches %s: %v", args[0], pattern, err)
		}
	}
}

// stop ends the program as a terminal does, unless it has ended.
func (p *process) stop() {
	if p.cmd.ProcessState != nil {
		return
	}
	_ = p.cmd.Process.Signal(syscall.SIGTERM)
	if err := p.cmd.Wait(); err != nil {
		p.t.Errorf("%s ended with %v", p.cmd.Args[1], err)
	}
}

// kill ends the program without a word.
func (p *process) kill() {
	_ = p.cmd.Process.Kill()
	_ = p.cmd.Wait()
}
