package view

import (
	"context"
	"maps"
	"slices"
	"strings"
	"sync"

	"nlgserver/lint"
	"nlgserver/nlg"
	"nlgserver/responses"
)

// Patch is a response that changed since content was opened.
type Patch struct {
	Name string
	// File is the file of the response, at whose place there is nothing else. If Gone is
	// set, there is no such response any more.
	File nlg.File
	Gone bool
}

// RejectedError is the error of trying a response that cannot be loaded as it is.
type RejectedError struct{ Name string }

func (e *RejectedError) Error() string {
	return "response \"" + e.Name + "\" has an error: see its findings"
}

// opened is what opening content needs again for parts of it.
type opened struct {
	compile  nlg.Options
	settings lint.Settings
	env      responses.Options
	// single checks responses one by one; it is made when it is needed.
	single func() *lint.Single
}

func newOpened(c *nlg.Catalog, o *Options, checking lint.Options) *opened {
	compile := o.Compile
	compile.Patterns = false // they are not of the part
	return &opened{
		compile: compile, settings: o.Settings, env: responses.Options{Env: o.Compile.Env, EnvAllowed: o.Compile.EnvAllowed},
		single: sync.OnceValue(func() *lint.Single { return lint.NewSingle(c, checking) }),
	}
}

// With returns the content with parts of it as they are now, under another version. It
// compiles and checks only those, so that it is as quick as they are small: findings that
// are about several responses, the languages, and the results of the tests stay as they
// were. It returns nil if that does not do, or the context is done.
func (c *Content) With(ctx context.Context, version string, parts []Patch) *Content {
	out := *c
	out.version = version
	out.parts, out.patched = maps.Clone(c.parts), maps.Clone(c.patched)
	if out.parts == nil {
		out.parts = map[string]*nlg.Catalog{}
	}
	if out.patched == nil {
		out.patched = map[int32]bool{}
	}
	out.entries = slices.Clone(c.entries)
	reorder := false
	for i := range parts {
		p := &parts[i]
		at, had := c.at[p.Name]
		if p.Gone {
			if !had {
				return nil
			}
			out.count(&out.entries[at], -1)
			out.parts[p.Name], out.entries[at], reorder = nil, entry{}, true
			continue
		}
		if had && c.entries[at].w.Position.File != p.File.Path {
			return nil // another file defines it too
		}
		e, catalog, ok := c.read(ctx, p)
		if !ok {
			return nil
		}
		out.parts[p.Name] = catalog
		out.count(&e, 1)
		if !had {
			out.entries, reorder = append(out.entries, e), true
			continue
		}
		old := &out.entries[at]
		out.count(old, -1)
		e.unused, e.tests, e.failed, e.recordings = old.unused, old.tests, old.failed, old.recordings
		out.entries[at], out.patched[int32(at)] = e, true
	}
	if reorder {
		out.order(ctx)
	}
	out.nameParts(parts)
	out.summary.Version, out.summary.Responses = version, len(out.entries)
	if ctx.Err() != nil {
		return nil
	}
	return &out
}

// read compiles and checks a part. The catalog is nil if it cannot be loaded.
func (c *Content) read(ctx context.Context, p *Patch) (e entry, catalog *nlg.Catalog, ok bool) {
	files := []nlg.File{p.File}
	catalog, found, err := nlg.CompileContext(ctx, files, c.opened.compile)
	if err != nil {
		return e, nil, false
	}
	if catalog != nil {
		e.w = catalog.Written(p.Name)
	} else {
		for r := range responses.Open(p.File, c.opened.env).Responses() {
			if r.Name == p.Name && e.w == nil {
				for range r.Read(true) { // reading keeps them
				}
				e.w = r
			}
		}
	}
	if e.w == nil {
		return e, nil, false
	}
	found = lint.Ignore(files, append(found, c.opened.single().Check(e.w)...))
	alone := Content{entries: []entry{e}}
	alone.place(c.opened.settings.Apply(found))
	e = alone.entries[0]
	e.states = make([]state, len(c.languages))
	if catalog != nil {
		for _, l := range lint.Covered(catalog, nil, c.languages).Languages {
			if at, known := slices.BinarySearch(c.languages, l.Language); known && slices.Contains(l.Missing, p.Name) {
				e.states[at] = missing
				if isTranslated(e.w, l.Language) {
					e.states[at] = part
				}
			}
		}
	}
	return e, catalog, true
}

// count adds what the summary counts of an entry, or with -1 takes it away.
func (c *Content) count(e *entry, times int) {
	c.summary.Errors += times * e.errors
	c.summary.Warnings += times * e.warnings
	if e.w != nil {
		c.summary.Variations += times * len(e.w.Variations)
	}
}

// order puts the entries in order after some were added or removed.
func (c *Content) order(ctx context.Context) {
	c.entries = slices.DeleteFunc(c.entries, func(e entry) bool { return e.w == nil })
	slices.SortStableFunc(c.entries, func(a, b entry) int { return strings.Compare(a.w.Name, b.w.Name) })
	c.at = make(map[string]int, len(c.entries))
	for i := range c.entries {
		c.at[c.entries[i].w.Name] = i
	}
	c.index, c.patched = newIndex(ctx, c.entries), map[int32]bool{}
}

// nameParts sets the channels and slots of parts.
func (c *Content) nameParts(parts []Patch) {
	for i := range parts {
		e := c.entryOf(parts[i].Name)
		if e == nil {
			continue
		}
		for _, v := range e.w.Variations {
			at, known := slices.BinarySearch(c.channelNames, v.Channel)
			if v.HasChannel && known {
				e.channels = append(e.channels, int32(at))
			}
			all := !v.HasChannel || known
			for _, slot := range v.Slots() {
				at, known := slices.BinarySearch(c.slotNames, slot)
				if all = all && known; known {
					e.slots = append(e.slots, int32(at))
				}
			}
			if !all { // there is a new name
				for j := range c.entries {
					c.entries[j].channels, c.entries[j].slots = nil, nil
				}
				c.nameAll()
				return
			}
		}
		slices.Sort(e.channels)
		slices.Sort(e.slots)
		e.channels, e.slots = slices.Compact(e.channels), slices.Compact(e.slots)
	}
}

// searchPatched calls found for the patched entries that have an item with all of the
// words, as [index.search] does for the others.
func (c *Content) searchPatched(words []string, found func(entry, item int)) {
	for at := range c.patched {
		n := 0
		for item := range itemsOf(c.entries[at].w) {
			if hasAll(string(appendFolded(nil, item.text)), words) {
				found(int(at), n)
				break
			}
			n++
		}
	}
}

// Changed returns the content with the names of the responses that a draft changes.
// Nobody may change them then.
func (c *Content) Changed(names map[string]bool) *Content {
	out := *c
	out.changed = names
	return &out
}

// Warm does what the first [Content.With] needs.
func (c *Content) Warm() { c.opened.single() }

// Parts returns the responses that are not as they are in [Content.Catalog], by name: nil
// for one that is gone.
func (c *Content) Parts() map[string]*responses.Response {
	out := make(map[string]*responses.Response, len(c.parts))
	for name := range c.parts {
		out[name] = nil
		if e := c.entryOf(name); e != nil {
			out[name] = e.w
		}
	}
	return out
}
