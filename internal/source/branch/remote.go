package branch

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"nlgserver/internal/diag"
	"nlgserver/internal/near"
	"nlgserver/internal/source"
	"nlgserver/internal/source/git"
)

// goneError is the error for a branch that the repository does not have.
type goneError struct {
	branch string
	// known is a commit that it had.
	known string
	// meant is another branch that was probably meant; empty for none.
	meant string
	// others are some that there are.
	others []string
}

func (e *goneError) Error() string {
	if e.known != "" {
		return fmt.Sprintf("the repository has no branch %q any more: it was deleted or renamed after commit %.12s", e.branch, e.known)
	}
	return fmt.Sprintf("the repository has no branch %q", e.branch)
}

// tip returns the commit of the branch in the repository.
func (b *Branch) tip(ctx context.Context, secret credentials) (string, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, maxAsking, fmt.Errorf("the repository did not answer within %v", maxAsking))
	defer cancel()
	way := reach{remote: true, secret: secret}
	refs, err := b.listed(ctx, way, b.at.ref)
	if err != nil {
		return "", err
	}
	if id := refs[b.at.ref]; id != "" {
		return id, nil
	}
	e := &goneError{branch: b.at.branch}
	if b.last != nil {
		e.known = b.last.commit.ID
	}
	all, err := b.listed(ctx, way, "refs/heads/*")
	if err != nil {
		return "", err
	}
	var names []string
	for _, ref := range slices.Sorted(maps.Keys(all)) {
		names = append(names, strings.TrimPrefix(ref, "refs/heads/"))
	}
	e.meant, _ = near.Name(b.at.branch, slices.Values(names))
	e.others = names
	return "", e
}

// listed returns the commits of the refs in the repository that match a pattern.
func (b *Branch) listed(ctx context.Context, way reach, pattern string) (map[string]string, error) {
	out, err := b.git(ctx, "", "", way, "ls-remote", "--end-of-options", remoteName, pattern)
	if err != nil {
		return nil, err
	}
	refs := map[string]string{}
	for line := range strings.Lines(string(out)) {
		id, ref, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		if isHash(id) {
			refs[ref] = id
		}
	}
	return refs, nil
}

func isHash(id string) bool {
	return (len(id) == 40 || len(id) == 64) && strings.Trim(id, "0123456789abcdef") == ""
}

// diagnostic returns the error of a look for the author and the operator.
func (b *Branch) diagnostic(err error) diag.Diagnostic {
	d := source.Unreadable(b.at.shown, err)
	const most = 5
	if e, ok := errors.AsType[*goneError](err); ok {
		d.Message = e.Error()
		switch {
		case e.meant != "":
			d.Hint = "did you mean `?ref=" + e.meant + "`?"
		case len(e.others) == 0:
			d.Hint = "it has no branch at all yet: push one"
		case len(e.others) <= most:
			d.Hint = "it has the branches `" + strings.Join(e.others, "`, `") + "`"
		default:
			d.Hint = "it has the branches `" + strings.Join(e.others[:most], "`, `") + "`, and more"
		}
	}
	if e, ok := errors.AsType[*git.AbsentError](err); ok {
		d.Message = fmt.Sprintf("branch %q has no path %q", b.at.branch, e.Path)
		if meant, ok := near.Name(e.Path, slices.Values(e.Beside)); ok {
			d.Hint = "did you mean `" + meant + "`?"
		} else if 0 < len(e.Beside) && len(e.Beside) <= most {
			d.Hint = "beside it are `" + strings.Join(e.Beside, "`, `") + "`"
		}
	}
	if e, ok := errors.AsType[*git.SubmoduleError](err); ok {
		d.Message = e.Error()
		d.Hint = "follow the repository of the submodule instead: submodules are not fetched"
	}
	return d
}
