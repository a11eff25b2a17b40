package main

import (
	"bufio"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// terminal opens a terminal: what a person sees of it, and what a program has.
func terminal(t *testing.T) (screen, device *os.File) {
	t.Helper()
	screen, err := os.OpenFile("/dev/ptmx", os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Skip("no terminals here: ", err)
	}
	t.Cleanup(func() { screen.Close() })
	number, err := unix.IoctlGetInt(int(screen.Fd()), unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	if err := unix.IoctlSetPointerInt(int(screen.Fd()), unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	device, err = os.OpenFile("/dev/pts/"+strconv.Itoa(number), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { device.Close() })
	return screen, device
}

// TestDeskInBackground checks that a desk that a shell has started with & goes on: it
// reads the terminal, for which a shell stops a job.
func TestDeskInBackground(t *testing.T) {
	program := build(t)
	dir := t.TempDir()
	content := filepath.Join(dir, "domain.yml")
	if err := os.WriteFile(content, []byte("responses:\n  utter_greet:\n  - text: Hello\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	screen, device := terminal(t)
	// The shell ends the desk when the terminal sends a line.
	shell := exec.Command("sh", "-m", "-c", `"$0" desk "$1" --listen 127.0.0.1:0 --state "$2" & read -r line; kill -9 $!`, program, content, filepath.Join(dir, "state"))
	shell.Stdin, shell.Stdout, shell.Stderr = device, device, device
	shell.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := shell.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		fmt.Fprintln(screen)
		_ = shell.Wait()
	}()
	link := ""
	address := regexp.MustCompile(`Open (http://\S+)`)
	told := regexp.MustCompile("Press Enter")
	for lines := bufio.NewScanner(screen); lines.Scan(); {
		if m := address.FindStringSubmatch(lines.Text()); m != nil {
			link = m[1]
		}
		if told.MatchString(lines.Text()) {
			break
		}
	}
	client := http.Client{Timeout: patience}
	defer client.CloseIdleConnections()
	for range 20 { // the job would stop when it reads, which is a moment later
		reply, err := client.Get(link)
		if err != nil {
			t.Fatal("the desk was stopped: ", err)
		}
		reply.Body.Close()
	}
}
