package workspace

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strconv"

	"nlgserver/compare"
	"nlgserver/desk/internal/draft"
	"nlgserver/nlg"
	"nlgserver/release"
)

var (
	// ErrNoStore is the error where there is no store of releases.
	ErrNoStore = errors.New("there is no store of releases")
	// ErrSide is the error for something that cannot be compared.
	ErrSide = errors.New("compare from the number of a release, live or parent, to a number, live, files or draft")
)

// UnknownReleaseError is the error for a release that the store does not have.
type UnknownReleaseError struct {
	// Number is 0 for what is live.
	Number int
}

func (e *UnknownReleaseError) Error() string {
	if e.Number == 0 {
		return "nothing is live yet"
	}
	return fmt.Sprintf("there is no release %d", e.Number)
}

// UnloadableError is the error for content that cannot be loaded, so that it can be compared
// with nothing.
type UnloadableError struct {
	// What names the content.
	What  string
	Found nlg.Diagnostics
}

func (e *UnloadableError) Error() string {
	for _, d := range e.Found {
		if d.Severity == nlg.Error {
			return fmt.Sprintf("%s cannot be loaded by this version of nlgserver: %s", e.What, d.String())
		}
	}
	return e.What + " cannot be loaded by this version of nlgserver"
}

// FilesOf returns the files of a release; 0 is the one that is live.
func (w *Workspaces) FilesOf(ctx context.Context, number int) ([]nlg.File, error) {
	if w.cfg.Releases == nil {
		return nil, ErrNoStore
	}
	files, err := w.cfg.Releases.Files(ctx, number)
	if errors.Is(err, release.ErrNotFound) {
		return nil, &UnknownReleaseError{number}
	}
	return files, err
}

// ReleaseChanges returns what differs by meaning from one content to another: from a
// release, from what is live, or from the release before, to a release, to what is live, to
// the files, or to the files with the draft.
func (ws *Workspace) ReleaseChanges(ctx context.Context, from, to string) (*compare.Diff, error) {
	w := ws.all
	if w.cfg.Releases == nil {
		return nil, ErrNoStore
	}
	var content []nlg.File
	number, what := 0, "the content of the files"
	switch to {
	case "files":
		ws.mu.Lock()
		content = ws.base.Sources.Files
		ws.mu.Unlock()
	case "draft":
		what = "the content with the draft"
		ws.mu.Lock()
		content, _ = draft.Split(ws.files)
		ws.mu.Unlock()
	default:
		var err error
		if number, err = w.numberOf(to); err != nil {
			return nil, err
		}
		what = releaseName(number)
		if content, err = w.FilesOf(ctx, number); err != nil {
			return nil, err
		}
	}
	first, err := w.numberBefore(ctx, from, number)
	if err != nil {
		return nil, err
	}
	return w.compare(ctx, first, content, what)
}

// compare compares a release with content; 0 is no content at all.
func (w *Workspaces) compare(ctx context.Context, number int, content []nlg.File, what string) (*compare.Diff, error) {
	var before *nlg.Catalog
	if number > 0 {
		files, err := w.FilesOf(ctx, number)
		if err != nil {
			return nil, err
		}
		if before, err = loaded(ctx, files, releaseName(number), named); err != nil {
			return nil, err
		}
	}
	after, err := loaded(ctx, content, what, named)
	if err != nil {
		return nil, err
	}
	return compare.CatalogsContext(ctx, before, after)
}

func releaseName(number int) string { return fmt.Sprintf("release %d", number) }

// numberOf returns the number of a release that is named by it, or as what is live.
func (w *Workspaces) numberOf(name string) (int, error) {
	if name == "live" {
		now := w.cfg.Releases.Now()
		switch {
		case now.Live != nil:
			return now.Live.Release, nil
		case now.Read:
			return 0, &UnknownReleaseError{}
		}
		return 0, errors.New(cmp.Or(now.Error, "the store was not read yet: try again in a moment"))
	}
	number, err := strconv.Atoi(name)
	if err != nil || number < 1 {
		return 0, ErrSide
	}
	return number, nil
}

// numberBefore returns the number of what to compare from: by its name, or the parent of
// the release with a number, or, for what is none, what is live. It is 0 if there was
// nothing before.
func (w *Workspaces) numberBefore(ctx context.Context, name string, number int) (int, error) {
	unknown := (*UnknownReleaseError)(nil)
	switch {
	case name != "" && name != "parent":
		return w.numberOf(name)
	case number > 0:
		parent, err := w.cfg.Releases.Parent(ctx, number)
		if errors.Is(err, release.ErrNotFound) {
			err = &UnknownReleaseError{number}
		}
		return parent, err
	}
	live, err := w.numberOf("live")
	if errors.As(err, &unknown) {
		return 0, nil
	}
	return live, err
}

// named is an environment in which each variable has its own name as its value, so that
// releases are compared without what this machine has.
func named(name string) (string, bool) { return name, true }

// loaded compiles content for a comparison.
func loaded(ctx context.Context, files []nlg.File, what string, env func(string) (string, bool)) (*nlg.Catalog, error) {
	catalog, found, err := nlg.CompileContext(ctx, files, nlg.Options{KeepWritten: true, Env: env})
	if err != nil {
		return nil, err
	}
	if catalog == nil {
		return nil, &UnloadableError{what, found}
	}
	return catalog, nil
}
