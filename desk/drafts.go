package desk

import (
	"context"
	"errors"
	"io/fs"
	"net/http"

	"nlgserver/desk/internal/draft"
	"nlgserver/desk/internal/journal"
	"nlgserver/desk/internal/publish"
	"nlgserver/desk/internal/view"
	"nlgserver/desk/internal/workspace"
	"nlgserver/edit"
)

// maxOps is how many ops a step may have.
const maxOps = 1000

// draftReply is the draft, and for steps the response that they are about.
type draftReply struct {
	Draft *workspace.Draft `json:"draft"`
}

type stepsReply struct {
	Draft    *workspace.Draft `json:"draft"`
	Response *view.Response   `json:"response"`
	// Tried is null if nothing was to be tried, or it cannot be: then asking for it alone
	// says why.
	Tried *view.Tried `json:"tried"`
}

// mine returns the workspace of the user; nil if there is none yet, and then the request
// is refused.
func (d *Desk) mine(w http.ResponseWriter, s *session) (*workspace.Workspace, error) {
	d.content.current()
	ws, err := d.work.Of(d.authorOf(s))
	if errors.Is(err, workspace.ErrNoContent) {
		refuse(w, codeContentLoading, "try again in a moment, or wait for the event")
		return nil, nil
	}
	return ws, err
}

// authorOf returns who a user is in commits.
func (d *Desk) authorOf(s *session) publish.Author {
	author := publish.Author{Name: s.user, Email: s.email}
	if d.people == nil && s.user == d.cfg.User {
		author.Email = d.cfg.Authoring.Email
	}
	return author
}

// draftOf returns the draft as the user may see it.
func (d *Desk) draftOf(ws *workspace.Workspace, s *session) (*workspace.Draft, error) {
	out, err := ws.Draft()
	if err == nil && !s.role.may(Publisher) {
		out.Publish.Can, out.Publish.Why, out.Publish.Override = false, notPublisher, false
	}
	return out, err
}

func (d *Desk) draft(w http.ResponseWriter, r *http.Request, s *session) error {
	ws, err := d.mine(w, s)
	if ws == nil {
		return err
	}
	out, err := d.draftOf(ws, s)
	if err != nil {
		return err
	}
	return reply(w, r, out)
}

// change changes the draft, and answers with it.
func (d *Desk) change(w http.ResponseWriter, r *http.Request, s *session, do func(ws *workspace.Workspace) error) error {
	ws, err := d.mine(w, s)
	if ws == nil {
		return err
	}
	if err := do(ws); err != nil {
		return d.unchanged(w, err)
	}
	out, err := d.draftOf(ws, s)
	if err != nil {
		return err
	}
	return reply(w, r, draftReply{out})
}

func (d *Desk) steps(w http.ResponseWriter, r *http.Request, s *session) error {
	var asked struct {
		Ops []edit.Op `json:"ops"`
		Try *view.Try `json:"try"`
		// Channel is as which one texts are counted.
		Channel string `json:"channel"`
	}
	if !readBody(w, r, &asked) {
		return nil
	}
	if n := len(asked.Ops); n == 0 || n > maxOps {
		refuse(w, codeWrongType, "ops must have 1 to 1000 ops")
		return nil
	}
	ws, err := d.mine(w, s)
	if ws == nil {
		return err
	}
	if err := ws.Do(asked.Ops...); err != nil {
		return d.unchanged(w, err)
	}
	var out stepsReply
	if out.Draft, err = d.draftOf(ws, s); err != nil {
		return err
	}
	if shown := ws.Shown(); shown != nil {
		if out.Response, _ = shown.Response(aboutOf(asked.Ops)); out.Response != nil {
			ws.Offer(r.Context(), out.Response)
			shown.Count(out.Response, asked.Channel)
		}
		if asked.Try != nil {
			out.Tried, _ = shown.Try(r.Context(), *asked.Try)
		}
	}
	return reply(w, r, out)
}

// aboutOf returns the name of the response that ops are about.
func aboutOf(ops []edit.Op) string {
	name := ops[0].Response
	for _, op := range ops {
		if to, ok := op.NewName(); ok && op.Response == name {
			name = to
		}
	}
	return name
}

// readNothing reads a body that is an empty object.
func readNothing(w http.ResponseWriter, r *http.Request) bool { return readBody(w, r, &struct{}{}) }

