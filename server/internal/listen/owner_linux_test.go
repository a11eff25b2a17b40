package listen

import (
	"context"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// TestModeBeforeChmod binds as Open does, with a umask that allows everything. It
// must not run beside tests that make files.
func TestModeBeforeChmod(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s")
	defer syscall.Umask(syscall.Umask(0))
	l, err := bind(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if info, err := os.Lstat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v, want the mode 600", info.Mode(), err)
	}
}
