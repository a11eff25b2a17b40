//go:build unix

package server

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
)

// nobody is a user who can read only files that are readable by all.
const nobody = 65534

// TestContentModelOfAnotherUser runs TestContentModel as a user who cannot read
// every file, if the tests run as root, as in a CI container.
func TestContentModelOfAnotherUser(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("not root: TestContentModel has hidden files already")
	}
	out, err := asNobody(t, testProgram(t), "-test.run", "^TestContentModel$", "-test.v", "-test.short").CombinedOutput()
	if errors.Is(err, syscall.EPERM) {
		t.Skip("this root may not change its user")
	}
	if err != nil || !bytes.Contains(out, []byte("[rapid] OK")) {
		t.Errorf("%v:\n%s", err, out)
	}
}

// testProgram returns the path of the running test binary.
func testProgram(t *testing.T) string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return self
}

// asNobody returns a command that runs a copy of a program as the user nobody, in
// a directory of that user.
func asNobody(t *testing.T, program string, args ...string) *exec.Cmd {
	t.Helper()
	dir, err := os.MkdirTemp("", "nobody") //nolint:usetesting // other users cannot read t.TempDir
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	code, err := os.ReadFile(program)
	if err != nil {
		t.Fatal(err)
	}
	theirs := filepath.Join(dir, filepath.Base(program))
	for _, err := range []error{os.WriteFile(theirs, code, 0o600), os.Chmod(theirs, 0o755), os.Chown(dir, nobody, nobody)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.CommandContext(t.Context(), theirs, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "TMPDIR="+dir, "HOME="+dir)
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	return cmd
}
