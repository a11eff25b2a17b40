package desk

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"nlgserver/desk/internal/releases"
	"nlgserver/desk/internal/workspace"
	"nlgserver/release"
)

// moveReply is what came of a move.
type moveReply struct {
	Now  *releases.Now  `json:"now"`
	Live *releases.Live `json:"live"`
	// Problems are what did not work once it was live.
	Problems []string `json:"problems"`
}

// moveAsked is the body of a request to move.
type moveAsked struct {
	Message string `json:"message"`
	// Live is the sequence that the user has seen.
	Live int `json:"live"`
}

func (d *Desk) rollback(w http.ResponseWriter, r *http.Request, s *session) error {
	var asked struct {
		Number int `json:"number"`
		moveAsked
	}
	if !readBody(w, r, &asked) {
		return nil
	}
	if asked.Number < 1 {
		refuse(w, codeWrongType, "number must be the number of a release, from 1")
		return nil
	}
	return d.move(w, r, s, asked.moveAsked, releases.Move{What: release.MoveRollback, Number: asked.Number})
}

func (d *Desk) promote(w http.ResponseWriter, r *http.Request, s *session) error {
	var asked moveAsked
	if !readBody(w, r, &asked) {
		return nil
	}
	return d.move(w, r, s, asked, releases.Move{What: release.MovePromote})
}

func (d *Desk) abort(w http.ResponseWriter, r *http.Request, s *session) error {
	var asked moveAsked
	if !readBody(w, r, &asked) {
		return nil
	}
	return d.move(w, r, s, asked, releases.Move{What: release.MoveAbort})
}

// move moves what is live, and answers with what is live then.
func (d *Desk) move(w http.ResponseWriter, r *http.Request, s *session, asked moveAsked, m releases.Move) error {
	if !d.hasStore(w) {
		return nil
	}
	if len(asked.Message) > maxMessage || asked.Live < 0 {
		refuse(w, codeWrongType, "message may have at most "+strconv.Itoa(maxMessage)+" bytes, and live is from 0")
		return nil
	}
	if m.Message = strings.TrimSpace(asked.Message); m.Message == "" {
		m.Message = d.movesBecause(m)
	}
	m.By, m.Seen = d.authorOf(s).String(), releases.Seen(asked.Live)
	await(w, r)
	out, err := d.work.Move(r.Context(), d.workspaceOf(s), m)
	if err != nil {
		return d.unmoved(w, err)
	}
	return reply(w, r, moveReply{d.releases.Aged(), out.Live, out.Problems})
}

// movesBecause is the message of a move that has none.
func (d *Desk) movesBecause(m releases.Move) string {
	if m.What == release.MoveRollback {
		return fmt.Sprintf("Back to release %d", m.Number)
	}
	what := "the canary"
	if now := d.releases.Now(); now.Live != nil && now.Live.Canary != nil {
		what = fmt.Sprintf("release %d", now.Live.Canary.Release)
	}
	switch {
	case m.What == release.MovePromote:
		return "Promote " + what
	case what == "the canary":
		return "End the canary"
	default:
		return "End the canary of " + what
	}
}

// unmoved answers why nothing was made live, or why a draft was not published.
func (d *Desk) unmoved(w http.ResponseWriter, err error) error {
	p := problem{Code: codeNotPublished, Detail: err.Error()}
	if unknown, ok := errors.AsType[*workspace.UnknownReleaseError](err); ok {
		p.Code, p.Detail = codeUnknownRelease, unknown.Error()
	} else if refused, ok := errors.AsType[*release.RefusedError](err); ok {
		p.Code, p.Refusals = codeReplicasRefused, releases.RefusalsOf(refused.By)
	} else if late, ok := errors.AsType[*release.LateError](err); ok {
		p.Code, p.Refusals = codeReplicasLate, releases.RefusalsOf(late.Refusals)
	} else if _, ok := errors.AsType[*release.OvertakenError](err); ok {
		p.Code = codeLiveChanged
	} else if _, ok := errors.AsType[*release.BusyError](err); ok {
		p.Code = codePublishing
	} else if _, ok := errors.AsType[*release.CanaryError](err); ok {
		p.Code = codeCanaryLive
	}
	failed := p.Code == codeNotPublished
	switch {
	case errors.Is(err, release.ErrNothingLive), errors.Is(err, release.ErrNoFormer):
		failed = false // there is nothing to move, and nothing to mend
	case errors.Is(err, release.ErrNoCanary):
		p.Code = codeNoCanary
	case errors.Is(err, release.ErrLiveAlready):
		p.Code = codeLiveAlready
	case errors.Is(err, release.ErrNeverLive):
		p.Code = codeNeverLive
	case errors.Is(err, context.Canceled):
		p.Detail = "the desk was stopped; nothing has changed"
		failed = false
	}
	if failed && p.Code == codeNotPublished {
		d.cfg.Log.Error("what is live could not be changed, or a draft not published", "error", err)
	}
	tell(w, p)
	return nil
}
