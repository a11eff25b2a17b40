//go:build unix

package files

import (
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// TestReadNeverBlocks opens a FIFO that took the place of a file after that was
// listed. Nobody writes to it.
func TestReadNeverBlocks(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.yml")
	if err := syscall.Mkfifo(path, 0o644); err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() {
		_, err := readRegular(disk(path), ".", 10)
		done <- err
	}()
	select {
	case err := <-done:
		if err == nil || err.Error() != "it is a named pipe" {
			t.Errorf("readRegular: %v", err)
		}
	case <-time.After(5 * time.Second):
		t.Error("readRegular waits for a writer")
	}
}
