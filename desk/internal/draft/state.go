package draft

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"nlgserver/nlg"
)

// state is a draft as it is on disk.
type state struct {
	Author    string    `json:"author"`
	Assistant string    `json:"assistant"`
	Began     time.Time `json:"began"`
	// Version is that of the content that the steps began on.
	Version string `json:"version"`
	// Base are the files of that content that the steps change, as they were.
	Base []baseFile `json:"base"`
	// Steps are the steps in order; the first Done of them are done.
	Steps []*Step `json:"steps"`
	Done  int     `json:"done"`
	// Next is the id of the next step.
	Next int `json:"next"`
	// Dropped are steps that are neither done nor can be redone.
	Dropped []*Step `json:"dropped,omitempty"`
}

// baseFile is a file as it was before the first step that changes it.
type baseFile struct {
	Path string `json:"path"`
	// Absent is set if there was no such file.
	Absent bool   `json:"absent,omitempty"`
	Root   int    `json:"root,omitempty"`
	Name   string `json:"name,omitempty"`
	Direct bool   `json:"direct,omitempty"`
	Data   []byte `json:"data"`
}

// record is a line of the journal.
type record struct {
	// Draft is the whole draft.
	Draft *state `json:"draft,omitempty"`
	// Step is a new step after those that are done, or the new form of the last one.
	Step *Step `json:"step,omitempty"`
	// Base are the files that the step is the first to change.
	Base []baseFile `json:"base,omitempty"`
	// Done is how many steps are done.
	Done *int `json:"done,omitempty"`
}

// take adds a record to the state.
func (st *state) take(r record) {
	switch {
	case r.Draft != nil:
		*st = *r.Draft
	case r.Step != nil:
		st.Base = append(st.Base, r.Base...)
		st.push(r.Step)
	case r.Done != nil:
		st.Done = min(max(*r.Done, 0), len(st.Steps))
	}
}

// push adds a step after the done ones. Steps that could be redone are gone.
func (st *state) push(s *Step) {
	st.Steps = st.Steps[:st.Done:st.Done]
	if last := len(st.Steps) - 1; last >= 0 && st.Steps[last].ID == s.ID {
		st.Steps[last] = s
	} else {
		st.Steps = append(st.Steps, s)
	}
	st.Done = len(st.Steps)
	st.Next = max(st.Next, s.ID+1)
}

// load reads the records of a journal.
func load(records [][]byte) (state, error) {
	var st state
	for i, line := range records {
		var r record
		if err := json.Unmarshal(line, &r); err != nil {
			return state{}, fmt.Errorf("record %d: %w", i+1, err)
		}
		if i == 0 && r.Draft == nil {
			return state{}, errors.New("it does not begin with a draft")
		}
		st.take(r)
	}
	return st, nil
}

// base returns the content that the steps began on, as far as they change it, over
// the present content.
func (st *state) base(present []nlg.File) []nlg.File {
	out := slices.Clone(present)
	for _, b := range st.Base {
		i := find(out, b.Path)
		switch {
		case b.Absent && i >= 0:
			out = slices.Delete(out, i, i+1)
		case b.Absent:
		case i >= 0:
			out[i].Data = b.Data
		default:
			out = append(out, nlg.File{Path: b.Path, Root: b.Root, Name: b.Name, Direct: b.Direct, Data: b.Data})
		}
	}
	return out
}

// newBase returns the files of a base that splices are the first to change.
func (st *state) newBase(base []nlg.File, effect []Splice) []baseFile {
	var out []baseFile
	for _, s := range effect {
		if slices.ContainsFunc(slices.Concat(st.Base, out), func(b baseFile) bool { return b.Path == s.File }) {
			continue
		}
		if i := find(base, s.File); i >= 0 {
			f := base[i]
			out = append(out, baseFile{Path: f.Path, Root: f.Root, Name: f.Name, Direct: f.Direct, Data: f.Data})
		} else {
			out = append(out, baseFile{Path: s.File, Absent: true})
		}
	}
	return out
}
