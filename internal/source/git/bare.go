package git

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os/exec"
	"path"
	"slices"
	"strings"

	"nlgserver/internal/source/files"
)

// Bare is a commit in a repository without a working tree.
type Bare struct {
	// Name is for the status and the log.
	Name string
	// Commit is the full hash.
	Commit string
	// Run returns git with the arguments, in the repository.
	Run func(ctx context.Context, args []string) *exec.Cmd
	// Need makes objects available, by their hashes, before they are read: the repository
	// may have the names of files without their bytes. It may be nil.
	Need func(ctx context.Context, hashes []string) error
}

// AbsentError is the error for a path that a commit does not have.
type AbsentError struct {
	Path string
	// Beside are the names in the directory that has no such path.
	Beside []string
}

func (e *AbsentError) Error() string { return fmt.Sprintf("the commit has no path %q", e.Path) }

// SubmoduleError is the error for a path in another repository.
type SubmoduleError struct{ Path, Submodule string }

func (e *SubmoduleError) Error() string {
	return fmt.Sprintf("%q is in the submodule %q, of which the commit has no files", e.Path, e.Submodule)
}

func (b Bare) repository() *repository {
	return &repository{rev: b.Commit[:min(len(b.Commit), 12)], commit: b.Commit, run: b.Run, need: b.Need}
}

// Describe returns the commit.
func (b Bare) Describe(ctx context.Context) (*Commit, error) {
	commits, err := b.repository().log(ctx, nil, "--max-count=1", "--end-of-options", b.Commit)
	if err != nil {
		return nil, err
	}
	if len(commits) != 1 {
		return nil, ErrUnknownCommit
	}
	return &commits[0], nil
}

// Open reads the content that the paths have in the commit, which are relative to the root
// of the repository. Links out of the repository are errors. It returns also the
// submodules that are in the paths.
func (b Bare) Open(ctx context.Context, paths []string, opts files.Options) (r *Revision, submodules []string, err error) {
	if len(paths) == 0 {
		return nil, nil, errors.New("no path given")
	}
	none := files.InFS(b.Name).With(opts)
	t, err := b.repository().read(ctx, slices.Clone(paths), none.Limits())
	if err != nil {
		return nil, nil, err
	}
	roots := make([]files.Root, len(paths))
	for i, name := range paths {
		if err := t.lacks(name); err != nil {
			return nil, nil, err
		}
		roots[i] = files.Root{FS: fs.FS(t), Path: name}
	}
	for _, name := range t.submodules {
		if slices.ContainsFunc(paths, func(p string) bool { return p == "." || strings.HasPrefix(name, p+"/") }) {
			submodules = append(submodules, name)
		}
	}
	return &Revision{files.InFS(b.Name, roots...).With(opts)}, submodules, nil
}

// lacks returns why a revision does not have a path; nil if it has it.
func (t *tree) lacks(name string) error {
	for _, s := range t.submodules {
		if name == s || strings.HasPrefix(name, s+"/") {
			return &SubmoduleError{name, s}
		}
	}
	if t.has(name) {
		return nil
	}
	at := name
	for at != "." && !t.has(at) {
		at = path.Dir(at)
	}
	e := &AbsentError{Path: name}
	if n, _, err := t.resolve("stat", at); err == nil && n != nil {
		for _, entry := range n.entries {
			e.Beside = append(e.Beside, path.Join(at, entry.name))
		}
	}
	return e
}
