package view

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"nlgserver/edit"
	"nlgserver/nlg"
)

// The bounds of trying the fixes of a response: those beyond are not offered.
const (
	// maxTried is how many fixes are tried one by one, because they are about the same
	// field, or because one of all does not do.
	maxTried = 20
	// maxTriedBytes is how many bytes of files are compiled for that.
	maxTriedBytes = 1 << 20
	// maxTriedVariations is how many variations a response has at most whose fixes are
	// tried: more take too long while somebody types.
	maxTriedVariations = 200
)

// Proposed reports whether any of the findings of a response has a fix to try.
func (r *Response) Proposed() bool {
	return slices.ContainsFunc(r.all(), func(f *Finding) bool { return f.proposed != nil })
}

// all returns the findings of a response.
func (r *Response) all() []*Finding {
	all := pointersTo(r.Findings)
	for i := range r.Variations {
		all = append(all, pointersTo(r.Variations[i].Findings)...)
	}
	return all
}

// Proposed reports whether any of the findings of a row has a fix to try.
func (r *Row) Proposed() bool {
	return slices.ContainsFunc(r.Found, func(f Finding) bool { return f.proposed != nil })
}

func pointersTo(found []Finding) []*Finding {
	all := make([]*Finding, len(found))
	for i := range found {
		all[i] = &found[i]
	}
	return all
}

// Offer tries the fixes of the findings of a response, and offers those that do: their
// findings are gone then, and there is no other. The file has the response, at its place,
// and at best nothing else.
func (c *Content) Offer(ctx context.Context, r *Response, file nlg.File) {
	c.offer(ctx, r.Name, file, r.all())
}

// OfferRow is [Content.Offer] for the findings of a row.
func (c *Content) OfferRow(ctx context.Context, r *Row, file nlg.File) {
	c.offer(ctx, r.Name, file, pointersTo(r.Found))
}

// trial tries fixes of a response.
type trial struct {
	content *Content
	name    string
	file    nlg.File
	// before are the findings of the file alone.
	before tally
	// loads is set if the file can be loaded as it is.
	loads bool
}

// tally counts findings that say the same, wherever they are.
type tally map[string]int

func tallyOf(e *entry) tally {
	t := tally{}
	for i := range e.findings {
		t[keyOf(string(e.findings[i].Code), e.findings[i].Message)]++
	}
	return t
}

func keyOf(code, message string) string { return code + " " + message }

func (c *Content) offer(ctx context.Context, name string, file nlg.File, found []*Finding) {
	found = slices.DeleteFunc(found, func(f *Finding) bool { return f.proposed == nil })
	at, ok := c.at[name]
	if len(found) == 0 || !ok || len(file.Data) > maxTriedBytes/2 || len(c.entries[at].w.Variations) > maxTriedVariations {
		return
	}
	t := trial{content: c, name: name, file: file}
	if c.patched[int32(at)] { // it was checked alone just now
		t.before, t.loads = tallyOf(&c.entries[at]), c.parts[name] != nil
	} else if t.before, t.loads, ok = t.read(ctx, file); !ok {
		return
	}
	together, alone := apart(found)
	tried := 0
	works := func(these ...*Finding) bool {
		tried++
		return tried <= maxTried && (tried+1)*len(file.Data) <= maxTriedBytes && t.works(ctx, these)
	}
	if !t.works(ctx, together) {
		all := together
		together = nil
		for _, f := range all {
			if works(append(slices.Clip(together), f)...) {
				together = append(together, f)
			} else {
				alone = append(alone, f)
			}
		}
	}
	for _, f := range alone {
		// Those that read the same are made at once: two variations are not to get the same
		// new id.
		alike := func(other *Finding) bool {
			return other.Code == f.Code && other.proposed.Label == f.proposed.Label && other.Number != f.Number
		}
		if !slices.ContainsFunc(together, alike) && works(f) {
			together = append(together, f)
		}
	}
	for i, f := range together {
		// Two findings may be about the same slip: one fix is enough.
		same := func(other *Finding) bool { return slices.EqualFunc(other.proposed.Ops, f.proposed.Ops, sameOp) }
		if !slices.ContainsFunc(together[:i], same) {
			f.Fix = c.everywhere(f.proposed)
		}
	}
}

