package draft

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"nlgserver/edit"
)

// Choice is how a conflict is resolved.
type Choice struct {
	// Mine takes the author's value; otherwise Value is taken if it is not null, and
	// what the content has if it is.
	Mine  bool            `json:"mine,omitempty"`
	Value json.RawMessage `json:"value,omitempty"`
}

// ErrNoConflict is the error for a conflict that is not open.
var ErrNoConflict = errors.New("there is no such conflict any more")

// Resolve decides a conflict, as one step, which can be undone.
func (d *Draft) Resolve(ref Ref, choice Choice) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	open := d.state.conflicts()
	i := slices.IndexFunc(open, func(c Conflict) bool { return c.Ref == ref || slices.Contains(c.refs, ref) })
	if i < 0 {
		return ErrNoConflict
	}
	c := open[i]
	var ops []edit.Op
	if choice.Mine || !isNone(choice.Value) {
		var err error
		if ops, err = d.resolving(&c, choice); err != nil {
			return err
		}
	}
	step, files, err := d.applied(ops, true)
	if err != nil {
		return err
	}
	step.Resolves = c.refs
	return d.commit(step, files)
}

// resolving returns the ops that give a field the chosen value.
func (d *Draft) resolving(c *Conflict, choice Choice) ([]edit.Op, error) {
	switch {
	case c.File != "":
		return nil, errors.New("edit the text of the file again, and then take theirs")
	case c.Gone:
		return nil, fmt.Errorf("%s: only theirs can be taken; add it again if it is needed", c.Message)
	}
	op := d.state.op(c.Ref)
	op.Response, op.Number = c.Response, c.Number
	// The field is as it is now, not as it was when the conflict arose.
	op.Was = d.index.lookUp(d.files, op.Response).replaced(op)
	if !isNone(choice.Value) {
		op.Value = choice.Value
		if op.Kind == edit.Unset {
			op.Kind = edit.Set
		}
	}
	if op.Kind == edit.AddResponse {
		op.Was = nil
		return []edit.Op{{Kind: edit.RemoveResponse, Response: op.Response}, op}, nil
	}
	return []edit.Op{op}, nil
}

func (st *state) op(ref Ref) edit.Op {
	for _, s := range st.Steps {
		if s.ID == ref.Step && ref.Op >= 0 && ref.Op < len(s.Ops) {
			return s.Ops[ref.Op].Op
		}
	}
	return edit.Op{}
}
