package draft

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"
	"unicode/utf8"

	"nlgserver/desk/internal/journal"
	"nlgserver/edit"
	"nlgserver/nlg"
)

// ErrNothing is the error of Undo and Redo if there is nothing to undo or redo.
var ErrNothing = errors.New("there is nothing to undo or redo")

const (
	// pause is how long after the last change typing in the same field is the same
	// step, and phrase is how long a step of typing may last.
	pause  = 1500 * time.Millisecond
	phrase = 15 * time.Second
	// compactAt is the size of a journal from which on it may be compacted, in bytes.
	compactAt = 1 << 20
)

// Draft is what one author has changed. It is safe for concurrent use.
type Draft struct {
	store *Store

	mu      sync.Mutex
	journal *journal.Journal
	state   state
	// base is the content that the steps began on, and files are it with the steps.
	base, files []nlg.File
	index       *index // of files
	damaged     string
	// changes counts what the draft has been since it was opened.
	changes int
	// rewritten is the size of the journal after it was last compacted.
	rewritten int64
	// published is the id of the last step that a publication took: typing after that
	// does not add to it.
	published int
}

// build sets the files from the state. Steps that do not fit, because an earlier one
// was lost in a damaged journal, are dropped.
func (d *Draft) build(present []nlg.File) {
	st := &d.state
	d.base = st.base(present)
	d.index = newIndex(d.store.config.Read, d.store.cache)
	files := d.base
	var done []*Step
	for _, s := range st.Steps[:st.Done] {
		next, err := do(files, s.Effect)
		if err != nil {
			st.Dropped = append(st.Dropped, s)
			continue
		}
		files, done = next, append(done, s)
	}
	if len(done) < st.Done {
		st.Dropped = append(st.Dropped, st.Steps[st.Done:]...)
		st.Steps, st.Done = done, len(done)
	}
	d.files = files
}

// Author returns the name of the draft's author.
func (d *Draft) Author() string { return d.state.Author }

// Damaged returns the path of a copy of the draft's journal as it was, if a part of it
// could not be read; empty otherwise.
func (d *Draft) Damaged() string { return d.damaged }

// Status is how far a draft is.
type Status struct {
	Author string    `json:"author"`
	Began  time.Time `json:"began"`
	// Version is that of the content that the draft changes.
	Version string `json:"version"`
	// Steps counts the steps that are done; Last is the id of the last of them, and
	// Changed when it was made.
	Steps   int       `json:"steps"`
	Last    int       `json:"last"`
	Changed time.Time `json:"changed"`
	// Redo counts the steps that can be redone.
	Redo int `json:"redo"`
	// Files are the paths of the files that differ from the base.
	Files []string `json:"files"`
	// Conflicts are the changes that do not fit the content.
	Conflicts []Conflict `json:"conflicts"`
	// Dropped counts the steps that no longer have an effect and are kept.
	Dropped int `json:"dropped"`
}

// Status returns how far the draft is.
func (d *Draft) Status() Status {
	d.mu.Lock()
	defer d.mu.Unlock()
	st := &d.state
	out := Status{
		Author: st.Author, Began: st.Began, Version: st.Version, Steps: st.Done, Redo: len(st.Steps) - st.Done,
		Files: []string{}, Conflicts: append([]Conflict{}, st.conflicts()...), Dropped: len(st.Dropped),
	}
	if st.Done > 0 {
		last := st.Steps[st.Done-1]
		out.Last, out.Changed = last.ID, last.Changed
	}
	for _, s := range between(d.base, d.files) {
		out.Files = append(out.Files, s.File)
	}
	return out
}

// Do applies ops as one step. If one of them fails, nothing changes. A step that
// changes nothing is none. Typing in the same field adds to the last step.
func (d *Draft) Do(ops ...edit.Op) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	step, files, err := d.applied(ops, false)
	if err != nil {
		return err
	}
	return d.commit(step, files)
}

// applied returns a step of ops, and the files after it.
func (d *Draft) applied(ops []edit.Op, ignoreWas bool) (*Step, []nlg.File, error) {
	if areApart(ops) {
		return d.appliedTogether(ops, ignoreWas)
	}
	step, files := &Step{}, d.files
	for _, op := range ops {
		entry := d.index.lookUp(files, op.Response)
		if op.Kind == edit.MoveVariation && op.To == 0 && entry != nil {
			op.To = len(entry.items) // so that it can be followed
		}
		replaced := entry.replaced(op)
		done, err := d.store.apply(files, d.index, op, ignoreWas)
		if err != nil {
			return nil, nil, err
		}
		if !op.Kind.ChangesNames() {
			d.index.keep(files, done)
		}
		files = done
		step.Ops = append(step.Ops, Op{Op: op, Replaced: replaced})
	}
	step.Effect = between(d.files, files)
	return step, files, nil
}

// appliedTogether returns a step of ops that are apart, and the files after it.
func (d *Draft) appliedTogether(ops []edit.Op, ignoreWas bool) (*Step, []nlg.File, error) {
	defer d.index.hold()()
	step := &Step{Ops: make([]Op, len(ops))}
	for i, op := range ops {
		step.Ops[i] = Op{Op: op, Replaced: d.index.lookUp(d.files, op.Response).replaced(op)}
	}
	files, err := d.store.applyAll(d.files, d.index, ops, ignoreWas)
	if err != nil {
		return nil, nil, err
	}
	d.index.keep(d.files, files)
	step.Effect = between(d.files, files)
	return step, files, nil
}

