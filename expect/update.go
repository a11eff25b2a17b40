package expect

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"nlgserver/internal/python"
	"nlgserver/nlg"
)

// Update is a file with rewritten expectations.
type Update struct {
	// Data is the whole file.
	Data []byte
	// Done are the cases that were rewritten, Left those that could not be:
	// their expectation is used in several places through an anchor, or the
	// reply cannot be written in YAML.
	Done, Left []*Case
}

// change holds the edits of one case.
type change struct {
	c     *Case
	edits []edit
}

// Update writes the current replies into the expectations of the cases that
// chosen selects and that fail or expect nothing. Everything else stays byte for
// byte. Each change is verified by reading the new file: the case passes, and
// all other cases are unchanged.
func (r *Runner) Update(f *File, chosen func(*Case) bool) *Update {
	u := &Update{Data: f.data}
	if f.doc == nil {
		return u
	}
	e := newEditor(f.doc.Text())
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

// provable returns done and as many of the other changes as can be made with
// them: all of them at best, otherwise it tries each half.
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

// proves reports whether the changed file reads as intended.
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
	// The text has no byte order mark.
	b.Write(bytes.TrimSuffix(f.data, []byte(text)))
	at := 0
	for _, e := range edits {
		if e.start < at {
			continue // the value of one anchor, twice: proves will reject it
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
	return python.Equal(a.value.Python(), b.value.Python())
}
