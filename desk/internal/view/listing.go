package view

import (
	"maps"
	"slices"
	"strings"
)

// The bounds of a page of the list.
const (
	// DefaultLimit is how many rows a page has if the query does not say.
	DefaultLimit = 100
	// MaxLimit is how many rows a page has at most.
	MaxLimit = 500
)

// hit is an entry that has the words of a query.
type hit struct {
	entry int32
	// item is the first item that has them; -1 if the query has no words.
	item int32
}

// List returns a page of the responses that a query selects.
func (c *Content) List(q Query) List {
	words := wordsOf(q.Words)
	hits := c.hits(words)
	out := List{Version: c.Version(), Total: len(c.entries), Offset: max(q.Offset, 0), At: -1, Rows: []Row{}, Facets: c.facets(hits)}
	if keep, all := c.filter(&q); !all {
		hits = slices.DeleteFunc(hits, func(h hit) bool { return !keep(&c.entries[h.entry]) })
	}
	out.Matched = len(hits)
	if at, ok := c.at[q.At]; ok {
		out.At = slices.IndexFunc(hits, func(h hit) bool { return int(h.entry) == at })
	}
	limit := q.Limit
	if limit <= 0 {
		limit = DefaultLimit
	}
	start := min(out.Offset, len(hits))
	for _, h := range hits[start:min(start+min(limit, MaxLimit), len(hits))] {
		row := c.row(h, words)
		if q.Found {
			row.Found = c.entries[h.entry].found()
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

// hits returns the entries that have the words, those with a match in their name
// first.
func (c *Content) hits(words []string) []hit {
	hits := make([]hit, 0, len(c.entries))
	if len(words) == 0 {
		for i := range c.entries {
			hits = append(hits, hit{int32(i), -1})
		}
		return hits
	}
	named := 0
	add := func(entry, item int) {
		hits = append(hits, hit{int32(entry), int32(item)})
		if item == 0 {
			named++
		}
	}
	c.index.search(words, func(entry, item int) {
		if !c.patched[int32(entry)] {
			add(entry, item)
		}
	})
	if len(c.patched) > 0 {
		c.searchPatched(words, add)
		slices.SortFunc(hits, func(a, b hit) int { return int(a.entry - b.entry) })
	}
	if named > 0 && named < len(hits) {
		slices.SortStableFunc(hits, func(a, b hit) int { return min(int(a.item), 1) - min(int(b.item), 1) })
	}
	return hits
}

// filter returns what the filters of a query select; all if there are none.
func (c *Content) filter(q *Query) (keep func(*entry) bool, all bool) {
	find := func(names []string, name string) int32 {
		if i, ok := slices.BinarySearch(names, name); ok {
			return int32(i)
		}
		return -1
	}
	channel, slot, language := find(c.channelNames, q.Channel), find(c.slotNames, q.Slot), find(c.languages, q.Missing)
	return func(e *entry) bool {
		return (q.Channel == "" || slices.Contains(e.channels, channel)) &&
			(q.Slot == "" || slices.Contains(e.slots, slot)) &&
			(q.Missing == "" || language >= 0 && e.states[language] != full) &&
			(!q.Findings || e.hasFindings()) && (!q.Unused || e.unused) && (!q.Untested || len(e.tests) == 0) && (!q.Failing || e.failed > 0) &&
			(!q.Changed || c.changed[e.w.Name]) && (q.Among == nil || q.Among[e.w.Name])
	}, q.Channel == "" && q.Slot == "" && q.Missing == "" && !q.Findings && !q.Unused && !q.Untested && !q.Failing && !q.Changed && q.Among == nil
}

// found returns the first findings of a response: those about it as a whole, and then
// those about its variations in their order.
func (e *entry) found() []Finding {
	all := e.findingsOf()
	var out []Finding
	for _, number := range slices.Sorted(maps.Keys(all)) {
		out = append(out, all[number]...)
		if len(out) >= MaxFound {
			return out[:MaxFound]
		}
	}
	return out
}

func (e *entry) hasFindings() bool { return e.errors+e.warnings > 0 }

// facets counts what each filter would select.
func (c *Content) facets(hits []hit) Facets {
	var f Facets
	ofChannels, ofSlots, ofLanguages := make([]int, len(c.channelNames)), make([]int, len(c.slotNames)), make([]int, len(c.languages))
	for _, h := range hits {
		e := &c.entries[h.entry]
		f.Findings += one(e.hasFindings())
		f.Unused += one(e.unused)
		f.Untested += one(len(e.tests) == 0)
		f.Changed += one(c.changed[e.w.Name])
		f.Failing += one(e.failed > 0)
		for _, i := range e.channels {
			ofChannels[i]++
		}
		for _, i := range e.slots {
			ofSlots[i]++
		}
		for i, s := range e.states {
			ofLanguages[i] += one(s != full)
		}
	}
	if !c.knowsUses {
		f.Unused = -1
	}
	f.Channels, f.Slots, f.Missing = facetsOf(c.channelNames, ofChannels), facetsOf(c.slotNames, ofSlots), facetsOf(c.languages, ofLanguages)
	return f
}

func one(is bool) int {
	if is {
		return 1
	}
	return 0
}

// facetsOf returns the names that select anything.
func facetsOf(names []string, counts []int) []Facet {
	out := []Facet{}
	for i, name := range names {
		if counts[i] > 0 {
			out = append(out, Facet{name, counts[i]})
		}
	}
	return out
}

// row returns the row of an entry.
func (c *Content) row(h hit, words []string) Row {
	e := &c.entries[h.entry]
	text := textOf(e)
	r := Row{
		Name: e.w.Name, Text: excerpt(text, 0), Variations: len(e.w.Variations), Channels: []string{}, Languages: c.states(e),
		Errors: e.errors, Warnings: e.warnings, Tests: len(e.tests), Failed: e.failed, Recorded: len(e.recordings),
		Unused: e.unused, Changed: c.changed[e.w.Name], Position: e.w.Position,
	}
	for _, i := range e.channels {
		r.Channels = append(r.Channels, c.channelNames[i])
	}
	if h.item > 0 && !hasAll(string(appendFolded(nil, r.Text)), words) {
		r.Match = matchOf(e, int(h.item), words)
	}
	return r
}

// states returns how far a response is translated.
func (c *Content) states(e *entry) []LanguageState {
	out := []LanguageState{}
	for i, s := range e.states {
		out = append(out, LanguageState{c.languages[i], s.String()})
	}
	return out
}

// textOf returns the text that a row shows.
func textOf(e *entry) string {
	if len(e.w.Variations) == 0 {
		return ""
	}
	v := e.w.Variations[0]
	for _, t := range v.Texts {
		if t.Language == "" && hasWords(t.Source) && !strings.HasPrefix(t.Path, "custom") {
			return t.Source
		}
	}
	for _, p := range v.Parts() {
		if p.Name != "metadata" {
			return string(raw(p.Value))
		}
	}
	return ""
}

// matchOf describes an item that has the words.
func matchOf(e *entry, number int, words []string) *Match {
	n := 0
	for item := range itemsOf(e.w) {
		if n++; n <= number {
			continue
		}
		m := &Match{Number: item.number, Path: "id"}
		if item.t != nil {
			m.Path, m.Language = item.t.Path, item.t.Language
		}
		at := strings.Index(string(appendFolded(nil, item.text)), words[0])
		m.Text = excerpt(item.text, max(at, 0))
		return m
	}
	return nil
}

// maxExcerpt is the length of the longest text of a row, in bytes.
const maxExcerpt = 400

// excerpt returns a part of a text with what is at a byte of it. In a few alphabets
// the byte may be off by some, as the text is searched in another form.
func excerpt(text string, at int) string {
	if len(text) <= maxExcerpt {
		return text
	}
	const before = maxExcerpt / 4
	start := min(max(at-before, 0), len(text)-maxExcerpt)
	if at < maxExcerpt-before {
		start = 0
	}
	end := start + maxExcerpt
	out := strings.ToValidUTF8(text[start:end], "")
	if start > 0 {
		out = "…" + out
	}
	if end < len(text) {
		out += "…"
	}
	return out
}
