package main

import (
	"bytes"
	"strings"
	"testing"

	"nlgserver/internal/diag"
	"nlgserver/release"
)

// TestReplicasCannotPaint: what a replica tells of itself is shown on the terminal of
// whoever publishes, and changes nothing there.
func TestReplicasCannotPaint(t *testing.T) {
	const evil = "\x1b[2Jevil"
	at := diag.Position{File: evil, Line: 1, Column: 1}
	refusal := release.Refusal{Of: "n", Reason: evil, Diagnostics: diag.List{{
		Position: at, Code: evil, Message: evil, Hint: evil, Source: evil,
		Related: &diag.Related{Position: at, Message: evil}, Others: &diag.Others{Count: 1, Positions: []diag.Position{at}},
	}}}
	var out bytes.Buffer
	tell := teller{out: &out, errs: &out, format: formatText}
	tell.step(release.Step{What: release.StepRefused, Replica: "a", Text: "a refuses: " + evil, Refusal: &refusal})
	tell.refusals([]release.ReplicaRefusal{{Replica: "b", Refusal: refusal}})
	status := release.Status{Replicas: []release.ReplicaStatus{{Beat: release.Beat{Replica: "c", Refusals: []release.Refusal{refusal}}}}}
	if err := writeRefusals(&out, &status, false); err != nil || tell.err != nil {
		t.Error(err, tell.err)
	}
	if text := out.String(); strings.Contains(text, "\x1b") || strings.Count(text, "evil") != 3*9 {
		t.Errorf("%q", text)
	}
}
