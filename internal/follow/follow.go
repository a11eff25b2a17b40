package follow

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"sync"
	"time"

	"nlgserver/internal/source/files"
)

const (
	// settle is how long a changed file must not change again before it is used: it
	// may be half written.
	settle = 50 * time.Millisecond
	// pipeWait is how long the start waits for secrets from a pipe.
	pipeWait = 10 * time.Second
	// maxBytes is the largest file that is followed.
	maxBytes = 1 << 20
)

// Files are small files, such as secrets, that are read again when they change, and
// applied together. What was applied last stays in use until newer content is applied
// without an error.
type Files struct {
	setting string
	paths   []string
	apply   func(data [][]byte) error

	mu sync.Mutex
	// seen is what was applied, or reported, last.
	seen version
	// next is what the last look found, if it was not seen.
	next [sha256.Size]byte
}

// New returns files that are not read yet. The setting names them in errors and log
// lines; apply gets their content, one for each path.
func New(setting string, apply func(data [][]byte) error, paths ...string) *Files {
	return &Files{setting: setting, paths: paths, apply: apply}
}

// Setting returns the name of the files in errors and log lines.
func (f *Files) Setting() string { return f.setting }

// Then calls after whenever content has been applied.
func (f *Files) Then(after func()) {
	apply := f.apply
	f.apply = func(data [][]byte) error {
		err := apply(data)
		if err == nil {
			after()
		}
		return err
	}
}

// version is one state of the files.
type version struct {
	digest [sha256.Size]byte
	// files are nil for those that could not be read.
	files []fs.FileInfo
}

// Start reads the files for the first time.
func (f *Files) Start() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	data, found, err := f.read(readFirst)
	f.seen = found
	if err == nil {
		err = f.apply(data)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", f.setting, err)
	}
	return nil
}

// Look reads the files, and applies them if they have changed. A file that was
// written to in place may be half written: it is used once two looks in a row have
// found the same, or at once if somebody asks for it. An error is returned once for
// each change.
func (f *Files) Look(ctx context.Context, asked bool) (changed bool, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.once() {
		return false, nil
	}
	_, found, err := f.read(readSmall)
	if found.digest == f.seen.digest {
		f.next = found.digest
		return false, nil
	}
	if whole := asked || err != nil || found.replaces(f.seen); !whole && found.digest != f.next {
		f.next = found.digest
		return false, nil
	}
	select {
	case <-ctx.Done():
		return false, nil
	case <-time.After(settle):
	}
	digest := found.digest
	data, found, err := f.read(readSmall)
	if found.digest != digest {
		f.next = found.digest
		return false, nil // it is still being written: wait for the next look
	}
	f.seen, f.next = found, found.digest
	if err == nil {
		err = f.apply(data)
	}
	return true, err
}

// replaces reports whether other files have taken the place of the old ones. Those
// are whole, unlike files that are written to in place.
func (v version) replaces(old version) bool {
	for i, info := range v.files {
		was := old.files[i]
		if info == nil || was == nil {
			return false
		}
		written := info.Size() != was.Size() || !info.ModTime().Equal(was.ModTime())
		if written && os.SameFile(info, was) {
			return false
		}
	}
	return true
}

// once reports whether one of the files is a pipe, or something else that can be
// read only once, and was so at the start.
func (f *Files) once() bool {
	for i, was := range f.seen.files {
		if was == nil || was.Mode().IsRegular() {
			continue
		}
		if now, err := os.Stat(f.paths[i]); err == nil && now.Mode().Type() == was.Mode().Type() {
			return true
		}
	}
	return false
}

func (f *Files) read(one func(path string) ([]byte, fs.FileInfo, error)) ([][]byte, version, error) {
	data := make([][]byte, len(f.paths))
	v := version{files: make([]fs.FileInfo, len(f.paths))}
	var err error
	for i, path := range f.paths {
		if data[i], v.files[i], err = one(path); err != nil {
			break
		}
	}
	v.digest = digestOf(data, err)
	return data, v, err
}

// readFirst reads a file, or something that can be read only once, such as a pipe
// of the shell: then it waits for a writer, but not for ever.
func readFirst(path string) ([]byte, fs.FileInfo, error) {
	info, err := os.Stat(path)
	if err != nil || info.Mode().IsRegular() || info.IsDir() {
		return readSmall(path)
	}
	var data []byte
	read := make(chan error, 1)
	go func() {
		f, err := os.Open(path)
		if err == nil {
			data, err = readText(f, path)
		}
		read <- err
	}()
	select {
	case err := <-read:
		return data, info, err
	case <-time.After(pipeWait):
		return nil, info, fmt.Errorf("%s is a %s, and nobody has written to it for %v", path, files.Kind(info.Mode()), pipeWait)
	}
}

// readSmall reads a regular file. It never blocks.
func readSmall(path string) ([]byte, fs.FileInfo, error) {
	f, err := files.Disk(path).Open(".")
	if err != nil {
		return nil, nil, err
	}
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = fmt.Errorf("%s is a %s, not a file", path, files.Kind(info.Mode()))
	}
	if err != nil {
		return nil, nil, errors.Join(err, f.Close())
	}
	data, err := readText(f, path)
	return data, info, err
}

// readText reads a small file to its end, and closes it.
func readText(f io.ReadCloser, path string) ([]byte, error) {
	defer f.Close() //nolint:errcheck // nothing was written
	data, err := io.ReadAll(io.LimitReader(f, maxBytes+1))
	if err == nil && len(data) > maxBytes {
		err = fmt.Errorf("%s is larger than %d bytes", path, maxBytes)
	}
	if err != nil {
		return nil, err
	}
	return plainText(path, data)
}

func digestOf(data [][]byte, err error) [sha256.Size]byte {
	h := sha256.New()
	if err != nil {
		h.Write([]byte(err.Error()))
	}
	for _, d := range data {
		var size [8]byte
		binary.LittleEndian.PutUint64(size[:], uint64(len(d)))
		h.Write(size[:])
		h.Write(d)
	}
	return [sha256.Size]byte(h.Sum(nil))
}
