package workspace

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"nlgserver/desk/internal/check"
	"nlgserver/desk/internal/draft"
	"nlgserver/desk/internal/publish"
	"nlgserver/expect"
	"nlgserver/nlg"
)

// ErrUnknownFile is the error for the path of no file of the content.
var ErrUnknownFile = errors.New("the content has no such file")

// TextConflict is the error for a file that is not as its author saw it.
type TextConflict struct {
	// Present is its text.
	Present json.RawMessage
}

func (e *TextConflict) Error() string {
	return "the file was changed by somebody else, or in another window"
}

func find(files []nlg.File, path string) int {
	return slices.IndexFunc(files, func(f nlg.File) bool { return f.Path == path })
}

// EditText gives a file another text, as one step, if its version is what its author
// saw. It returns the file as it is then. The text need not be YAML: what its author is
// writing is kept, and its findings say what is wrong with it.
func (ws *Workspace) EditText(path, text, was string) (*File, error) {
	var out *File
	err := ws.doAnd(func(d *draft.Draft) error {
		present, err := textOf(ws.files, path)
		if err != nil {
			return err
		}
		if err := asText([]byte(text)); err != nil {
			return err
		}
		if present.Version != was {
			now, err := json.Marshal(present.Text)
			if err != nil {
				return err
			}
			return &TextConflict{now}
		}
		return d.EditText(path, text)
	}, func() (err error) {
		if out, err = textOf(ws.files, path); err == nil {
			out.found(ws.foundIn(path))
		}
		return err
	})
	return out, err
}

// Case names a case of an expectation file.
type Case struct {
	File string `json:"file"`
	Name string `json:"name"`
}

// AcceptError is the error for cases that must be edited by hand.
type AcceptError struct{ Cases []Case }

func (e *AcceptError) Error() string {
	return fmt.Sprintf("case %q of %s cannot be rewritten: edit it by hand", e.Cases[0].Name, e.Cases[0].File)
}

// Accept makes what the draft says the expectation of cases, as one step, once the draft
// is checked.
func (ws *Workspace) Accept(ctx context.Context, cases []Case) error {
	if err := ws.lockSettled(ctx); err != nil {
		return err
	}
	defer ws.mu.Unlock()
	return ws.doNow(func(d *draft.Draft) error {
		if ws.checked.content == nil {
			return &NotReadyError{Why: "the content with the draft cannot be loaded: correct its errors first"}
		}
		var out []nlg.File
		var left AcceptError
		for _, test := range d.Tests() {
			chosen := func(c *expect.Case) bool { return slices.Contains(cases, Case{test.Path, c.Name}) }
			data, not := check.Accept(ws.checked.content, test, chosen, ws.all.expectOptions())
			for _, c := range not {
				left.Cases = append(left.Cases, Case{test.Path, c.Name})
			}
			if !bytes.Equal(data, test.Data) {
				test.Data = data
				out = append(out, test)
			}
		}
		if len(left.Cases) > 0 {
			return &left
		}
		return d.Rewrite("accept "+count(len(cases), "expectation", "expectations"), out)
	})
}

// replaced returns files with changes to what they are in others.
func replaced(files []nlg.File, changes []publish.Change, others []nlg.File) []nlg.File {
	files = slices.Clone(files)
	for _, c := range changes {
		if i := find(files, c.Path); i >= 0 {
			files[i].Data = c.After
		} else if i := find(others, c.Path); i >= 0 {
			files = append(files, others[i])
		}
	}
	return files
}
