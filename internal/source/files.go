package source

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"nlgserver/internal/content"
	"nlgserver/internal/diag"
)

// The default limits of [Options]. Real assistants stay a hundred times below.
const (
	DefaultMaxFileSize  = 32 << 20
	DefaultMaxTotalSize = 256 << 20
	DefaultMaxEntries   = 100_000
)

// How long a fetch waits for content that is being written to come to rest.
const (
	maxLooks = 6
	lookWait = 20 * time.Millisecond
)

// Options limit what is read; 0 means the default.
type Options struct {
	// MaxFileSize and MaxTotalSize are in bytes.
	MaxFileSize, MaxTotalSize int64
	// MaxEntries is how many names may stand in all directories together; it
	// ends the walk of a directory that was given by mistake, such as /.
	MaxEntries int
	// OnWatchError hears of each directory that cannot be watched, once. What
	// happens there is found by polling. Nil means nobody listens.
	OnWatchError func(error)
}

// Files is content in files and directories. Its methods are safe for
// concurrent use.
type Files struct {
	paths []string
	opts  Options
	// read is readRegular, but for tests that change the content meanwhile.
	read func(path string, maxSize int64) ([]byte, error)
}

// New returns the content of the paths, each a file of any name or a directory
// of .yml and .yaml files. It does not look at them yet.
func New(paths []string) *Files {
	return (&Files{paths: slices.Clone(paths), read: readRegular}).With(Options{})
}

// With returns the same content under other options.
func (f *Files) With(opts Options) *Files {
	if opts.MaxFileSize <= 0 {
		opts.MaxFileSize = DefaultMaxFileSize
	}
	if opts.MaxTotalSize <= 0 {
		opts.MaxTotalSize = DefaultMaxTotalSize
	}
	if opts.MaxEntries <= 0 {
		opts.MaxEntries = DefaultMaxEntries
	}
	if opts.OnWatchError == nil {
		opts.OnWatchError = func(error) {}
	}
	g := *f
	g.opts = opts
	return &g
}

// Fetch reads everything, as it was at one moment: it lists, reads and lists
// again, and starts over if the two lists differ, because someone is saving or
// a mount is being swapped.
//
// The files are in loading order: the given paths in the given order, a
// directory's own files before its subdirectories, sorted by name (D3). If the
// diagnostics have errors, the files are those that could be read.
func (f *Files) Fetch(ctx context.Context) ([]content.File, diag.List) {
	var where string
	for look := range maxLooks {
		if look > 0 {
			pause(ctx)
		}
		before := f.list(ctx)
		files, found, torn := f.readAll(ctx, before)
		after := f.list(ctx)
		if err := ctx.Err(); err != nil {
			return nil, diag.List{unreadable("", fmt.Errorf("reading was stopped: %w", err))}
		}
		if where = cmp.Or(torn, before.difference(after)); where != "" {
			continue
		}
		found = append(found, before.found...)
		found.Sort()
		return files, found
	}
	d := unreadable(where, errChanged)
	d.Hint = "write to another name and rename, so that a file is never half there"
	return nil, diag.List{d}
}

// readAll reads the listed files. torn is one that was written to meanwhile.
func (f *Files) readAll(ctx context.Context, l *listing) (files []content.File, found diag.List, torn string) {
	files = make([]content.File, 0, len(l.files))
	for _, e := range l.files {
		if ctx.Err() != nil {
			break
		}
		data, err := f.read(e.path, f.opts.MaxFileSize)
		switch {
		case errors.Is(err, errChanged):
			torn = e.shown
		case err != nil:
			found = append(found, unreadable(e.shown, err))
		default:
			files = append(files, content.File{Path: e.shown, Data: data, Direct: e.direct})
		}
	}
	return files, found, torn
}

func pause(ctx context.Context) {
	timer := time.NewTimer(lookWait)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}
