package atomicfile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// Prepared is the new content of a file, written beside it: for replacing several
// files so that nothing can fail for want of room or permission once the first is
// replaced.
type Prepared struct {
	path string
	temp *os.File
}

// Prepare writes the new content of a file beside it. It follows symbolic links. An
// existing file keeps its mode and, if the system lets it, its owner; a new file gets
// mode minus the umask. Then call [Prepared.Replace] or [Prepared.Drop].
func Prepare(path string, data []byte, mode fs.FileMode) (*Prepared, error) {
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target
	}
	old, err := os.Stat(path)
	switch {
	case err == nil && !old.Mode().IsRegular():
		return nil, &fs.PathError{Op: "write", Path: path, Err: errors.New("it is not a regular file")}
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return nil, err
	}
	temp, err := create(path, mode)
	if err != nil {
		return nil, err
	}
	p := &Prepared{path, temp}
	_, err = temp.Write(data)
	if old != nil {
		keepOwner(temp, old) // before the mode: it may clear bits of it
		err = errors.Join(err, temp.Chmod(old.Mode().Perm()))
	}
	if err = errors.Join(err, temp.Sync()); err != nil {
		return nil, errors.Join(err, p.Drop())
	}
	return p, nil
}

// Replace puts the new content in place. [SyncDir] makes that durable.
func (p *Prepared) Replace() error {
	err := p.temp.Close()
	if err == nil {
		err = os.Rename(p.temp.Name(), p.path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(p.temp.Name()))
	}
	return nil
}

// Drop removes the new content.
func (p *Prepared) Drop() error {
	return errors.Join(p.temp.Close(), os.Remove(p.temp.Name()))
}

// SyncDir makes renames in a directory durable, if the system supports it.
func SyncDir(dir string) error { return syncDir(dir) }
