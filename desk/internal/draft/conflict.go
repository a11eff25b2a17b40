package draft

import (
	"encoding/json"
	"fmt"
	"slices"

	"nlgserver/edit"
)

// Conflict is a change that does not fit what the content has become.
type Conflict struct {
	// Ref is the last change of the field, and names the conflict.
	Ref  Ref       `json:"ref"`
	Kind edit.Kind `json:"kind,omitempty"`
	// Response, Number, Path and Language name the field in the content as it is
	// now. Gone is set if there is no such variation or response any more.
	Response string `json:"response,omitempty"`
	Number   int    `json:"number,omitempty"`
	Path     string `json:"path,omitempty"`
	Language string `json:"language,omitempty"`
	Gone     bool   `json:"gone,omitempty"`
	// File is set for an edit of a file's text; Base, Mine and Theirs are then texts.
	File string `json:"file,omitempty"`
	// Base is the value that the author saw, Mine what the author made of it, and
	// Theirs what it is now, as JSON; null where there is none.
	Base   json.RawMessage `json:"base"`
	Mine   json.RawMessage `json:"mine"`
	Theirs json.RawMessage `json:"theirs"`
	// Message says what happened.
	Message string `json:"message"`

	refs []Ref
}

// field is the same for all changes of a field.
func (c *Conflict) field() Conflict {
	k := Conflict{Response: c.Response, Number: c.Number, Path: c.Path, Language: c.Language, Gone: c.Gone, File: c.File}
	if c.File != "" || c.Path == "" {
		k.Ref = c.Ref // each is a conflict of its own
	}
	return k
}

// conflictOf describes an op that does not fit.
func conflictOf(ref Ref, op *Op, moved edit.Op, gone bool, theirs json.RawMessage) *Conflict {
	c := &Conflict{
		Ref: ref, Kind: op.Kind, Response: moved.Response, Number: moved.Number, Path: op.Path, Language: op.Language, Gone: gone,
		Base: op.Replaced, Mine: op.Value, Theirs: theirs,
	}
	field := op.Path
	if op.Language != "" {
		field += " in " + op.Language
	}
	switch {
	case gone && op.Kind == edit.AddVariation:
		c.Message = fmt.Sprintf("response %q was removed meanwhile", moved.Response)
	case gone:
		c.Message = fmt.Sprintf("response %q or its variation was removed meanwhile", moved.Response)
	case op.Kind == edit.AddResponse:
		c.Message = fmt.Sprintf("response %q was added meanwhile", moved.Response)
	case op.Kind == edit.RenameResponse:
		c.Message = fmt.Sprintf("response %q cannot be renamed to %q any more", moved.Response, text(op.Value))
	case op.Kind == edit.RemoveResponse:
		c.Message = fmt.Sprintf("response %q was changed meanwhile", moved.Response)
	case op.Path == "":
		c.Message = fmt.Sprintf("variation %d of response %q was changed meanwhile", moved.Number, moved.Response)
	default:
		c.Message = fmt.Sprintf("%s of variation %d of response %q was changed meanwhile", field, moved.Number, moved.Response)
	}
	return c
}

// conflicts returns the open conflicts, by field, in the order of the steps.
func (st *state) conflicts() []Conflict {
	var out []Conflict
	decided := st.decided()
	add := func(c *Conflict, ref Ref) {
		if c == nil || slices.Contains(decided, ref) {
			return
		}
		one := *c
		one.refs = []Ref{ref}
		if !st.follow(&one, ref, decided) {
			return
		}
		for i := range out {
			if same := &out[i]; equalFields(same.field(), one.field()) {
				same.refs = append(same.refs, ref)
				same.Ref, same.Kind, same.Mine, same.Theirs = ref, c.Kind, c.Mine, c.Theirs
				return
			}
		}
		out = append(out, one)
	}
	for _, s := range st.Steps[:st.Done] {
		add(s.Conflict, Ref{s.ID, -1})
		for i := range s.Ops {
			add(s.Ops[i].Conflict, Ref{s.ID, i})
		}
	}
	// A field that its author changed back takes what others made of it.
	return slices.DeleteFunc(out, func(c Conflict) bool {
		return (c.Kind == edit.Set || c.Kind == edit.Unset) && !c.Gone && same(c.Base, c.Mine)
	})
}

// follow gives a conflict the name and number that its variation has after the steps
// since. It returns false if one of them removed it.
func (st *state) follow(c *Conflict, ref Ref, decided []Ref) bool {
	if c.File != "" || c.Gone {
		return true
	}
	for _, s := range st.Steps[:st.Done] {
		for i, op := range s.Ops {
			done := s.ID > ref.Step || s.ID == ref.Step && i > ref.Op
			if !done || op.Conflict != nil || op.Off || op.Response != c.Response || slices.Contains(decided, Ref{s.ID, i}) {
				continue
			}
			switch {
			case op.Kind == edit.RemoveResponse:
				return false
			case op.Kind == edit.RenameResponse:
				c.Response = text(op.Value)
			case c.Number > 0:
				if c.Number = op.follow(c.Number); c.Number == 0 {
					return false
				}
			}
		}
	}
	return true
}

// follow returns the number of a variation after the op; 0 if the op removed it.
func (op *Op) follow(number int) int {
	switch op.Kind {
	case edit.RemoveVariation, edit.MoveVariation:
		if op.Number == number {
			return op.To // 0 if it is removed
		}
		if op.Number < number {
			number--
		}
	case edit.AddVariation:
	default:
		return number
	}
	if op.Kind != edit.RemoveVariation && op.To > 0 && op.To <= number {
		number++
	}
	return number
}

func equalFields(a, b Conflict) bool {
	return a.Ref == b.Ref && a.Response == b.Response && a.Number == b.Number && a.Path == b.Path &&
		a.Language == b.Language && a.Gone == b.Gone && a.File == b.File
}

// decided returns the changes that a done step resolves or drops.
func (st *state) decided() []Ref {
	var out []Ref
	for _, s := range st.Steps[:st.Done] {
		out = append(append(out, s.Resolves...), s.Drops...)
	}
	return out
}
