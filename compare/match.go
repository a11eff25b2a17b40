package compare

import (
	"cmp"
	"slices"

	"nlgserver/internal/python"
	"nlgserver/internal/python/text"
	"nlgserver/responses"
)

// pair is a variation before and after.
type pair struct{ old, new *variation }

// alike is the share of words that two texts must have in common to count as
// versions of one text.
const alike = 0.4

// maxLikeness limits the pairs that are compared for likeness. Above it,
// variations with neither the id nor the content in common count as removed and
// added.
const maxLikeness = 250_000

// match pairs each new variation with its old version: the one with the same id,
// then with equal content, then the most similar, then the only one with the
// same audience.
func match(before, after []*variation) []pair {
	m := matcher{old: slices.Clone(before), new: slices.Clone(after)}
	m.byKey(func(v *variation) string { return v.ID }, true)
	m.byKey(func(v *variation) string { return v.ID + "\x00" + v.content }, false)
	m.byKey(func(v *variation) string { return v.content }, false)
	m.byLikeness()
	m.byKey(func(v *variation) string { return "\x00" + v.audienceKey() }, true)
	slices.SortFunc(m.pairs, func(a, b pair) int { return cmp.Compare(a.old.index, b.old.index) })
	return m.pairs
}

// matcher holds the variations that are not matched yet.
type matcher struct {
	old, new []*variation
	pairs    []pair
}

// byKey matches variations with equal keys, in order. If once is set, it matches
// only keys that each side has once. An empty key matches nothing.
func (m *matcher) byKey(key func(*variation) string, once bool) {
	before, after := map[string][]*variation{}, map[string][]*variation{}
	for _, v := range m.old {
		before[key(v)] = append(before[key(v)], v)
	}
	for _, v := range m.new {
		after[key(v)] = append(after[key(v)], v)
	}
	delete(before, "")
	for k, olds := range before {
		news := after[k]
		if once && (len(olds) != 1 || len(news) != 1) {
			continue
		}
		for i := range min(len(olds), len(news)) {
			m.take(olds[i], news[i])
		}
	}
	m.forget()
}

func (m *matcher) take(before, after *variation) { m.pairs = append(m.pairs, pair{before, after}) }

// forget removes the variations that are matched.
func (m *matcher) forget() {
	taken := make(map[*variation]bool, 2*len(m.pairs))
	for _, p := range m.pairs {
		taken[p.old], taken[p.new] = true, true
	}
	is := func(v *variation) bool { return taken[v] }
	m.old, m.new = slices.DeleteFunc(m.old, is), slices.DeleteFunc(m.new, is)
}

// byLikeness matches similar variations, the most similar first.
func (m *matcher) byLikeness() {
	if len(m.old)*len(m.new) > maxLikeness {
		return
	}
	type likely struct {
		pair
		score float64
	}
	var found []likely
	for _, a := range m.old {
		for _, b := range m.new {
			// Different ids are different variations, however similar.
			if a.ID != "" && b.ID != "" {
				continue
			}
			if score := likeness(a, b); score >= alike {
				if a.audienceKey() == b.audienceKey() {
					score++
				}
				found = append(found, likely{pair{a, b}, score})
			}
		}
	}
	slices.SortStableFunc(found, func(a, b likely) int { return cmp.Compare(b.score, a.score) })
	taken := map[*variation]bool{}
	for _, l := range found {
		if !taken[l.old] && !taken[l.new] {
			taken[l.old], taken[l.new] = true, true
			m.take(l.old, l.new)
		}
	}
	m.forget()
}

// audienceKey returns the same key for variations with the same channel and
// condition.
func (v *variation) audienceKey() string {
	if !v.HasChannel {
		return v.condition
	}
	return v.condition + "\x00" + v.Channel
}

// likeness is the share of words that two variations have in common.
func likeness(a, b *variation) float64 {
	if a.total+b.total == 0 {
		return 0
	}
	if len(a.words) > len(b.words) {
		a, b = b, a
	}
	common := 0
	for w, n := range a.words {
		common += min(n, b.words[w])
	}
	return 2 * float64(common) / float64(a.total+b.total)
}

// countWords counts the words of all texts in a value.
func (v *variation) countWords(value python.Value) {
	if written, ok := value.Text(); ok {
		for _, w := range tokens(written) {
			if isWord(w) {
				v.words[text.Casefold(w)]++
				v.total++
			}
		}
	}
	for _, item := range value.Items() {
		v.countWords(item)
	}
	for _, e := range value.Dict().Entries() {
		v.countWords(e.Value)
	}
}

// Match pairs the variations of a response with those of an older version of it: the
// result has, for indexes in before, the index in after of the same variation.
// Variations that were removed or added are in no pair.
func Match(before, after []*responses.Variation) map[int]int {
	read := func(list []*responses.Variation) []*variation {
		var out []*variation
		for i, v := range list {
			out = append(out, readVariation(i, v))
		}
		return out
	}
	pairs := map[int]int{}
	for _, p := range match(read(before), read(after)) {
		pairs[p.old.index] = p.new.index
	}
	return pairs
}