func sameOp(a, b edit.Op) bool {
	return a.Kind == b.Kind && a.Number == b.Number && a.Path == b.Path && a.Language == b.Language && string(a.Value) == string(b.Value)
}

// apart returns those findings whose fixes are about fields of their own, and the others.
func apart(found []*Finding) (together, others []*Finding) {
	type field struct {
		number         int
		path, language string
	}
	taken := map[field]bool{}
	for _, f := range found {
		isTaken := slices.ContainsFunc(f.proposed.Ops, func(op edit.Op) bool { return taken[field{op.Number, op.Path, op.Language}] })
		if isTaken {
			others = append(others, f)
			continue
		}
		together = append(together, f)
		for _, op := range f.proposed.Ops {
			taken[field{op.Number, op.Path, op.Language}] = true
		}
	}
	return together, others
}

// works reports whether the fixes of findings do, all at once.
func (t *trial) works(ctx context.Context, found []*Finding) bool {
	var ops []edit.Op
	for _, f := range found {
		fix := t.content.everywhere(f.proposed)
		if fix == nil {
			return false
		}
		for _, op := range fix.Ops {
			if op.Response == t.name { // the others are in other files, or not in this one
				ops = append(ops, op)
			}
		}
	}
	edited, err := edit.Apply([]nlg.File{t.file}, ops, edit.Options{Env: t.content.opened.env.Env})
	if err != nil {
		return false
	}
	after, loads, ok := t.read(ctx, edited[0])
	if !ok || t.loads && !loads {
		return false
	}
	most := maps.Clone(t.before)
	for _, f := range found {
		most[keyOf(f.Code, f.Message)]--
	}
	for key, n := range after {
		if n > most[key] {
			return false
		}
	}
	return true
}

// read returns what is found in the response of a file.
func (t *trial) read(ctx context.Context, file nlg.File) (found tally, loads, ok bool) {
	e, catalog, ok := t.content.read(ctx, &Patch{Name: t.name, File: file})
	if !ok {
		return nil, false, false
	}
	return tallyOf(&e), catalog != nil, true
}

// maxOps is how many ops a fix has at most.
const maxOps = 500

// everywhere returns a fix of a channel for all variations of the content that name it:
// the channel is reported once for all of them. Any other fix stays as it is.
func (c *Content) everywhere(fix *Fix) *Fix {
	if len(fix.Ops) != 1 || fix.Ops[0].Path != "channel" || fix.Ops[0].Kind != edit.Set {
		return fix
	}
	first := fix.Ops[0]
	e := c.entryOf(first.Response)
	if e == nil || first.Number > len(e.w.Variations) {
		return fix
	}
	channel := e.w.Variations[first.Number-1].Channel
	at, known := slices.BinarySearch(c.channelNames, channel)
	out := &Fix{Label: fix.Label, Ops: []edit.Op{first}}
	for i := range c.entries {
		other := &c.entries[i]
		if known && !slices.Contains(other.channels, int32(at)) {
			continue
		}
		for j, v := range other.w.Variations {
			if !v.HasChannel || v.Channel != channel || other.w.Name == first.Response && j+1 == first.Number {
				continue
			}
			op := first
			if isExpanded(v.Key("channel")) {
				return nil
			}
			op.Response, op.Number = other.w.Name, j+1
			if out.Ops = append(out.Ops, op); len(out.Ops) > maxOps {
				return nil
			}
		}
	}
	if n := len(out.Ops); n > 1 {
		out.Label += fmt.Sprintf(" in all %d variations", n)
	}
	return out
}
