//go:build unix

package files

import (
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// TestReadNeverBlocks opens a FIFO that replaced a file after the file was
// listed. It has no writer.
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
		if err == nil || err.Error() != "is a named pipe, not a file" {
			t.Errorf("readRegular: %v", err)
		}
	case <-time.After(5 * time.Second):
		t.Error("readRegular waits for a writer")
	}
}
