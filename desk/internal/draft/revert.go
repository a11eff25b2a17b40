package draft

import (
	"errors"
	"slices"

	"nlgserver/edit"
)

// ErrNotByItself is the error of Revert for a change that is no op of its own.
var ErrNotByItself = errors.New("this change cannot be taken back by itself: it was made in the text of the file; undo that, or write it back")

// Field is what a change is about, in the draft's files: a response, or a field of
// one of its variations.
type Field struct {
	Response string `json:"response"`
	// Number is that of the variation, from 1; 0 for the whole response.
	Number int `json:"number,omitempty"`
	// Path is the field; empty for the whole variation.
	Path     string `json:"path,omitempty"`
	Language string `json:"language,omitempty"`
}

// Revert takes back what the draft changes of a response or a field, and keeps
// everything else, as one step. Changes that need what is taken back, such as those
// of a variation that the draft added, go with it.
func (d *Draft) Revert(f Field) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	st := &d.state
	steps := st.Steps[:st.Done]
	skip := st.decided()
	all := d.store.replay(d.base, d.base, steps, skip)
	drops := d.about(all, f)
	drops = slices.DeleteFunc(drops, func(ref Ref) bool { return slices.Contains(skip, ref) })
	if len(drops) == 0 {
		return ErrNotByItself
	}
	for {
		r := d.store.replay(d.base, d.base, steps, append(slices.Clone(skip), drops...))
		more := r.misfits(drops)
		if slices.ContainsFunc(more, func(ref Ref) bool { return ref.Op < 0 }) {
			return ErrNotByItself
		}
		if len(more) == 0 {
			return d.commit(&Step{Drops: drops, Effect: between(d.files, r.new.files)}, r.new.files)
		}
		drops = append(drops, more...)
	}
}

// about returns the changes of a field, given all steps, done on their own base.
func (d *Draft) about(r *replay, f Field) []Ref {
	l := r.of(f.Response)
	variation := at(l.new, f.Number)
	var out []Ref
	for _, s := range r.out {
		for i := range s.Ops {
			key, op := r.fields[Ref{s.ID, i}], &s.Ops[i]
			added := op.Kind == edit.AddVariation && r.added[Ref{s.ID, i}] == variation
			switch {
			case key.response != l.response || op.Off:
			case f.Number == 0,
				f.Path == "" && (key.variation == variation || added),
				key.variation == variation && (key.path == f.Path && key.language == f.Language || within(key.path, f.Path)):
				out = append(out, Ref{s.ID, i})
			}
		}
	}
	return out
}

// within reports whether a path is that of a list's item, or of a part of it, and the
// field is the list.
func within(path, field string) bool {
	return len(path) > len(field) && field != "" && path[:len(field)] == field && (path[len(field)] == '[' || path[len(field)] == '.')
}

// misfits returns the changes that no longer fit, apart from those that have not
// been done.
func (r *replay) misfits(except []Ref) []Ref {
	var out []Ref
	for _, s := range r.out {
		if ref := (Ref{s.ID, -1}); s.Conflict != nil && !slices.Contains(r.skip, ref) && !slices.Contains(except, ref) {
			out = append(out, ref)
		}
		for i, op := range s.Ops {
			if ref := (Ref{s.ID, i}); op.Conflict != nil && !slices.Contains(r.skip, ref) && !slices.Contains(except, ref) && !r.had[ref] {
				out = append(out, ref)
			}
		}
	}
	return out
}
