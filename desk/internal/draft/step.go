package draft

import (
	"encoding/json"
	"time"

	"nlgserver/edit"
)

// Step is one change that can be undone as a whole.
type Step struct {
	// ID is unique in the draft, and grows.
	ID int `json:"id"`
	// Time is when the step began, and Changed when typing last added to it.
	Time    time.Time `json:"time"`
	Changed time.Time `json:"changed"`
	// Ops are the changes; none for an edit of a file's text.
	Ops []Op `json:"ops,omitempty"`
	// File is the path of the file whose text was edited: the first one, if several.
	File string `json:"file,omitempty"`
	// Title says what an edit of texts is for, if it is not typing.
	Title string `json:"title,omitempty"`
	// Conflict is set if an edit of a file's text does not fit the content.
	Conflict *Conflict `json:"conflict,omitempty"`
	// Resolves are the changes whose conflict the step decides.
	Resolves []Ref `json:"resolves,omitempty"`
	// Drops are earlier changes that the step takes back.
	Drops []Ref `json:"drops,omitempty"`
	// Effect is what the step does to the files.
	Effect []Splice `json:"effect,omitempty"`
}

// Op is an op of a step.
type Op struct {
	edit.Op
	// Replaced is the value that the op replaced, as JSON; nil if there was none.
	Replaced json.RawMessage `json:"replaced,omitempty"`
	// Conflict is set if the op does not fit the content.
	Conflict *Conflict `json:"conflict,omitempty"`
	// Off is set for an op that has no effect: the content is already as it would
	// make it, or its author took it back.
	Off bool `json:"off,omitempty"`
}

// Ref is an op of a step, or with an Op of -1 a step that edits a file's text.
type Ref struct {
	Step int `json:"step"`
	Op   int `json:"op"`
}

// clone copies a step so that its ops can be changed.
func (s *Step) clone() *Step {
	c := *s
	c.Ops = append([]Op(nil), s.Ops...)
	return &c
}

// kinds whose op replaces a value that others may have changed.
func replaces(k edit.Kind) bool {
	switch k {
	case edit.Set, edit.Unset, edit.RemoveItem, edit.MoveItem, edit.RemoveVariation, edit.RemoveResponse:
		return true
	default:
		return false
	}
}
