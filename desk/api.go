package desk

import (
	"errors"
	"net/http"

	"nlgserver/desk/internal/view"
	"nlgserver/nlg"
)

// sessionReply says who the user is, and what the page is about.
type sessionReply struct {
	User     userReply `json:"user"`
	ReadOnly bool      `json:"read_only"`
	Title    string    `json:"title"`
	Product  string    `json:"product"`
	Origin   string    `json:"origin"`
	// Entered is how the user got in.
	Entered way `json:"entered"`
	// For is what the page sends in [forHeader].
	For string `json:"for"`
	// State is the directory that keeps drafts; empty on a desk that is read-only.
	State string `json:"state,omitempty"`
	// Store names the store of releases; empty without one.
	Store string `json:"store,omitempty"`
}

type userReply struct {
	Name string `json:"name"`
	Role Role   `json:"role"`
}

func (d *Desk) session(w http.ResponseWriter, r *http.Request, s *session) error {
	out := sessionReply{
		User: userReply{s.user, s.role}, ReadOnly: d.cfg.ReadOnly,
		Title: d.cfg.Title, Product: d.cfg.Product, Origin: d.cfg.Origin, Entered: d.wayOf(s), For: userID(s.user),
	}
	if d.work != nil && s.role.may(Author) {
		out.State = d.cfg.Authoring.State
	}
	if d.releases != nil {
		out.Store = d.cfg.Authoring.Releases.Name
	}
	return reply(w, r, out)
}

// contentReply is the content as a whole.
type contentReply struct {
	State    string        `json:"state"`
	Summary  *view.Summary `json:"summary"`
	Rejected *rejection    `json:"rejected"`
}

func (d *Desk) summary(w http.ResponseWriter, r *http.Request, s *session) error {
	state := d.stateOf(d.workspaceOf(s))
	out := contentReply{State: state.name, Rejected: state.rejected}
	if state.shown != nil {
		summary := state.shown.Summary()
		out.Summary = &summary
	}
	return reply(w, r, out)
}

// shown returns the content with the user's draft; nil if there is none, and then the request is refused.
func (d *Desk) shown(w http.ResponseWriter, s *session) shown {
	state := d.stateOf(d.workspaceOf(s))
	switch {
	case state.shown != nil:
		return state.shown
	case state.name == stateRejected:
		refuse(w, codeContentRejected, "GET "+apiPath+"content says what is wrong")
	default:
		refuse(w, codeContentLoading, "try again in a moment, or wait for the event")
	}
	return nil
}

func (d *Desk) list(w http.ResponseWriter, r *http.Request, s *session) error {
	q, err := readQuery(r.URL.Query())
	if err != nil {
		refuse(w, codeQuery, err.Error())
		return nil
	}
	number := 0
	if !readNumber(r.URL.Query(), "since", &number) {
		refuse(w, codeQuery, "since: write the number of a release")
		return nil
	}
	if number > 0 && !d.hasStore(w) {
		return nil
	}
	c := d.shown(w, s)
	if c == nil {
		return nil
	}
	if opened, ok := c.(*view.Content); ok && number > 0 {
		if q.Among, err = d.work.Since(r.Context(), number, opened); err != nil {
			return d.unread(w, err)
		}
	}
	list := c.List(q)
	if ws := d.workspaceOf(s); ws != nil {
		ws.OfferList(r.Context(), &list)
	}
	return reply(w, r, list)
}

func (d *Desk) response(w http.ResponseWriter, r *http.Request, s *session) error {
	c := d.shown(w, s)
	if c == nil {
		return nil
	}
	name := r.URL.Query().Get("name")
	found, ok := c.Response(name)
	if !ok {
		refuse(w, codeUnknownResponse, "the content has no response \""+nlg.Shorten(name)+"\"", c.Suggest(name)...)
		return nil
	}
	if ws := d.workspaceOf(s); ws != nil {
		ws.Offer(r.Context(), found)
		ws.Prepare(name, found.Position.File)
	}
	c.Count(found, r.URL.Query().Get("channel"))
	return reply(w, r, found)
}

func (d *Desk) recording(w http.ResponseWriter, r *http.Request, s *session) error {
	c := d.shown(w, s)
	if c == nil {
		return nil
	}
	found, ok := c.Recording(r.URL.Query().Get("id"))
	if !ok {
		refuse(w, codeUnknownRecording, unknownRecording)
		return nil
	}
	return reply(w, r, found)
}

func (d *Desk) try(w http.ResponseWriter, r *http.Request, s *session) error {
	var asked view.Try
	if !readBody(w, r, &asked) {
		return nil
	}
	c := d.shown(w, s)
	if c == nil {
		return nil
	}
	tried, err := c.Try(r.Context(), asked)
	if err == nil {
		return reply(w, r, tried)
	}
	if r.Context().Err() == nil {
		return refuseTry(w, err, c.Suggest(asked.Response))
	}
	return nil // nobody waits for it any more
}

// refuseTry refuses a request that cannot be tried. It returns an error that is not
// about the request.
func refuseTry(w http.ResponseWriter, err error, similar []string) error {
	if _, ok := errors.AsType[*nlg.UnknownResponseError](err); ok {
		refuse(w, codeUnknownResponse, err.Error(), similar...)
	} else if _, ok := errors.AsType[*view.UnknownRecordingError](err); ok {
		refuse(w, codeUnknownRecording, unknownRecording)
	} else if _, ok := errors.AsType[*view.ValueError](err); ok {
		refuse(w, codeWrongType, err.Error())
	} else {
		return err
	}
	return nil
}

// unknownRecording says why there is no such recording.
const unknownRecording = "it was replaced by a newer one, or never existed"
