package desk

import (
	"context"
	"errors"
	"net/http"
	"strconv"

	"nlgserver/desk/internal/publish"
	"nlgserver/desk/internal/releases"
	"nlgserver/desk/internal/workspace"
	"nlgserver/internal/source/git"
)

const (
	// maxMessage is how long the message of a publication may be, in bytes.
	maxMessage = 16 << 10
	// maxCanary is the largest share of the conversations that a canary gets, as a percentage.
	maxCanary = 99
	// defaultEntries is how many entries of the history are sent if the query does not say,
	// and maxEntries how many at most.
	defaultEntries = 20
	maxEntries     = 100
)

// publishReply is what came of a publication.
type publishReply struct {
	Published publish.Published `json:"published"`
	Draft     *workspace.Draft  `json:"draft"`
}

func (d *Desk) publish(w http.ResponseWriter, r *http.Request, s *session) error {
	var asked struct {
		Message  string `json:"message"`
		Override string `json:"override"`
		Canary   int    `json:"canary"`
		Live     int    `json:"live"`
	}
	if !readBody(w, r, &asked) {
		return nil
	}
	if len(asked.Message)+len(asked.Override) > maxMessage {
		refuse(w, codeWrongType, "message and override may have at most "+strconv.Itoa(maxMessage)+" bytes")
		return nil
	}
	if asked.Canary != 0 && !d.hasStore(w) {
		return nil
	}
	if asked.Canary < 0 || asked.Canary > maxCanary || asked.Live < 0 {
		refuse(w, codeWrongType, "canary must be from 0 to "+strconv.Itoa(maxCanary)+", and live from 0")
		return nil
	}
	ws, err := d.mine(w, s)
	if ws == nil {
		return err
	}
	await(w, r)
	out, err := ws.Publish(r.Context(), workspace.Publication{
		Message: asked.Message, Reason: asked.Override, Canary: asked.Canary, Seen: releases.Seen(asked.Live),
		May: func() error { return d.stillPublishes(r) },
	})
	if not, is := errors.AsType[*lostRoleError](err); is {
		refuse(w, not.code, not.Error())
		return nil
	}
	if err != nil {
		return d.unpublished(w, err)
	}
	if out.Files == nil {
		out.Files = []string{}
	}
	now, err := d.draftOf(ws, s)
	if err != nil {
		return err
	}
	return reply(w, r, publishReply{out, now})
}

// lostRoleError is the error for somebody who could publish when they asked to.
type lostRoleError struct {
	code   code
	detail string
}

func (e *lostRoleError) Error() string { return e.detail }

// stillPublishes returns an error if the user has signed out, or may not publish any
// more: a slow request, and the check of a large draft, take long.
func (d *Desk) stillPublishes(r *http.Request) error {
	switch s := d.sessionOf(r, false); {
	case s == nil:
		return &lostRoleError{codeNoSession, "you were signed out meanwhile"}
	case !s.role.may(Publisher):
		return &lostRoleError{codeNotPublisher, "you are not a publisher any more: ask one to publish"}
	}
	return nil
}

// unpublished answers why a draft was not published.
func (d *Desk) unpublished(w http.ResponseWriter, err error) error {
	if not, ok := errors.AsType[*workspace.NotReadyError](err); ok {
		tell(w, problem{Code: codeNotReady, Detail: not.Why, Override: not.Override})
		return nil
	}
	if _, ok := errors.AsType[*workspace.ChangedError](err); ok {
		refuse(w, codeContentChanged, err.Error())
		return nil
	}
	return d.unmoved(w, err)
}

func (d *Desk) history(w http.ResponseWriter, r *http.Request, _ *session) error {
	skip, limit := 0, 0
	for name, to := range map[string]*int{"skip": &skip, "limit": &limit} {
		if !readNumber(r.URL.Query(), name, to) {
			refuse(w, codeQuery, name+": write a number from 0")
			return nil
		}
	}
	if limit == 0 {
		limit = defaultEntries
	}
	out, err := d.work.History(r.Context(), skip, min(limit, maxEntries))
	if err != nil {
		return err
	}
	return reply(w, r, out)
}

func (d *Desk) historyChanges(w http.ResponseWriter, r *http.Request, _ *session) error {
	await(w, r)
	diff, err := d.work.Changes(r.Context(), r.URL.Query().Get("id"))
	if err != nil {
		return d.noHistory(w, err)
	}
	return reply(w, r, diff)
}

func (d *Desk) restore(w http.ResponseWriter, r *http.Request, s *session) error {
	var asked struct {
		ID      string `json:"id"`
		Release int    `json:"release"`
	}
	if !readBody(w, r, &asked) {
		return nil
	}
	if asked.Release != 0 && !d.hasStore(w) {
		return nil
	}
	if asked.Release < 0 || asked.Release > 0 && asked.ID != "" {
		refuse(w, codeWrongType, "name a commit by id, or a release by its number")
		return nil
	}
	ws, err := d.mine(w, s)
	if ws == nil {
		return err
	}
	await(w, r)
	var left []string
	if asked.Release > 0 {
		left, err = d.restoreRelease(r.Context(), ws, asked.Release)
	} else {
		left, err = ws.Restore(r.Context(), asked.ID)
	}
	if not, ok := errors.AsType[*unreadError](err); ok {
		return d.unread(w, not.err)
	}
	if errors.Is(err, git.ErrUnknownCommit) || errors.Is(err, workspace.ErrNoHistory) {
		return d.noHistory(w, err)
	}
	if err != nil {
		return d.unchanged(w, err)
	}
	if left == nil {
		left = []string{}
	}
	out, err := d.draftOf(ws, s)
	if err != nil {
		return err
	}
	return reply(w, r, restoreReply{out, left})
}

// restoreReply is the draft after going back.
type restoreReply struct {
	Draft *workspace.Draft `json:"draft"`
	// Left are the files that were not there then, and stay.
	Left []string `json:"left"`
}

// noHistory answers why there is no such commit.
func (d *Desk) noHistory(w http.ResponseWriter, err error) error {
	switch {
	case errors.Is(err, git.ErrUnknownCommit):
		refuse(w, codeUnknownCommit, err.Error())
	case errors.Is(err, workspace.ErrNoHistory):
		refuse(w, codeNoHistory, err.Error())
	case errors.Is(err, context.Canceled): // nobody waits for it any more
	default:
		return err
	}
	return nil
}
