package desk

import (
	"bytes"

	"nlgserver/desk/internal/workspace"
)

// event is what happened to the content.
type event struct {
	Version string `json:"version"`
	State   string `json:"state"`
}

// moved says that what is known of the store has changed.
type moved struct {
	// Number is another one each time.
	Number int64 `json:"number"`
}

// telling is what a stream has told.
type telling struct {
	desk    *Desk
	session *session
	// content and pulse are the last ones, and steps how many steps of publications.
	content event
	pulse   workspace.Pulse
	steps   int
	// moved is how often what is known of the store had changed.
	moved int64
	// joined is set once the stream has looked at the draft.
	joined bool
}

// news returns what there is to tell, as events.
func (t *telling) news() ([]byte, error) {
	var out bytes.Buffer
	add := func(name string, what any) error {
		data, err := encode(what)
		if err == nil {
			out.WriteString("event: " + name + "\ndata: " + string(data) + "\n")
		}
		return err
	}
	ws := t.desk.workspaceOf(t.session)
	state := t.desk.stateOf(ws)
	if now := (event{state.version(), state.name}); now != t.content {
		t.content = now
		if err := add("content", now); err != nil {
			return nil, err
		}
	}
	if now := t.desk.moved.Load(); now != t.moved && t.session.role.may(Author) {
		t.moved = now
		if err := add("releases", moved{now}); err != nil {
			return nil, err
		}
	}
	if ws == nil {
		return out.Bytes(), nil
	}
	if now := ws.Pulse(); now != t.pulse {
		t.pulse = now
		if err := add("draft", now); err != nil {
			return nil, err
		}
	}
	progress, steps := ws.Progress(t.steps)
	if t.joined { // what was before this stream is no news
		for _, one := range progress {
			if err := add("publish", one); err != nil {
				return nil, err
			}
		}
	}
	t.steps, t.joined = steps, true
	return out.Bytes(), nil
}

// workspaceOf returns the workspace of the user, whose draft decides what is shown; nil
// if the user has none, or it cannot be opened.
func (d *Desk) workspaceOf(s *session) *workspace.Workspace {
	if d.work == nil || !s.role.may(Author) {
		return nil
	}
	ws, err := d.work.Of(d.authorOf(s))
	if err != nil {
		return nil // the routes of the draft say why
	}
	return ws
}

// stateOf returns what there is to show to the user of a workspace; nil is for readers.
func (d *Desk) stateOf(ws *workspace.Workspace) *state {
	now := d.content.current()
	if ws == nil {
		return now
	}
	content := ws.Shown()
	if content == nil {
		return now
	}
	out := &state{name: now.name, shown: content, rejected: now.rejected}
	if findings, since := ws.Rejected(); findings != nil {
		out.name, out.rejected = stateRejected, &rejection{findings, since}
	} else if ws.Held() {
		return out // the draft stays on what could be read
	} else if out.name == stateRejected {
		out.name, out.rejected = stateReady, nil // the draft mends it
	} else if out.name == stateLoading {
		out.name = stateReady // drafts get the content first
	}
	return out
}
