package responses

import (
	"fmt"
	"slices"

	"nlgserver/internal/diag"
)

// maxFindings bounds the diagnostics of one file: a generated file can repeat one
// mistake a million times.
const maxFindings = 1000

// findings are the diagnostics of a file: the first ones, and how many more there
// are.
type findings struct {
	diags diag.List
	// refused counts the errors, errors says whether diags has one.
	refused int
	errors  bool
	// left counts the diagnostics that are left out; firstLeft is the first.
	left      int
	firstLeft diag.Diagnostic
}

// report adds a diagnostic. If there are too many, it only adds the first error.
func (f *findings) report(d diag.Diagnostic) {
	isError := d.Severity == diag.Error
	if isError {
		f.refused++
	}
	if len(f.diags) < maxFindings || isError && !f.errors {
		f.errors = f.errors || isError
		f.diags = append(f.diags, d)
		return
	}
	if f.left++; f.left == 1 {
		f.firstLeft = d
	}
}

// isBeyond reports whether nothing more needs to be read: the file is rejected, and
// more than is told has been found in it.
func (f *findings) isBeyond() bool { return f.left > 0 && f.errors }

// all returns the diagnostics, the last of which says how many are left out.
func (f *findings) all() diag.List {
	if f.left == 0 {
		return f.diags
	}
	d, message := f.firstLeft, fmt.Sprintf("this file has %d more findings, from here on", f.left)
	if f.isBeyond() {
		message = "this file has more findings, from here on"
	}
	return append(slices.Clip(f.diags), diag.Diagnostic{
		Position: d.Position, Source: d.Source, Severity: diag.Warning, Code: diag.MoreFindings,
		Message: message,
		Hint:    "mend those that are told, and check the file again",
	})
}
