package draft

import (
	"encoding/json"
	"slices"

	"nlgserver/edit"
	"nlgserver/nlg"
)

// Moved is a variation that has another number in the new content.
type Moved struct {
	Response string `json:"response"`
	From     int    `json:"from"`
	To       int    `json:"to"`
}

// Rebased says what came of a draft when the content underneath changed.
type Rebased struct {
	// Changed is set if the files that the draft touches had changed.
	Changed bool `json:"changed"`
	// Merged counts the changes that fit the new content.
	Merged int `json:"merged"`
	// Moved are variations of the draft that were found under another number.
	Moved []Moved `json:"moved,omitempty"`
	// Conflicts are the changes that do not fit, those of earlier times included.
	Conflicts []Conflict `json:"conflicts,omitempty"`
	// Dropped counts undone steps that can no longer be redone.
	Dropped int `json:"dropped,omitempty"`
}

// replay does the steps of a draft again.
type replay struct {
	*tracker
	skip  []Ref // changes that are decided, or taken back
	out   []*Step
	moved []Moved
	// merged counts the changes that fit.
	merged int
	// fields are the fields of all changes, by their first names.
	fields map[Ref]fieldKey
	// added are the variations that changes add, and had are the changes that did not
	// fit before either.
	added map[Ref]int
	had   map[Ref]bool
	// together are the ops of a step that are apart, and fit so far as is known: they are
	// applied at once. It is nil for other steps.
	together []fitting
}

// fitting is an op that is to be done again.
type fitting struct {
	index         int
	before, moved edit.Op
	theirs        json.RawMessage
}

// fieldKey is what a change is about: a response by its first name, and a variation
// by its identity.
type fieldKey struct {
	response       string
	variation      int
	path, language string
}

// replay does steps that were done on the old files again on the new ones.
func (s *Store) replay(before, after []nlg.File, steps []*Step, skip []Ref) *replay {
	r := &replay{tracker: newTracker(s, before, after), skip: skip, fields: map[Ref]fieldKey{}, added: map[Ref]int{}, had: map[Ref]bool{}}
	for _, step := range steps {
		r.step(step.clone())
	}
	return r
}

func (r *replay) step(s *Step) {
	start := r.new.files
	if s.File != "" {
		r.text(s)
	}
	if r.together = nil; s.areApart() {
		r.together = make([]fitting, 0, len(s.Ops))
		defer r.old.index.hold()()
		defer r.new.index.hold()()
	}
	for i := range s.Ops {
		r.op(s, i)
	}
	r.doTogether(s)
	if files, err := do(r.old.files, s.Effect); err == nil {
		if s.File == "" && len(s.Drops) == 0 && !slices.ContainsFunc(s.Ops, func(op Op) bool { return op.Kind.ChangesNames() }) {
			r.old.index.keep(r.old.files, files)
		}
		r.old.files = files
	}
	if s.File != "" {
		for _, e := range s.Effect {
			r.forget(e.File)
		}
	}
	s.Effect = between(start, r.new.files)
	r.out = append(r.out, s)
}

// op does one op again.
func (r *replay) op(s *Step, i int) {
	op, ref := &s.Ops[i], Ref{s.ID, i}
	before := op.Op
	was := &before
	if op.Conflict != nil || op.Off {
		was = nil
	}
	l := r.of(before.Response)
	if !op.Off && !slices.Contains(r.skip, ref) && r.isBack(l, op) {
		op.Conflict, was = nil, &before
	}
	r.fields[ref] = fieldKey{l.response, at(l.old, before.Number), op.Path, op.Language}
	r.had[ref] = op.Conflict != nil
	moved, there := r.relocate(before)
	op.Op = moved
	if op.Off || slices.Contains(r.skip, ref) {
		r.advance(before, was, nil)
		return
	}
	if op.Conflict != nil && op.Conflict.Gone {
		there = false
	}
	if moved.Number != before.Number && there {
		r.note(Moved{moved.Response, before.Number, moved.Number})
	}
	theirs := r.new.index.lookUp(r.new.files, moved.Response).replaced(moved)
	op.Conflict = nil
	switch {
	case !there && op.Kind == edit.RemoveVariation && was != nil && l.onlyRemoved():
		op.Off = true
	case !there:
		op.Conflict = conflictOf(ref, op, moved, true, nil)
	case already(moved, theirs):
		r.settle(s, i)
		r.advance(before, was, &moved)
		return
	case replaces(moved.Kind) && !same(theirs, op.Replaced) || moved.Kind == edit.AddResponse && !isNone(theirs):
		op.Conflict = conflictOf(ref, op, moved, false, theirs)
	case r.together != nil:
		r.together = append(r.together, fitting{i, before, moved, theirs})
		return
	default:
		r.do(s, fitting{i, before, moved, theirs})
		return
	}
	r.advance(before, was, nil)
}

