package files

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
)

// errChanged means that a file was written to while it was read.
var errChanged = errors.New("changes while being read")

const (
	// maxHead is how much is read of a file that is not content, to see whether it
	// should be: there may be many of them, of any size.
	maxHead = 64 << 10
	// maxSettings is the largest settings file.
	maxSettings = 1 << 20
)

// readHead returns the first bytes of a regular file.
func readHead(fsys fs.FS, name string, most int64) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // nothing was written
	if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() {
		return nil, errors.Join(err, fs.ErrInvalid)
	}
	return io.ReadAll(io.LimitReader(f, most))
}

// readRegular returns the bytes of a regular file, and an error for anything
// else.
func readRegular(fsys fs.FS, name string, maxSize int64) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // nothing was written
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("is a %s, not a file", Kind(info.Mode()))
	}
	if info.Size() > maxSize {
		return nil, errChanged // it was listed, so it was smaller
	}
	// One byte more than expected means that the file is growing.
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

// Kind names a mode that is not that of a regular file.
func Kind(mode fs.FileMode) string {
	switch {
	case mode.IsDir():
		return "directory"
	case mode&fs.ModeNamedPipe != 0:
		return "named pipe"
	case mode&fs.ModeSocket != 0:
		return "socket"
	case mode&fs.ModeDevice != 0:
		return "device"
	default:
		return "special file"
	}
}
