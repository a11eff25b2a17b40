package files_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"nlgserver/internal/source/files"
)

// insideNamespace is set in the process that may mount.
const insideNamespace = "NLGSERVER_TEST_MOUNTS"

// inNamespace runs the test in a process that may mount, and reports whether this is
// that process.
func inNamespace(t *testing.T) bool {
	t.Helper()
	if os.Getenv(insideNamespace) == "" {
		cmd := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")
		cmd.Env = append(os.Environ(), insideNamespace+"=1")
		cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNS}
		if os.Geteuid() != 0 {
			cmd.SysProcAttr.Cloneflags |= syscall.CLONE_NEWUSER
			cmd.SysProcAttr.UidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}}
		}
		out, err := cmd.CombinedOutput()
		if err != nil && (len(out) == 0 || strings.Contains(string(out), "cannot mount")) {
			t.Skipf("no mounts here: %v %s", err, out)
		}
		if err != nil {
			t.Errorf("%v: %s", err, out)
		}
		return false
	}
	if err := syscall.Mount("", "/", "", syscall.MS_REC|syscall.MS_PRIVATE, ""); err != nil {
		t.Fatalf("cannot mount: %v", err)
	}
	return true
}

// bind shows what is at a path at another one, too.
func bind(t *testing.T, path, at string) {
	t.Helper()
	if err := syscall.Mount(path, at, "", syscall.MS_BIND, ""); err != nil {
		t.Fatalf("cannot mount: %v", err)
	}
	// The namespace ends with the process, but the directory is removed before.
	t.Cleanup(func() { _ = syscall.Unmount(at, syscall.MNT_DETACH) })
}

// TestReplacedMount mounts a single file, as docker run -v a.yml:/a.yml does, and
// replaces it outside.
func TestReplacedMount(t *testing.T) {
	if !inNamespace(t) {
		return
	}
	const text = "responses:\n  utter_x: [text: x]\n"
	outside := filepath.Join(tree(t, map[string]string{"a.yml": text}), "a.yml")
	root := tree(t, map[string]string{"mounted.yml": "", "own.yml": text})
	mounted := filepath.Join(root, "mounted.yml")
	bind(t, outside, mounted)
	link := filepath.Join(t.TempDir(), "link.yml")
	if err := os.Symlink(mounted, link); err != nil {
		t.Fatal(err)
	}
	paths := []string{root, mounted, link}
	for _, path := range paths {
		if read, found := files.New([]string{path}).Fetch(t.Context()); len(found) > 0 || len(read) == 0 {
			t.Errorf("%s before: %v", path, found)
		}
	}
	if err := os.WriteFile(outside+"~", []byte("responses: {}"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(outside+"~", outside); err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		read, found := files.New([]string{path}).Fetch(t.Context())
		if len(found) != 1 || found.Refused() || !strings.Contains(found[0].Message, "replaced outside of its mount") || string(read[0].Data) != text {
			t.Errorf("%s afterward: %v", path, found)
		}
	}
}

// TestNamelessFile checks that a deleted file which a program holds open, such as
// a here-document on standard input, is not taken for a mount.
func TestNamelessFile(t *testing.T) {
	f, err := os.CreateTemp(t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.WriteString("responses:\n  utter_x: [text: x]\n"); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(f.Name()); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join("/proc/self/fd", strconv.Itoa(int(f.Fd())))
	if read, found := files.New([]string{path}).Fetch(t.Context()); len(read) != 1 || len(found) > 0 {
		t.Errorf("%v, %v", read, found)
	}
}
