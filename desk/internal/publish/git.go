package publish

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"nlgserver/internal/source/git"
)

// Git publishes into files in a git working tree, as one commit of exactly those
// files in the author's name. What else is changed or staged stays as it is.
//
// The repository's hooks do not run, unless Hooks is set: they may ask questions that
// nobody answers here, or change the files that were checked.
type Git struct {
	Files *Files
	// Paths are those of the content. The first of them says which repository is
	// meant.
	Paths []string
	// Push pushes each commit to where the branch is pushed by default.
	Push bool
	// Hooks runs the hooks of the repository.
	Hooks bool
}

// String names the target.
func (g *Git) String() string { return "git" }

// History returns the commits that changed the content.
func (g *Git) History(ctx context.Context, skip, limit int) ([]git.Commit, error) {
	return git.History(ctx, g.Paths, skip, limit)
}

// Check reports what would keep the changes from being committed.
func (g *Git) Check(ctx context.Context, changes []Change) error {
	if err := g.Files.Check(ctx, changes); err != nil {
		return err
	}
	tree, err := git.OpenTree(ctx, g.Paths, g.Hooks)
	if err != nil {
		return err
	}
	return tree.CanCommit(ctx, paths(changes))
}

func paths(changes []Change) []string {
	var out []string
	for _, c := range changes {
		out = append(out, c.Path)
	}
	return out
}

// Publish writes the changes and commits them. If there is nothing to write because
// the files are so already, it commits them as they are. Without changes there is no commit.
func (g *Git) Publish(ctx context.Context, changes []Change, author Author, message string, live func() error) (Published, error) {
	g.Files.mu.Lock()
	defer g.Files.mu.Unlock()
	if len(changes) == 0 {
		return g.Files.publish(ctx, nil, nil, live)
	}
	tree, err := git.OpenTree(ctx, g.Paths, g.Hooks)
	if err == nil {
		err = tree.CanCommit(ctx, paths(changes))
	}
	if err != nil {
		return Published{}, err
	}
	in := &commitIntent{Author: author, Message: message}
	for _, path := range paths(changes) {
		abs, err := filepath.Abs(path)
		if err != nil {
			return Published{}, err
		}
		in.Paths = append(in.Paths, abs)
	}
	dirty, err := tree.Uncommitted(ctx, in.Paths)
	if err != nil {
		return Published{}, err
	}
	out, err := g.Files.publish(ctx, changes, in, live)
	if err != nil {
		return out, err
	}
	for _, path := range dirty {
		out.Problems = append(out.Problems, fmt.Sprintf("%q had changes that were not committed: they are in this commit too", path))
	}
	// The files are in place: from here on nothing is taken back, whoever gave up.
	g.commit(context.WithoutCancel(ctx), tree, in, &out)
	g.Files.finish(&out)
	return out, nil
}

// commit commits, and pushes if asked to.
func (g *Git) commit(ctx context.Context, tree *git.Tree, in *commitIntent, out *Published) {
	id, err := tree.Commit(ctx, in.Paths, git.Signature{Name: in.Author.Name, Email: in.Author.Email}, in.Message)
	if err != nil {
		out.Problems = append(out.Problems, "the files are written, and not committed: "+err.Error())
		return
	}
	if out.Commit = id; !g.Push || id == "" {
		return
	}
	if err := tree.Push(ctx); err != nil {
		out.Problems = append(out.Problems, "the commit is not pushed: "+err.Error())
		return
	}
	out.Pushed = true
}

// Recover takes back a publication that was not finished, or commits it if all files
// were in place.
func (g *Git) Recover(ctx context.Context) (Recovered, error) {
	g.Files.mu.Lock()
	in, err := g.Files.read()
	g.Files.mu.Unlock()
	if err != nil || in == nil || !in.Written || in.Commit == nil {
		if err != nil {
			return Recovered{}, err
		}
		return g.Files.Recover()
	}
	tree, err := git.OpenTree(ctx, g.Paths, g.Hooks)
	if err != nil {
		return Recovered{}, err
	}
	out := Recovered{Completed: &Published{}}
	for _, f := range in.Files {
		if state, err := stateOf(f.Path, f.Before, f.After, f.Created); err != nil || state != isNew {
			out.Kept = append(out.Kept, f.Path)
		}
		out.Completed.Files = append(out.Completed.Files, f.Path)
	}
	slices.Sort(out.Kept)
	if len(out.Kept) == 0 {
		g.commit(ctx, tree, in.Commit, out.Completed)
	} else {
		out.Completed.Problems = append(out.Completed.Problems, "the files are written, and not committed: somebody changed "+strings.Join(out.Kept, ", ")+" since")
	}
	return out, g.Files.forget()
}
