package workspace

import (
	"context"
	"errors"
	"time"

	"nlgserver/compare"
	"nlgserver/desk/internal/draft"
	"nlgserver/internal/source/git"
	"nlgserver/nlg"
)

// ErrNoHistory is the error where nothing keeps what was published.
var ErrNoHistory = errors.New("files have no history: keep them in a git repository")

// History is what was published, the latest first.
type History struct {
	// Target is where it is kept.
	Target  string  `json:"target"`
	Entries []Entry `json:"entries"`
	// More is set if there are older ones.
	More bool `json:"more"`
}

// Entry is a commit.
type Entry struct {
	ID     string `json:"id"`
	Author string `json:"author"`
	Email  string `json:"email"`
	Time   string `json:"time"`
	// Message is the whole message, whose first line says what it is about.
	Message string   `json:"message"`
	Files   []string `json:"files"`
}

// History returns what was published: at most limit, after skipping some.
func (w *Workspaces) History(ctx context.Context, skip, limit int) (*History, error) {
	out := &History{Entries: []Entry{}}
	if w.cfg.Target == nil {
		return out, nil
	}
	out.Target = w.nameTarget(ctx)
	commits, err := w.cfg.Target.History(ctx, skip, limit+1)
	if err != nil {
		return nil, err
	}
	if out.More = len(commits) > limit; out.More {
		commits = commits[:limit]
	}
	for _, c := range commits {
		message := c.Subject
		if c.Body != "" {
			message += "\n\n" + c.Body
		}
		out.Entries = append(out.Entries, Entry{
			ID: c.ID, Author: c.Author, Email: c.Email, Time: c.Time.Format(time.RFC3339), Message: message, Files: nonNil(c.Files),
		})
	}
	return out, nil
}

// at returns the files as a commit left them; none if there were none.
func (w *Workspaces) at(ctx context.Context, rev string) ([]nlg.File, error) {
	r, err := git.Open(ctx, rev, w.cfg.Paths, w.cfg.Read)
	if errors.Is(err, git.ErrAbsent) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	files, found := r.Fetch(ctx)
	if found.Refused() {
		return nil, errors.New(found[0].Message)
	}
	return files, ctx.Err()
}

// entry returns a commit of the content; not ok if it is none.
func (w *Workspaces) entry(ctx context.Context, id string) (*git.Commit, error) {
	if w.cfg.Target == nil {
		return nil, ErrNoHistory
	}
	return git.Find(ctx, w.cfg.Paths, id)
}

// Changes returns what a commit changed, by meaning. What it changed from or to may not
// load: it counts as nothing then.
func (w *Workspaces) Changes(ctx context.Context, id string) (*compare.Diff, error) {
	c, err := w.entry(ctx, id)
	if err != nil {
		return nil, err
	}
	var sides [2]*nlg.Catalog
	for i, rev := range [...]string{c.Parent, c.ID} {
		if rev == "" {
			continue // the first commit
		}
		files, err := w.at(ctx, rev)
		if err != nil {
			return nil, err
		}
		opts := w.cfg.Options.Compile
		opts.KeepWritten = true
		if sides[i], _, err = nlg.CompileContext(ctx, files, opts); err != nil {
			return nil, err
		}
	}
	return compare.CatalogsContext(ctx, sides[0], sides[1])
}

// Restore gives the files the texts that they had after a commit, as one step. It
// returns the paths of the files that stay although they were not there then.
func (ws *Workspace) Restore(ctx context.Context, id string) (left []string, err error) {
	c, err := ws.all.entry(ctx, id)
	if err != nil {
		return nil, err
	}
	files, err := ws.all.at(ctx, c.ID)
	if err != nil {
		return nil, err
	}
	err = ws.do(func(d *draft.Draft) error {
		left, err = d.Restore("go back to "+short(c.ID), files)
		return err
	})
	return left, err
}
