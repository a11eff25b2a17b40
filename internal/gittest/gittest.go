// Package gittest makes git repositories for tests, without the settings of whoever runs
// the tests.
package gittest

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// Isolate hides the settings of the user and of the machine from git in this process. It is
// for a TestMain: the programs that are tested run git too.
func Isolate() {
	for name, value := range map[string]string{"GIT_CONFIG_GLOBAL": os.DevNull, "GIT_CONFIG_NOSYSTEM": "1"} {
		if err := os.Setenv(name, value); err != nil {
			panic(err) // neither name nor value is wrong
		}
	}
}

// Need skips a test where git is not installed.
func Need(t testing.TB) {
	t.Helper()
	if !Installed() {
		t.Skip("git is not installed")
	}
}

// Installed reports whether there is a git.
func Installed() bool {
	_, err := exec.LookPath("git")
	return err == nil
}

// Git runs git in a directory, as Bob, and returns what it prints, without blanks around.
func Git(t testing.TB, dir string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "git", append([]string{
		"-c", "user.name=Bob", "-c", "user.email=bob@example.com", "-c", "core.autocrlf=false",
	}, args...)...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("git %v: %v\n%s", args, err, out)
	}
	return strings.TrimSpace(string(out))
}

// Begin makes a directory a git repository with a branch main, whose first commit, "Begin",
// has what is in the directory.
func Begin(t testing.TB, dir string) {
	t.Helper()
	Need(t)
	Git(t, dir, "init", "--quiet", "--initial-branch", "main")
	Git(t, dir, "add", ".")
	Git(t, dir, "commit", "--quiet", "--message", "Begin")
}
