package git

import (
	"context"
	"errors"
	"io/fs"

	"nlgserver/internal/content"
	"nlgserver/internal/diag"
	"nlgserver/internal/source/files"
)

// ErrAbsent is the error for a revision that has none of the paths.
var ErrAbsent = errors.New("the revision has none of these paths")

// Revision is the content of paths at a revision: a source.Source.
type Revision struct{ files *files.Files }

// Open reads the content that the paths of the working tree had at the
// revision. Paths that the revision does not have are left out. Where a path is
// shown, the revision comes before it, as in HEAD~1:domain/a.yml. The options limit
// what is read, as for files.
func Open(ctx context.Context, rev string, paths []string, opts files.Options) (*Revision, error) {
	if len(paths) == 0 {
		return nil, errors.New("no path given")
	}
	repo, err := open(ctx, paths[0], rev)
	if err != nil {
		return nil, err
	}
	wanted, err := repo.inTree(paths)
	if err != nil {
		return nil, err
	}
	none := files.InFS("git revision " + rev).With(opts)
	t, err := repo.read(ctx, wanted, none.Limits())
	if err != nil {
		return nil, err
	}
	roots := make([]files.Root, len(wanted))
	absent := true
	for i, name := range wanted {
		if t.has(name) {
			absent = false
			roots[i] = files.Root{FS: fs.FS(t), Path: name, Prefix: rev + ":"}
		}
	}
	if absent {
		return nil, ErrAbsent
	}
	return &Revision{files.InFS("git revision "+rev, roots...).With(opts)}, nil
}

// String returns the revision as it was typed.
func (r *Revision) String() string { return r.files.String() }

// Still reports that the content of a revision never changes.
func (r *Revision) Still() bool { return true }

// Fetch returns the files of the revision.
func (r *Revision) Fetch(ctx context.Context) ([]content.File, diag.List) { return r.files.Fetch(ctx) }

// Watch returns at once: the content of a revision never changes.
func (r *Revision) Watch(context.Context, func()) error { return nil }
