package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"nlgserver/internal/golden"
)

const tutorialPath = "../../docs/tutorial.md"

// step is a command of the tutorial and the output below it, between two lines of
// the document.
type step struct {
	line, first, last int
	command           string
	want              []string
}

// TestTutorial runs every command of the tutorial as printed, one after the other,
// and compares the output. "…" matches anything. -update rewrites the outputs.
func TestTutorial(t *testing.T) {
	for _, tool := range []string{"sh", "curl", "sed", "cp", "nlgserver"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skip("the tutorial needs", tool)
		}
	}
	data, err := os.ReadFile(tutorialPath)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(data), "\n")
	steps := tutorialSteps(lines)
	if len(steps) < 10 {
		t.Fatalf("only %d commands", len(steps))
	}
	s := newShell(t)
	for _, one := range slices.Backward(s.all(steps)) {
		if !golden.Update() && one.diff != "" {
			t.Errorf("%s:%d: $ %s\n-printed +now\n%s", tutorialPath, one.line+1, one.command, one.diff)
		}
		if golden.Update() && one.diff != "" {
			lines = slices.Replace(lines, one.first, one.last, one.got...)
		}
	}
	golden.File(t, tutorialPath, strings.Join(lines, "\n"))
}

// tutorialSteps finds the commands in the blocks marked console.
func tutorialSteps(lines []string) []step {
	var steps []step
	inside := false
	for i, line := range lines {
		command, isCommand := strings.CutPrefix(line, "$ ")
		switch {
		case line == "```console":
			inside = true
		case strings.HasPrefix(line, "```"):
			inside = false
		case inside && isCommand:
			steps = append(steps, step{line: i, first: i + 1, last: i + 1, command: command})
		case inside:
			s := &steps[len(steps)-1]
			if more, ok := strings.CutPrefix(line, "> "); ok && len(s.want) == 0 {
				s.command += "\n" + more
				s.first, s.last = i+1, i+1
				continue
			}
			s.want = append(s.want, line)
			s.last = i + 1
		}
	}
	return steps
}

// shell is one shell for the whole tutorial, in an empty directory.
type shell struct {
	t       *testing.T
	dir     string
	in      io.Writer
	out     *bufio.Reader
	address string // of the server, once it runs
}

func newShell(t *testing.T) *shell {
	t.Helper()
	s := &shell{t: t, dir: t.TempDir()}
	cmd := exec.Command("sh")
	cmd.Dir = s.dir
	cmd.Env = append(os.Environ(), "NLG_LISTEN=127.0.0.1:0", "NO_COLOR=1")
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = cmd.Stdout
	s.in, s.out = in, bufio.NewReader(out)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		fmt.Fprintln(s.in, "kill $! 2>/dev/null")
		in.Close()
		if err := cmd.Wait(); err != nil {
			t.Log(err)
		}
	})
	return s
}

// ran is a step that has been run.
type ran struct {
	step
	got  []string
	diff string
}

// all runs the steps. A saved change takes a moment to go live: a request is
// repeated until its output is right.
func (s *shell) all(steps []step) []ran {
	var out []ran
	for _, one := range steps {
		r := ran{step: one}
		for begin := time.Now(); ; time.Sleep(20 * time.Millisecond) {
			r.got = s.run(one.command)
			r.diff = differ(one.want, r.got)
			if r.diff == "" || !strings.HasPrefix(one.command, "curl ") || time.Since(begin) > 5*time.Second {
				break
			}
		}
		out = append(out, r)
	}
	return out
}

// run runs a command and returns the lines of its output.
func (s *shell) run(command string) []string {
	const end = "--- the command has ended ---"
	if s.address != "" {
		command = strings.ReplaceAll(command, "127.0.0.1:5056", s.address)
	}
	fmt.Fprintf(s.in, "%s\necho; echo '%s'\n", command, end)
	var lines []string
	for {
		line, err := s.out.ReadString('\n')
		if err != nil {
			s.t.Fatalf("$ %s\n%v", command, err)
		}
		if line = strings.TrimSuffix(line, "\n"); line == end {
			break
		}
		if s.address != "" {
			line = strings.ReplaceAll(line, s.address, "127.0.0.1:5056")
		}
		lines = append(lines, line)
	}
	if strings.HasPrefix(command, "nlgserver serve") {
		s.address = s.awaitServer()
	}
	// The empty line ends an output that has no line break of its own.
	if last := len(lines) - 1; lines[last] == "" {
		lines = lines[:last]
	}
	return lines
}

// awaitServer finds the server's address in its log.
func (s *shell) awaitServer() string {
	pattern := regexp.MustCompile(`msg=serving address=(127\.0\.0\.1:\d+)`)
	for begin := time.Now(); time.Since(begin) < patience; time.Sleep(10 * time.Millisecond) {
		log, _ := os.ReadFile(filepath.Join(s.dir, "serve.log"))
		if found := pattern.FindSubmatch(log); found != nil {
			return string(found[1])
		}
	}
	s.t.Fatal("the server does not start")
	return ""
}

// differ compares the output with the document.
func differ(want, got []string) string {
	pattern := regexp.QuoteMeta(strings.Join(want, "\n"))
	pattern = "(?s)^" + strings.ReplaceAll(pattern, "…", ".*") + "$"
	if regexp.MustCompile(pattern).MatchString(strings.Join(got, "\n")) {
		return ""
	}
	if diff := cmp.Diff(want, got); diff != "" {
		return diff
	}
	return "they differ"
}
