package workspace

import (
	"fmt"

	"nlgserver/desk/internal/check"
	"nlgserver/desk/internal/draft"
	"nlgserver/desk/internal/view"
	"nlgserver/nlg"
)

// Draft is a draft as the page shows it.
type Draft struct {
	Author string `json:"author"`
	// Base is the version of the content that the draft changes, and Version that of what
	// is shown with it: it changes whenever what is shown does.
	Base    string `json:"base"`
	Version string `json:"version"`
	Steps   int    `json:"steps"`
	// Undo and Redo say what they would do; empty for nothing.
	Undo string `json:"undo"`
	Redo string `json:"redo"`
	// Dirty is set if there is anything to publish, and Saved if all of it is kept in the
	// state directory.
	Dirty bool     `json:"dirty"`
	Saved bool     `json:"saved"`
	Files []string `json:"files"`
	// Changes are what differs in meaning from the base.
	Changes   []Change         `json:"changes"`
	Conflicts []draft.Conflict `json:"conflicts"`
	// Others are what the drafts of other authors change, and Touched changes when they do.
	Others  []draft.Touch `json:"others"`
	Touched int           `json:"touched"`
	Check   Check         `json:"check"`
	Publish Publish       `json:"publish"`
}

// Check is what a check of a draft found. If its state is checking, it is of an earlier
// draft.
type Check struct {
	// State is checking or done.
	State    string `json:"state"`
	Errors   int    `json:"errors"`
	Warnings int    `json:"warnings"`
	// Rejected is set if the content with the draft cannot be loaded.
	Rejected bool `json:"rejected"`
	// Found are the findings that the base does not have.
	Found []view.Finding   `json:"found"`
	Tests view.TestSummary `json:"tests"`
	// Differing are the cases that pass on the base, and fail with the draft.
	Differing []Differing `json:"differing"`
	Replay    Replay      `json:"replay"`
}

// Differing is a case that a draft breaks.
type Differing struct {
	File     string       `json:"file"`
	Name     string       `json:"name"`
	Response string       `json:"response"`
	Position nlg.Position `json:"position"`
	// Before and After are the possible replies.
	Before []string `json:"before"`
	After  []string `json:"after"`
	// Differences say what differs from the expectation.
	Differences []string `json:"differences"`
}

// Replay is what recorded requests would get.
type Replay struct {
	// Requests counts those that were asked, and Left those that were not.
	Requests int `json:"requests"`
	Left     int `json:"left"`
	// Differing counts those that would be answered otherwise, and Differ are the first of
	// them.
	Differing int      `json:"differing"`
	Differ    []Differ `json:"differ"`
}

// Differ is a recorded request that would be answered otherwise.
type Differ struct {
	ID       string   `json:"id"`
	Response string   `json:"response"`
	Channel  string   `json:"channel"`
	Before   []string `json:"before"`
	After    []string `json:"after"`
}

// Publish says whether a draft can be published.
type Publish struct {
	// Target is where it is published; empty for nowhere.
	Target string `json:"target"`
	Can    bool   `json:"can"`
	// Why says why not, and Override is set if a reason may override that.
	Why      string `json:"why"`
	Override bool   `json:"override"`
	// Store names the store of releases that it is published to as well; empty for none.
	// Differs is set if the content on disk, or its settings, are not what is live there.
	Store   string `json:"store,omitempty"`
	Differs bool   `json:"differs,omitempty"`
}

// The states of a check.
const (
	checking = "checking"
	done     = "done"
)

// Pulse is what tells whether a draft has to be shown anew: each is as in [Draft].
type Pulse struct {
	Version string `json:"version"`
	Check   string `json:"check"`
	Touched int    `json:"touched"`
	// Live is the sequence of what is live in the store, as far as it is known: whether the
	// draft can be published depends on it.
	Live int `json:"live,omitempty"`
}

// Pulse returns how the draft is now.
func (ws *Workspace) Pulse() Pulse {
	ws.mu.Lock()
	defer ws.mu.Unlock()
	return Pulse{Version: ws.version(), Check: ws.state(), Touched: ws.touchedByOthers(), Live: ws.all.sequence()}
}

// touchedByOthers counts the changes of what the drafts of others touch; mu is locked.
func (ws *Workspace) touchedByOthers() int { return ws.all.touchedNow() - ws.touchedHere }

// state returns the state of the check; mu is locked.
func (ws *Workspace) state() string {
	if ws.isSettled() {
		return done
	}
	return checking
}

// version returns the version of what is shown; mu is locked.
func (ws *Workspace) version() string {
	version := ""
	if ws.shown != nil {
		version = ws.shown.Version()
	}
	// A draft may change what is not shown, such as a conflict or a comment.
	return fmt.Sprintf("%s.%d", version, ws.number)
}

// Draft returns the draft.
func (ws *Workspace) Draft() (*Draft, error) {
	ws.mu.Lock()
	defer ws.mu.Unlock()
	st := ws.draft.Status()
	out := &Draft{
		Author: ws.author.Name, Base: short(st.Version), Version: ws.version(), Steps: st.Steps,
		Dirty: len(st.Files) > 0, Saved: ws.draft.Saved(), Files: st.Files, Conflicts: st.Conflicts, Check: ws.checkReply(),
	}
	out.Undo, out.Redo = ws.draft.Titles()
	out.Changes = []Change{}
	if out.Dirty { // the last check may be of what was published or discarded since
		out.Changes = ws.changes()
	}
	out.Publish = ws.publishReply(&st)
	if now := ws.touchedByOthers(); now != ws.touched {
		others, err := ws.all.cfg.Store.Others(ws.author.Name, ws.all.cfg.Assistant)
		if err != nil {
			return nil, err
		}
		ws.others, ws.touched = others, now
	}
	out.Others, out.Touched = nonNil(ws.others), ws.touched
	return out, nil
}

// short returns a version as it is shown.
func short(version string) string { return version[:min(len(version), shortLength)] }

// shortLength is the length of the versions that people see.
const shortLength = 12

func nonNil[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

func (ws *Workspace) checkReply() Check {
	out := Check{State: ws.state(), Found: []view.Finding{}, Differing: []Differing{}, Replay: Replay{Differ: []Differ{}}}
	c := ws.checked
	if c == nil {
		return out
	}
	out.Errors, out.Warnings, out.Rejected = c.report.Errors, c.report.Warnings, c.report.Rejected
	for i := range c.report.Findings {
		if f := &c.report.Findings[i]; f.New {
			out.Found = append(out.Found, f.Finding)
		}
	}
	out.Tests = view.TestSummary{Cases: c.report.Tests.Cases, Failed: c.report.Tests.Failed}
	for _, b := range c.report.Tests.Broken {
		out.Differing = append(out.Differing, Differing{
			File: b.Position.File, Name: b.Case, Response: b.Response, Position: b.Position,
			Before: nonNil(b.Before), After: nonNil(b.After), Differences: nonNil(b.Differences),
		})
	}
	if c.replay != nil {
		out.Replay = replayOf(c.replay, c.content)
	}
	return out
}

func replayOf(r *check.Replay, c *view.Content) Replay {
	out := Replay{Requests: r.Asked, Left: r.Left, Differing: r.Differing, Differ: []Differ{}}
	for _, a := range r.Answers {
		one := Differ{ID: a.ID, Response: a.Response, Before: nonNil(a.Before), After: nonNil(a.After)}
		if values, ok := c.Recording(a.ID); ok {
			one.Channel = values.Channel
		}
		out.Differ = append(out.Differ, one)
	}
	return out
}
