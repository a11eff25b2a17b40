package draft

import (
	"slices"

	"nlgserver/nlg"
)

// Moment is how a draft was at a moment. Equal ones are of the same files, steps and
// conflicts.
type Moment struct{ changes int }

// Moment returns how the draft is now.
func (d *Draft) Moment() Moment {
	d.mu.Lock()
	defer d.mu.Unlock()
	return Moment{d.changes}
}

// Split splits files into the content and the expectation files. The bytes are shared.
func Split(files []nlg.File) (content, tests []nlg.File) {
	return only(files, isContent), only(files, isTest)
}

// Titles returns, in a few words, what undoing would take back and redoing would do
// again; empty for nothing.
func (d *Draft) Titles() (undo, redo string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	st := &d.state
	for _, s := range st.Steps[:st.Done] {
		if !s.isVoid() {
			undo = s.title()
		}
	}
	for _, s := range st.Steps[st.Done:] {
		if !s.isVoid() {
			return undo, s.title()
		}
	}
	return undo, ""
}

// title describes the step in a few words.
func (s *Step) title() string {
	switch {
	case s.Title != "":
		return s.Title
	case s.File != "":
		return "edit " + s.File
	case len(s.Resolves) > 0:
		return "resolve a conflict"
	case len(s.Drops) > 0:
		return "take a change back"
	case len(s.Ops) == 0:
		return "change nothing"
	default:
		return s.Ops[0].String()
	}
}

// Rewrite gives files other texts, as one step. Files of other paths are left out.
func (d *Draft) Rewrite(title string, as []nlg.File) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	files := slices.Clone(d.files)
	for _, f := range as {
		if i := find(files, f.Path); i >= 0 {
			files[i].Data = f.Data
		}
	}
	effect := between(d.files, files)
	if len(effect) == 0 {
		return nil
	}
	return d.commit(&Step{Title: title, File: effect[0].File, Effect: effect}, files)
}

// Saved reports whether everything is kept: it is not if the last writing to the disk
// failed.
func (d *Draft) Saved() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return !d.journal.Failed()
}

// IsTest reports whether a file is an expectation file, which is no content.
func IsTest(f nlg.File) bool { return isTest(f) }

// Warm reads what the first step needs to know of all files.
func (d *Draft) Warm() {
	for _, f := range d.Files() {
		d.mu.Lock()
		if i := find(d.files, f.Path); i >= 0 {
			d.index.names(d.files[i])
		}
		d.mu.Unlock()
	}
}
