//go:build unix

package llm

import (
	"path/filepath"
	"syscall"
	"testing"
)

// TestRephraseKeyOfPipe checks that a named pipe is not opened: its key was read at the start,
// and there is no other.
func TestRephraseKeyOfPipe(t *testing.T) {
	path := filepath.Join(t.TempDir(), "key")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	if key, err := readKey(path); key != "" || err != nil {
		t.Errorf("%q, %v", string(key), err)
	}
}
