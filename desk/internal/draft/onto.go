package draft

import (
	"bytes"
	"slices"

	"nlgserver/edit"
	"nlgserver/nlg"
)

// Rebase puts the draft on other content: what the files are now. Changes that fit
// merge silently; the others are conflicts until their author resolves them. Files()
// is then the new content with the changes that fit.
func (d *Draft) Rebase(present []nlg.File) (Rebased, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.onto(present)
}

func (d *Draft) onto(present []nlg.File) (Rebased, error) {
	if d.fits(present) {
		d.move(present)
		return Rebased{Conflicts: d.state.conflicts()}, nil
	}
	before := d.state
	d.normalize()
	st := &d.state
	r := d.store.replay(d.base, present, st.Steps[:st.Done], st.decided())
	out := Rebased{Changed: true, Moved: r.moved, Merged: r.merged, Dropped: len(st.Steps) - st.Done}
	next := *st
	next.Dropped = append(slices.Clone(st.Dropped), st.Steps[st.Done:]...)
	next.Steps, next.Base, next.Version = nil, nil, versionOf(present)
	for _, s := range r.out {
		if !s.isOff() {
			next.Steps = append(next.Steps, s)
			next.Base = append(next.Base, next.newBase(present, s.Effect)...)
		}
	}
	// A conflict stays one when its file is back as it was, so its file counts too.
	next.Done = len(next.Steps)
	if err := d.replace(next); err != nil {
		d.state = before
		return Rebased{}, err
	}
	d.base, d.files = present, r.new.files
	out.Conflicts = d.state.conflicts()
	return out, nil
}

// replace makes another state that of the draft and of its journal.
func (d *Draft) replace(next state) error {
	before := d.state
	d.state = next
	if err := d.compact(); err != nil {
		d.state = before
		return err
	}
	d.changes++
	return nil
}

// fits reports whether the steps can stay as they are on other content.
func (d *Draft) fits(present []nlg.File) bool {
	st := &d.state
	for _, s := range st.Steps {
		if s.Conflict != nil || slices.ContainsFunc(s.Ops, func(op Op) bool {
			return op.Conflict != nil || op.Kind == edit.AddResponse || op.Kind == edit.RenameResponse
		}) {
			return sameFiles(d.base, present)
		}
	}
	for _, b := range st.Base {
		i := find(present, b.Path)
		if b.Absent != (i < 0) || i >= 0 && !bytes.Equal(present[i].Data, b.Data) {
			return false
		}
	}
	return true
}

func sameFiles(a, b []nlg.File) bool {
	return slices.EqualFunc(a, b, func(f, g nlg.File) bool { return f.Path == g.Path && bytes.Equal(f.Data, g.Data) })
}

// move puts the draft on content with the same files as far as the steps change them.
func (d *Draft) move(present []nlg.File) {
	files := slices.Clone(present)
	for _, b := range d.state.Base {
		i, j := find(d.files, b.Path), find(files, b.Path)
		switch {
		case i >= 0 && j >= 0:
			files[j].Data = d.files[i].Data
		case i >= 0:
			files = append(files, d.files[i])
		case j >= 0:
			files = slices.Delete(files, j, j+1)
		}
	}
	d.base, d.files = present, files
	d.changes++
	d.state.Version = versionOf(present)
}

// normalize takes changes that were taken back out of the steps, so that no step
// takes anything back. That cannot be undone any more.
func (d *Draft) normalize() {
	st := &d.state
	var drops []Ref
	for _, s := range st.Steps[:st.Done] {
		drops = append(drops, s.Drops...)
	}
	if len(drops) == 0 {
		return
	}
	r := d.store.replay(d.base, d.base, st.Steps[:st.Done], st.decided())
	next := *st
	next.Steps = nil
	for _, s := range r.out {
		for i := range s.Ops {
			if slices.Contains(drops, Ref{s.ID, i}) {
				s.Ops[i].Off, s.Ops[i].Conflict = true, nil
			}
		}
		if len(s.Drops) == 0 {
			next.Steps = append(next.Steps, s)
		}
	}
	next.Done = len(next.Steps)
	next.Steps = append(next.Steps, st.Steps[st.Done:]...)
	d.state = next
}

// isOff reports whether no op of a step has an effect any more.
func (s *Step) isOff() bool {
	return s.File == "" && len(s.Ops) > 0 && len(s.Resolves) == 0 &&
		!slices.ContainsFunc(s.Ops, func(op Op) bool { return !op.Off })
}
