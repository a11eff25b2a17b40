package main

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"nlgserver/internal/diag"
	"nlgserver/internal/width"
	"nlgserver/release"
)

// event is a step of a publication, or of another move: a line of --format json.
type event struct {
	Event   string `json:"event"`
	Replica string `json:"replica,omitempty"`
	Release int    `json:"release,omitempty"`
	Version string `json:"version,omitempty"`
	// Text is what people are told.
	Text        string           `json:"text"`
	Checks      *release.Checks  `json:"checks,omitempty"`
	Changes     *release.Changes `json:"changes,omitempty"`
	Diagnostics diag.List        `json:"diagnostics,omitempty"`
}

// teller tells each step as it happens.
type teller struct {
	out, errs io.Writer
	format    string
	// colored is set if findings are in color.
	colored bool
	// refused are the replicas whose refusals were told.
	refused []string
	// err is the first error of writing.
	err error
}

// event tells a step. Findings are shown beside it.
func (t *teller) event(e event) {
	var err error
	if t.format == formatJSON {
		enc := json.NewEncoder(t.out)
		enc.SetEscapeHTML(false)
		err = enc.Encode(e)
	} else if _, err = fmt.Fprintln(t.out, width.Printable(e.Text)); err == nil {
		found := e.Diagnostics
		if e.Replica != "" {
			found = printable(found)
		}
		err = diag.WritePainted(t.errs, found, diagnosticPaint(t.colored))
	}
	if t.err == nil {
		t.err = written(err)
	}
}

// rejected tells what is wrong with what cannot be used, and returns the error that ends
// the program.
func (t *teller) rejected(what string, found diag.List) error {
	t.event(event{Event: "rejected", Text: what + " rejected", Diagnostics: found})
	if t.err != nil {
		return t.err
	}
	return &exitError{code: exitCodeOf(found), err: fmt.Errorf("%s rejected: %s; %s", what, counts(found), nothingChanged)}
}

// step tells a step of a publisher.
func (t *teller) step(s release.Step) {
	e := event{Event: s.What, Replica: s.Replica, Text: s.Text}
	switch {
	case s.Release != nil:
		e.Release, e.Version = s.Release.Number, s.Release.Version
	case s.Live != nil:
		e.Release, e.Version = s.Live.Number, s.Live.Version
	case s.Refusal != nil:
		e.Diagnostics = s.Refusal.Diagnostics
		t.refused = append(t.refused, s.Replica)
	}
	t.event(e)
}

// refusals tells those refusals that no step has told.
func (t *teller) refusals(all []release.ReplicaRefusal) {
	for _, r := range all {
		if !slices.Contains(t.refused, r.Replica) {
			t.event(event{Event: release.StepRefused, Replica: r.Replica, Text: fmt.Sprintf("%s refuses it: %s", r.Replica, r.Reason), Diagnostics: r.Diagnostics})
		}
	}
}
