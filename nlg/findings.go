package nlg

import (
	"fmt"

	"nlgserver/internal/diag"
)

// maxFindings bounds the diagnostics of content in all its files.
const maxFindings = 10_000

// findings are the diagnostics of content: the first ones, and how many more there
// are.
type findings struct {
	list diag.List
	// refused is set if the list has an error.
	refused   bool
	left      int
	firstLeft Diagnostic
}

// add adds what was found in a file. If there is too much, it only adds the first
// error.
func (f *findings) add(found diag.List) {
	for _, d := range found {
		isError := d.Severity == diag.Error
		if len(f.list) < maxFindings || isError && !f.refused {
			f.refused = f.refused || isError
			f.list = append(f.list, d)
			continue
		}
		if f.left++; f.left == 1 {
			f.firstLeft = d
		}
	}
}

// all returns the diagnostics, and one that says how many are left out.
func (f *findings) all() diag.List {
	if f.left == 0 {
		return f.list
	}
	return append(f.list, Diagnostic{
		Position: f.firstLeft.Position, Source: f.firstLeft.Source, Severity: diag.Warning, Code: diag.MoreFindings,
		Message: fmt.Sprintf("the content has %d more findings, from here on", f.left),
		Hint:    "mend those that are told, and check the content again",
	})
}
