package source

import (
	"errors"
	"fmt"
	"io"
	"os"
	"syscall"
)

// errChanged says that a file was written to between two looks at it.
var errChanged = errors.New("it keeps changing while it is read")

// readRegular returns the bytes of a regular file. It never blocks on
// something else: opening a FIFO without a writer would wait for one.
func readRegular(path string, maxSize int64) ([]byte, error) {
	f, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // nothing was written
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("it is a %s", kind(info.Mode()))
	}
	if info.Size() > maxSize {
		return nil, errChanged // it was listed, so it was smaller
	}
	// One byte more than there should be shows a file that grows.
	data := make([]byte, info.Size()+1)
	n, err := io.ReadFull(f, data)
	switch {
	case err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF):
		return nil, err
	case int64(n) != info.Size():
		return nil, errChanged
	}
	return data[:n:n], nil
}

// kind names what is not a regular file.
func kind(mode os.FileMode) string {
	switch {
	case mode.IsDir():
		return "directory"
	case mode&os.ModeNamedPipe != 0:
		return "named pipe"
	case mode&os.ModeSocket != 0:
		return "socket"
	case mode&os.ModeDevice != 0:
		return "device"
	default:
		return "special file"
	}
}
