package files

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"nlgserver/internal/content"
	"nlgserver/internal/diag"
	"nlgserver/internal/source"
)

// The default limits of [Options], a hundred times the size of real assistants.
const (
	DefaultMaxFileSize  = 32 << 20
	DefaultMaxTotalSize = 256 << 20
	DefaultMaxEntries   = 100_000
	// DefaultMaxTime ends the reading of a file system that does not answer.
	DefaultMaxTime = 30 * time.Second
)

// How long a fetch waits for content that is being written.
const (
	maxLooks = 6
	lookWait = 20 * time.Millisecond
)

// Options limit what is read; 0 means the default.
type Options struct {
	// MaxFileSize and MaxTotalSize are in bytes.
	MaxFileSize, MaxTotalSize int64
	// MaxEntries is the maximum number of names in all directories together. It
	// ends the walk of a directory that was given by mistake, such as /.
	MaxEntries int
	// FollowLinks follows links that lead out of the roots. Without it, they are
	// errors.
	FollowLinks bool
	// MaxTime is how long one fetch may take.
	MaxTime time.Duration
	// OnWatchError is called once for each directory that cannot be watched.
	// Changes in it are found by polling. It may be nil.
	OnWatchError func(error)
	// Watches is shared by contents that are watched together. If it is nil, each
	// watch has its own.
	Watches *Watches
}

// Files is content in files and directories: a [source.Source].
type Files struct {
	name string
	// paths are those of the operating system; nil if the roots never change.
	paths []string
	roots []root
	opts  Options
	// read is readRegular, except in tests that change the content while it is read.
	read func(fsys fs.FS, name string, maxSize int64) ([]byte, error)
}

// New returns the content of the paths, each a file of any name or a directory
// of .yml and .yaml files. It does not look at them yet.
func New(paths []string) *Files {
	paths = slices.Clone(paths)
	if paths == nil {
		paths = []string{}
	}
	f := &Files{name: strings.Join(paths, ", "), paths: paths, roots: rootsOf(paths), read: readRegular}
	return f.With(Options{})
}

// InFS returns the content of roots that never change, such as those of an
// embedded file system. The rules are those for paths. The name is for the status
// and the log.
func InFS(name string, roots ...Root) *Files {
	f := &Files{name: name, read: readRegular}
	for _, r := range roots {
		f.roots = append(f.roots, root{fsys: r.FS, path: r.Path, prefix: r.Prefix, shown: r.Path, name: path.Base(r.Path)})
	}
	return f.With(Options{})
}

// With returns the same content with other options.
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
	if opts.MaxTime <= 0 {
		opts.MaxTime = DefaultMaxTime
	}
	if opts.OnWatchError == nil {
		opts.OnWatchError = func(error) {}
	}
	g := *f
	g.opts = opts
	return &g
}

// Limits returns the options, with the defaults filled in.
func (f *Files) Limits() Options { return f.opts }

// String returns the paths, or the name that was given.
func (f *Files) String() string { return f.name }

// Still reports whether the content never changes.
func (f *Files) Still() bool { return f.paths == nil }

// Fetch reads a snapshot of everything: it lists, reads and lists again, and starts
// over if the two lists differ, because a file is being saved or a mount is being
// swapped.
//
// The files are in loading order: the roots in their order, a directory's own
// files before its subdirectories, each sorted by name (D3). If the diagnostics
// have errors, the files are those that could be read.
func (f *Files) Fetch(ctx context.Context) ([]content.File, diag.List) {
	ctx, cancel := context.WithTimeoutCause(ctx, f.opts.MaxTime, fmt.Errorf("it took longer than %v", f.opts.MaxTime))
	defer cancel()
	var where string
	for look := range maxLooks {
		if look > 0 {
			pause(ctx)
		}
		before := f.list(ctx)
		files, found, torn := f.readAll(ctx, before)
		if !f.Still() {
			torn = cmp.Or(torn, before.difference(f.list(ctx)))
		}
		if ctx.Err() != nil {
			return nil, diag.List{source.Unreadable("", fmt.Errorf("reading stopped: %w", context.Cause(ctx)))}
		}
		if where = torn; where != "" {
			continue
		}
		found = append(found, before.found...)
		found.Sort()
		return files, found
	}
	d := source.Unreadable(where, errChanged)
	d.Hint = "write to another name and rename it, so that the file is never half written"
	return nil, diag.List{d}
}

// readAll reads the listed files. torn is one that changed while it was read.
func (f *Files) readAll(ctx context.Context, l *listing) (files []content.File, found diag.List, torn string) {
	files = make([]content.File, 0, len(l.files))
	for _, e := range l.files {
		if ctx.Err() != nil {
			break
		}
		data, err := f.read(e.root.fsys, e.path, f.opts.MaxFileSize)
		switch {
		case errors.Is(err, errChanged):
			torn = e.shown
		case err != nil:
			found = append(found, source.Unreadable(e.shown, err))
		default:
			files = append(files, content.File{Path: e.shown, Root: e.index, Name: e.name, Data: data, Direct: e.direct})
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