// do applies an op that fits.
func (r *replay) do(s *Step, f fitting) {
	op, ref := &s.Ops[f.index], Ref{s.ID, f.index}
	was := &f.before
	if r.had[ref] {
		was = nil
	}
	files, err := r.store.apply(r.new.files, r.new.index, f.moved, true)
	if err == nil {
		if !f.moved.Kind.ChangesNames() {
			r.new.index.keep(r.new.files, files)
		}
		r.new.files = files
		r.merged++
		r.added[ref] = r.advance(f.before, was, &f.moved)
		return
	}
	op.Conflict = conflictOf(ref, op, f.moved, false, f.theirs)
	op.Conflict.Message += ": " + err.Error()
	r.advance(f.before, was, nil)
}

// areApart reports whether the ops of a step are apart.
func (s *Step) areApart() bool {
	ops := make([]edit.Op, len(s.Ops))
	for i := range s.Ops {
		ops[i] = s.Ops[i].Op
	}
	return areApart(ops)
}

// doTogether applies the ops of a step that are apart: at once, or if that fails one
// after the other.
func (r *replay) doTogether(s *Step) {
	if len(r.together) == 0 {
		return
	}
	ops := make([]edit.Op, len(r.together))
	for i := range r.together {
		ops[i] = r.together[i].moved
	}
	files, err := r.store.applyAll(r.new.files, r.new.index, ops, true)
	if err != nil {
		for _, f := range r.together {
			r.do(s, f)
		}
		return
	}
	r.new.index.keep(r.new.files, files)
	r.new.files = files
	r.merged += len(ops) // setting a text moves no variation
}

// settle takes an op out of effect because the content is as it makes it, and with it
// the earlier conflicts of its field.
func (r *replay) settle(s *Step, i int) {
	key := r.fields[Ref{s.ID, i}]
	for _, step := range append(slices.Clone(r.out), s) {
		for k := range step.Ops {
			if op := &step.Ops[k]; op.Conflict != nil && r.fields[Ref{step.ID, k}] == key {
				op.Conflict, op.Off = nil, true
			}
		}
	}
	s.Ops[i].Off = true
}

// onlyRemoved reports whether the new side has nothing that the old one has not.
func (l *tracked) onlyRemoved() bool {
	return !slices.ContainsFunc(l.new, func(token int) bool { return !slices.Contains(l.old, token) })
}

// already reports whether the content is as the op makes it.
func already(op edit.Op, theirs json.RawMessage) bool {
	switch op.Kind {
	case edit.Set, edit.AddResponse:
		return !isNone(theirs) && same(theirs, op.Value)
	case edit.Unset, edit.RemoveResponse:
		return isNone(theirs)
	}
	return false
}

func (r *replay) note(m Moved) {
	if !slices.Contains(r.moved, m) {
		r.moved = append(r.moved, m)
	}
}

// text does an edit of a file's text again.
func (r *replay) text(s *Step) {
	ref := Ref{s.ID, -1}
	r.fields[ref] = fieldKey{path: s.File}
	if slices.Contains(r.skip, ref) {
		return
	}
	edits := s.Effect
	if s.Conflict != nil {
		return // it is decided by its author alone
	}
	start := r.new.files
	for _, e := range edits {
		if e.Creates {
			if files, err := do(r.new.files, []Splice{e}); err == nil {
				r.new.files = files
				r.merged++
			}
			continue // there is one now: it stays as others made it
		}
		i, j := find(r.old.files, e.File), find(r.new.files, e.File)
		fits := i >= 0 && j >= 0
		if fits {
			e, fits = carry(e, r.old.files[i].Data, r.new.files[j].Data)
		}
		if files, err := do(r.new.files, []Splice{e}); fits && err == nil {
			r.new.files = files
			r.merged++
			continue
		}
		r.new.files = start // all files of the step, or none
		quote := func(b []byte) json.RawMessage { q, _ := json.Marshal(string(b)); return q }
		s.Conflict = &Conflict{
			Ref: ref, File: e.File, Base: quote(e.Was), Mine: quote(e.Now),
			Message: "the lines of the file that you edited were changed meanwhile",
		}
		return
	}
}

// forget forgets what is known of the responses of a file: they are matched again.
func (r *replay) forget(path string) {
	for _, s := range [...]*side{&r.old, &r.new} {
		if i := find(s.files, path); i >= 0 {
			for name := range s.index.names(s.files[i]) {
				delete(r.lists, name)
			}
		}
	}
}