// EditText gives a file another text, as one step.
func (d *Draft) EditText(path, text string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	i := find(d.files, path)
	switch {
	case i < 0:
		return fmt.Errorf("the content has no file %q", path)
	case !utf8.Valid(d.files[i].Data) || !utf8.ValidString(text):
		return fmt.Errorf("%q is not UTF-8 and cannot be edited as text", path)
	}
	files := slices.Clone(d.files)
	files[i].Data = []byte(text)
	return d.commit(&Step{File: path, Effect: between(d.files, files)}, files)
}

// commit adds a step to the journal, and then to the draft.
func (d *Draft) commit(step *Step, files []nlg.File) error {
	if len(step.Effect) == 0 && len(step.Resolves) == 0 {
		return nil
	}
	now := d.store.now().UTC()
	step.ID, step.Time, step.Changed = d.state.Next, now, now
	joined, err := d.join(step, files)
	if err != nil {
		return err
	}
	if !joined && d.state.Done >= maxSteps {
		return fmt.Errorf("the draft has %d steps: publish or discard it first", d.state.Done)
	}
	return d.save(record{Step: step, Base: d.state.newBase(d.base, step.Effect)}, files)
}

// join makes a step the continuation of the last one, if both are typing in the same
// field.
func (d *Draft) join(step *Step, files []nlg.File) (bool, error) {
	st := &d.state
	if st.Done == 0 || st.Done < len(st.Steps) {
		return false, nil
	}
	last := st.Steps[st.Done-1]
	if last.ID <= d.published || !last.isTyping() || !step.isTyping() || last.File != step.File ||
		step.Time.Sub(last.Changed) > pause || step.Time.Sub(last.Time) > phrase {
		return false, nil
	}
	if step.File == "" && !sameField(&last.Ops[0].Op, &step.Ops[0].Op) {
		return false, nil
	}
	before, err := undo(d.files, last.Effect)
	if err != nil {
		return false, err
	}
	step.ID, step.Time, step.Effect = last.ID, last.Time, between(before, files)
	if step.File == "" {
		step.Ops[0].Was, step.Ops[0].Replaced = last.Ops[0].Was, last.Ops[0].Replaced
	}
	return true, nil
}

// isTyping reports whether a step gives one field a value, or edits a file's text.
func (s *Step) isTyping() bool {
	if len(s.Resolves)+len(s.Drops) > 0 || s.Title != "" || s.Conflict != nil {
		return false
	}
	return s.File != "" || len(s.Ops) == 1 && s.Ops[0].Kind == edit.Set && s.Ops[0].Conflict == nil && !s.Ops[0].Off
}

func sameField(a, b *edit.Op) bool {
	return a.Response == b.Response && a.Number == b.Number && a.Path == b.Path && a.Language == b.Language
}

// isVoid reports whether undoing the step changes nothing, as after typing that was
// deleted again.
func (s *Step) isVoid() bool {
	return len(s.Effect)+len(s.Resolves)+len(s.Drops) == 0 && s.Conflict == nil &&
		!slices.ContainsFunc(s.Ops, func(op Op) bool { return op.Conflict != nil })
}

// Undo takes the last step back.
func (d *Draft) Undo() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	done := d.state.Done
	for done > 0 && d.state.Steps[done-1].isVoid() {
		done--
	}
	if done == 0 {
		return ErrNothing
	}
	done--
	files, err := undo(d.files, d.state.Steps[done].Effect)
	if err != nil {
		return err
	}
	return d.save(record{Done: &done}, files)
}

// Redo does the step again that was undone last.
func (d *Draft) Redo() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	done := d.state.Done
	for done < len(d.state.Steps) && d.state.Steps[done].isVoid() {
		done++
	}
	if done == len(d.state.Steps) {
		return ErrNothing
	}
	files, err := do(d.files, d.state.Steps[done].Effect)
	if err != nil {
		return err
	}
	done++
	return d.save(record{Done: &done}, files)
}

// save writes a record, and then makes it true in memory.
func (d *Draft) save(r record, files []nlg.File) error {
	line, err := json.Marshal(r)
	if err != nil {
		return err
	}
	if err := d.journal.Append(line); err != nil {
		// A smaller journal may have room, and a new one may reach the disk.
		if d.compact() != nil || d.journal.Append(line) != nil {
			return err
		}
	}
	d.state.take(r)
	d.files = files
	d.changes++
	if size := d.journal.Size(); size > compactAt && size > 2*d.rewritten {
		_ = d.compact() // it is saved already; the next step tries again
	}
	return nil
}

// compact writes the draft as one record.
func (d *Draft) compact() error {
	line, err := json.Marshal(record{Draft: &d.state})
	if err != nil {
		return err
	}
	if err := d.journal.Rewrite(line); err != nil {
		return err
	}
	d.rewritten = d.journal.Size()
	return nil
}

// Flush waits until the draft is on the disk.
func (d *Draft) Flush() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.journal.Flush()
}
