package main

import (
	"encoding/json"
	"fmt"
	"io"

	"nlgserver/internal/diag"
	"nlgserver/lint"
)

// The formats of results.
const (
	formatText   = "text"
	formatJSON   = "json"
	formatGitHub = "github"
	formatSARIF  = "sarif"
)

// formats are the formats of findings.
var formats = [...]string{formatText, formatJSON, formatGitHub, formatSARIF}

// write writes the findings.
func (r *report) write(w io.Writer, format string, colored bool) error {
	switch format {
	case formatJSON:
		return r.writeJSON(w)
	case formatGitHub:
		if err := r.found.WriteGitHub(w); err != nil {
			return err
		}
	case formatSARIF:
		return r.found.WriteSARIF(w, programVersion())
	default:
		if err := diag.WritePainted(w, r.found, diagnosticPaint(colored)); err != nil {
			return err
		}
	}
	if r.coverage != nil {
		if err := r.coverage.WriteText(w); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintln(w, paintIf(colored, tallyColor(r.found), tally(r.found)))
	return err
}

func (r *report) writeJSON(w io.Writer) error {
	found := r.found
	if found == nil {
		found = diag.List{}
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(struct {
		checked
		Errors      int            `json:"errors"`
		Warnings    int            `json:"warnings"`
		Diagnostics diag.List      `json:"diagnostics"`
		Coverage    *lint.Coverage `json:"coverage,omitempty"`
	}{r.checked, found.Count(diag.Error) + found.Count(diag.Defect), found.Count(diag.Warning), found, r.coverage})
}