func (d *Desk) undo(w http.ResponseWriter, r *http.Request, s *session) error {
	if !readNothing(w, r) {
		return nil
	}
	return d.change(w, r, s, (*workspace.Workspace).Undo)
}

func (d *Desk) redo(w http.ResponseWriter, r *http.Request, s *session) error {
	if !readNothing(w, r) {
		return nil
	}
	return d.change(w, r, s, (*workspace.Workspace).Redo)
}

func (d *Desk) discard(w http.ResponseWriter, r *http.Request, s *session) error {
	if !readNothing(w, r) {
		return nil
	}
	return d.change(w, r, s, (*workspace.Workspace).Discard)
}

func (d *Desk) revert(w http.ResponseWriter, r *http.Request, s *session) error {
	var asked draft.Field
	if !readBody(w, r, &asked) {
		return nil
	}
	return d.change(w, r, s, func(ws *workspace.Workspace) error { return ws.Revert(asked) })
}

func (d *Desk) resolve(w http.ResponseWriter, r *http.Request, s *session) error {
	var asked struct {
		Ref    draft.Ref    `json:"ref"`
		Choice draft.Choice `json:"choice"`
	}
	if !readBody(w, r, &asked) {
		return nil
	}
	return d.change(w, r, s, func(ws *workspace.Workspace) error { return ws.Resolve(asked.Ref, asked.Choice) })
}

func (d *Desk) accept(w http.ResponseWriter, r *http.Request, s *session) error {
	var asked struct {
		Cases []workspace.Case `json:"cases"`
	}
	if !readBody(w, r, &asked) {
		return nil
	}
	await(w, r)
	return d.change(w, r, s, func(ws *workspace.Workspace) error { return ws.Accept(r.Context(), asked.Cases) })
}

// unchanged answers why a draft was not changed.
func (d *Desk) unchanged(w http.ResponseWriter, err error) error {
	about := func(c code, op *edit.Op, index int) problem {
		return problem{Code: c, Detail: err.Error(), Index: &index, Response: op.Response, Number: op.Number, Path: op.Path, Language: op.Language}
	}
	if conflict, ok := errors.AsType[*edit.Conflict](err); ok {
		p := about(codeEditConflict, &conflict.Op, conflict.Index)
		p.Hint, p.Present = conflict.Hint(), conflict.Present
		if p.Present == nil {
			p.Present = []byte("null")
		}
		tell(w, p)
		return nil
	}
	if refused, ok := errors.AsType[*edit.Error](err); ok {
		p := about(codeEditRefused, &refused.Op, refused.Index)
		p.Reason, p.Hint = refused.Reason, refused.Hint
		tell(w, p)
		return nil
	}
	if conflict, ok := errors.AsType[*workspace.TextConflict](err); ok {
		tell(w, problem{Code: codeEditConflict, Detail: err.Error(), Present: conflict.Present})
		return nil
	}
	if not, ok := errors.AsType[*workspace.NotReadyError](err); ok {
		tell(w, problem{Code: codeNotReady, Detail: not.Why, Override: not.Override})
		return nil
	}
	c := codeEditRefused
	switch {
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return nil // nobody waits for it any more
	case errors.Is(err, draft.ErrNothing):
		c = codeNothing
	case errors.Is(err, draft.ErrNoConflict):
		c = codeNoConflict
	case errors.Is(err, workspace.ErrMoved):
		c = codeContentChanged
	case errors.Is(err, workspace.ErrUnknownFile):
		c = codeUnknownFile
	case isNotSaved(err):
		d.cfg.Log.Error("a change could not be saved", "error", err)
		c = codeNotSaved
	}
	tell(w, problem{Code: c, Detail: err.Error(), Reason: reasonOf(c, err)})
	return nil
}

// reasonOf returns the reason of a change that is refused.
func reasonOf(c code, err error) string {
	if c != codeEditRefused {
		return ""
	}
	return err.Error()
}

// isNotSaved reports whether the state directory is at fault.
func isNotSaved(err error) bool {
	if errors.Is(err, journal.ErrFull) || errors.Is(err, fs.ErrClosed) {
		return true
	}
	_, is := errors.AsType[*fs.PathError](err)
	return is
}
