package workspace

import (
	"context"
	"errors"

	"nlgserver/desk/internal/releases"
	"nlgserver/release"
)

// Moved is what came of a move.
type Moved struct {
	Live *releases.Live
	// Problems are what did not work once it was live.
	Problems []string
}

// Move moves what is live. It reports its steps to the pages of a workspace, which may be
// nil. The errors are those of [releases.Releases.Move], and *[UnknownReleaseError].
func (w *Workspaces) Move(ctx context.Context, ws *Workspace, m releases.Move) (*Moved, error) {
	out := &Moved{Problems: []string{}}
	report := func(string, string) {}
	m.Told = func(s release.Step) {
		if s.What == release.StepProblem {
			out.Problems = append(out.Problems, s.Text)
		}
	}
	if ws != nil {
		report, m.Told = ws.report, ws.tells(&out.Problems)
	}
	ctx, _, end := w.lasting(ctx)
	defer end()
	live, err := w.cfg.Releases.Move(ctx, m)
	if errors.Is(err, release.ErrNotFound) {
		err = &UnknownReleaseError{m.Number}
	}
	if live == nil {
		report("done", "Nothing has changed: "+err.Error())
		return nil, err
	}
	if err != nil {
		out.Problems = append(out.Problems, err.Error())
	}
	report("done", "Done")
	out.Live = releases.LiveOf(live)
	return out, nil
}
