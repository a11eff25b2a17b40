// Package atomicfile replaces files in one step: readers see all of the old bytes
// or all of the new ones, even after a crash.
//
// The one rule to know: mode is the maximum mode of a file. A new file gets it minus
// the umask; an existing file keeps the part of its own mode that is within it.
package atomicfile

import (
	"errors"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
)

// Write replaces a file, or creates it. It follows symbolic links. A target that
// is not a regular file, such as /dev/stdout, is written to directly. It removes what
// interrupted writes of the file have left.
func Write(path string, data []byte, mode fs.FileMode) error {
	return WriteFrom(path, mode, bytesOf(data))
}

// WriteFrom is [Write] for content that write produces.
func WriteFrom(path string, mode fs.FileMode, write func(io.Writer) error) error {
	return replace(path, mode, write, true)
}

// WriteUnsynced is [Write] without waiting for the disk: after a power failure
// the file may be missing or empty. It is for many small files that may be lost.
func WriteUnsynced(path string, data []byte, mode fs.FileMode) error {
	return replace(path, mode, bytesOf(data), false)
}

// IsTemp reports whether the name is that of a temporary file, left over from an
// interrupted write. Names are without a directory.
func IsTemp(name string) bool {
	i := strings.LastIndex(name, tempMark)
	return i > 0 && name[0] == '.' && strings.Trim(name[i+len(tempMark):], "0123456789") == ""
}

// tempMark is in the name of each temporary file: .NAME.tmp-NUMBER.
const tempMark = ".tmp-"

func bytesOf(data []byte) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	}
}

func replace(path string, mode fs.FileMode, write func(io.Writer) error, sync bool) error {
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target
	}
	old, err := os.Stat(path)
	switch {
	case err == nil && !old.Mode().IsRegular():
		return writeTo(path, write)
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return err
	}
	if sync {
		// It is a pity if that fails, and no reason not to write.
		_ = RemoveLeftovers(path)
	}
	temp, err := create(path, mode)
	if err != nil {
		return err
	}
	err = write(temp)
	if err == nil && old != nil {
		err = temp.Chmod(old.Mode().Perm() & mode)
	}
	if err == nil && sync {
		err = temp.Sync()
	}
	err = errors.Join(err, temp.Close())
	if err == nil {
		err = os.Rename(temp.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(temp.Name()))
	}
	if sync {
		return syncDir(filepath.Dir(path))
	}
	return nil
}

// create makes a new file beside path.
func create(path string, mode fs.FileMode) (*os.File, error) {
	dir, name := filepath.Split(path)
	const tries = 100
	for i := 0; ; i++ {
		temp := dir + "." + name + tempMark + strconv.FormatUint(rand.Uint64(), 10)
		f, err := os.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
		if fault, ok := errors.AsType[*fs.PathError](err); ok {
			err = &fs.PathError{Op: "write", Path: path, Err: fault.Err} // nobody knows the other name
		}
		if err == nil {
			tryLock(f)
			if !isAt(f, temp) && i < tries {
				_ = f.Close()
				continue
			}
		}
		if !errors.Is(err, fs.ErrExist) || i == tries {
			return f, err
		}
	}
}

// writeTo writes to a device or a pipe.
func writeTo(path string, write func(io.Writer) error) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	return errors.Join(write(f), f.Close())
}

// syncDir makes a rename in the directory durable, if the system supports it.
func syncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	err = d.Sync()
	if errors.Is(err, syscall.EINVAL) || errors.Is(err, errors.ErrUnsupported) {
		err = nil
	}
	return errors.Join(err, d.Close())
}
