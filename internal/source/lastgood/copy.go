package lastgood

import (
	"context"
	"errors"
	"fmt"
	"io"

	"nlgserver/internal/atomicfile"
	"nlgserver/internal/content"
	"nlgserver/internal/diag"
	"nlgserver/internal/source"
	"nlgserver/internal/source/files"
)

// Copy is a copy of content in a file: a [source.Source].
type Copy string

// String returns the path of the file.
func (c Copy) String() string { return string(c) }

// Still reports that the copy does not change by itself.
func (c Copy) Still() bool { return true }

// Watch returns at once: the copy does not change by itself.
func (c Copy) Watch(context.Context, func()) error { return nil }

// Fetch returns the files of the copy; none of them if it is damaged.
func (c Copy) Fetch(ctx context.Context) ([]content.File, diag.List) {
	files, err := c.load()
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return nil, diag.List{source.Unreadable(string(c), err)}
	}
	return files, nil
}

func (c Copy) load() ([]content.File, error) {
	f, err := files.Disk(string(c)).Open(".") // a pipe must not block the start
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = fmt.Errorf("it is a %s, not a file", files.Kind(info.Mode()))
	}
	if err != nil {
		return nil, err
	}
	read, version, err := read(f, info.Size())
	if err != nil {
		return nil, err
	}
	if content.Version(read) != version {
		return nil, errors.New("the copy is damaged: its files do not have its version")
	}
	return read, nil
}

// Tidy removes what a process that was killed has left of a copy.
func (c Copy) Tidy() error { return atomicfile.RemoveLeftovers(string(c)) }

// Save writes the copy as a whole, readable only by its owner. If that fails,
// the old copy is left as it was.
func (c Copy) Save(files []content.File) error {
	return atomicfile.WriteFrom(string(c), 0o600, func(w io.Writer) error {
		return write(w, files)
	})
}
