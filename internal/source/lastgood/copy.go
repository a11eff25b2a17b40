package lastgood

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"nlgserver/internal/content"
	"nlgserver/internal/diag"
	"nlgserver/internal/source"
)

// Copy is a copy of content in a file: a [source.Source].
type Copy string

// String returns the path of the file.
func (c Copy) String() string { return string(c) }

// Still reports that the copy does not change by itself.
func (c Copy) Still() bool { return true }

// Watch returns at once: the copy does not change by itself.
func (c Copy) Watch(context.Context, func()) error { return nil }

// Fetch returns the files of the copy. If it is damaged, none of them.
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
	f, err := os.Open(string(c))
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	files, version, err := read(f)
	if err != nil {
		return nil, err
	}
	if content.Version(files) != version {
		return nil, errors.New("the copy is damaged: its files do not have its version")
	}
	return files, nil
}

// Save writes the copy as a whole, readable only by its owner. If that fails,
// the old copy is left as it was.
func (c Copy) Save(files []content.File) (err error) {
	f, err := os.CreateTemp(filepath.Dir(string(c)), "."+filepath.Base(string(c))+".*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, f.Close(), os.Remove(f.Name()))
		}
	}()
	if err := f.Chmod(0o600); err != nil {
		return err
	}
	if err := write(f, files); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), string(c)); err != nil {
		return err
	}
	return f.Close()
}
