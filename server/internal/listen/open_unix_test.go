//go:build unix

package listen

import (
	"errors"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func openSocket(t *testing.T, path string, mode fs.FileMode) net.Listener {
	t.Helper()
	l, err := Open(t.Context(), Address{Socket: path}, mode)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l
}

// abandon leaves the file of a socket on which nobody listens, as SIGKILL does.
func abandon(t *testing.T, path string) {
	t.Helper()
	l, err := net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
	if err != nil {
		t.Fatal(err)
	}
	l.SetUnlinkOnClose(false)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestSocketMode(t *testing.T) {
	for _, mode := range []fs.FileMode{0o600, 0o660, 0o666} {
		path := filepath.Join(t.TempDir(), "s")
		openSocket(t, path, mode)
		if info, err := os.Lstat(path); err != nil || info.Mode().Perm() != mode || info.Mode().Type() != fs.ModeSocket {
			t.Errorf("%v, %v, want %v", info.Mode(), err, mode)
		}
	}
}

// TestStaleSocket checks what happens to a file where the socket is to be.
func TestStaleSocket(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s")
	refuse := func(want string) {
		t.Helper()
		before, err := os.Lstat(path)
		if err != nil {
			t.Fatal(err)
		}
		if l, err := Open(t.Context(), Address{Socket: path}, 0o600); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, %v; want %s", l, err, want)
		}
		if after, err := os.Lstat(path); err != nil || !same(before, after) {
			t.Errorf("what was there is not there: %v", err)
		}
	}
	if err := os.WriteFile(path, []byte("precious"), 0o600); err != nil {
		t.Fatal(err)
	}
	refuse("the file exists and is not a socket")
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}

	abandon(t, path)
	l := openSocket(t, path, 0o600)
	refuse("another process listens on this socket")
	if err := l.Close(); err != nil {
		t.Error(err)
	}
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the socket is left: %v", err)
	}

	target := filepath.Join(t.TempDir(), "elsewhere")
	abandon(t, target)
	if err := os.Symlink(target, path); err != nil {
		t.Fatal(err)
	}
	refuse("the file exists and is not a socket")
}

// TestSocketOfAnother checks that a server leaves the socket that another has put
// in the place of its own.
func TestSocketOfAnother(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s")
	l := openSocket(t, path, 0o600)
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	openSocket(t, path, 0o600)
	if err := l.Close(); err != nil {
		t.Error(err)
	}
	if c, err := net.Dial("unix", path); err != nil {
		t.Errorf("the other's socket is gone: %v", err)
	} else {
		c.Close()
	}
}

// TestOpenErrors checks that an error is the cause alone, since the caller names
// the address.
func TestOpenErrors(t *testing.T) {
	l, err := Open(t.Context(), Address{Host: "127.0.0.1"}, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	taken := Address{Host: "127.0.0.1", Port: uint16(l.Addr().(*net.TCPAddr).Port)}
	if _, err := Open(t.Context(), taken, 0); err == nil || err.Error() != syscall.EADDRINUSE.Error() {
		t.Errorf("%v", err)
	}
	nowhere := Address{Socket: filepath.Join(t.TempDir(), "none", "s")}
	if _, err := Open(t.Context(), nowhere, 0o600); err == nil || err.Error() != syscall.ENOENT.Error() {
		t.Errorf("%v", err)
	}
}
