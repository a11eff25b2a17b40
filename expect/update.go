package expect

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"nlgserver/internal/python"
	"nlgserver/nlg"
)

// Update is a file with expectations written anew.
type Update struct {
	// Data is the whole file.
	Data []byte
	// Done are the cases that were rewritten, Left those that could not be:
	// their expectation is one of several uses of an anchor, or what is said
	// cannot be written in YAML.
	Done, Left []*Case
}

// change is what becomes of one case.
type change struct {
	c     *Case
	edits []edit
}

// Update writes what is said now into the expectation of every case of the
// file that chosen takes and that fails or expects nothing. Everything else
// stays byte for byte. Each change is proved by reading the new file: the case
// passes, and no other has become another.
func (r *Runner) Update(f *File, chosen func(*Case) bool) *Update {
	u := &Update{Data: f.data}
	if f.doc == nil {
		return u
	}
	e := newEditor(f.doc)
	var changes []change
	for _, c := range f.Cases {
		if !chosen(c) {
			continue
		}
		if result := r.Run(c); !result.Passed() {
			changes = append(changes, change{c, e.edits(c, restate(result))})
		}
	}
	done := r.provable(f, nil, changes)
	u.Data = f.apply(done)
	for _, ch := range changes {
		if slices.ContainsFunc(done, func(d change) bool { return d.c == ch.c }) {
			u.Done = append(u.Done, ch.c)
		} else {
			u.Left = append(u.Left, ch.c)
		}
	}
	return u
}

// provable returns the changes that can be made together with those that are
// done: all of them at best, else the halves are tried.
func (r *Runner) provable(f *File, done, more []change) []change {
	if len(more) == 0 {
		return done
	}
	all := slices.Concat(done, more)
	if r.proves(f, all) {
		return all
	}
	if len(more) == 1 {
		return done
	}
	half := len(more) / 2
	return r.provable(f, r.provable(f, done, more[:half]), more[half:])
}

// proves reports whether the changed file reads as it should.
func (r *Runner) proves(f *File, changes []change) bool {
	changed := map[*Case]bool{}
	for _, ch := range changes {
		changed[ch.c] = true
	}
	g, diags := Read(f.Path, f.apply(changes), f.opts)
	if diags.HasErrors() || len(g.Cases) != len(f.Cases) {
		return false
	}
	for i, c := range f.Cases {
		d := g.Cases[i]
		if c.Name != d.Name || !sameRequest(c, d) {
			return false
		}
		if changed[c] {
			if !r.Run(d).Passed() {
				return false
			}
		} else if !sameExpectation(c.Expectation, d.Expectation) {
			return false
		}
	}
	return true
}

// apply returns the file with the changes.
func (f *File) apply(changes []change) []byte {
	var edits []edit
	for _, ch := range changes {
		edits = append(edits, ch.edits...)
	}
	slices.SortStableFunc(edits, func(a, b edit) int { return cmp.Compare(a.start, b.start) })
	text := f.doc.Text()
	var b strings.Builder
	// A byte order mark is no part of the text.
	b.Write(bytes.TrimSuffix(f.data, []byte(text)))
	at := 0
	for _, e := range edits {
		if e.start < at {
			continue // one anchor's value, twice: it does not prove
		}
		b.WriteString(text[at:e.start])
		b.WriteString(e.with)
		at = e.end
	}
	b.WriteString(text[at:])
	return []byte(b.String())
}

func sameRequest(a, b *Case) bool {
	dicts := func(c *Case) []nlg.Mapping {
		return []nlg.Mapping{c.Request.Slots, c.Request.Arguments, c.Request.Context, c.Request.Metadata}
	}
	for i, m := range dicts(a) {
		if !python.Equal(valueOf(m.(*python.Dict)), valueOf(dicts(b)[i].(*python.Dict))) {
			return false
		}
	}
	return a.Request.Response == b.Request.Response && a.Request.Channel == b.Request.Channel &&
		a.Request.InputChannel == b.Request.InputChannel && a.Language == b.Language
}

func sameExpectation(a, b *Expectation) bool {
	if a == nil || b == nil {
		return a == b
	}
	return python.Equal(a.node.ToValue(), b.node.ToValue())
}
