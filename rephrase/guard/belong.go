package guard

import "strings"

// Two numbers can keep their values and change places: "10 € for adults, 5 € for children". What
// a number belongs to is in the words beside it. Two have changed places if a word that was
// beside the first only is now beside the second, one of the second is beside the first, and none
// has stayed. Whoever says all in another order takes the words along.

// class is a set of facts of which one can take the place of another.
type class struct {
	// prefix is that of the keys.
	prefix string
	// price is set for numbers with a currency or %, which none without it can replace.
	price bool
}

var classes = [...]class{{numberKey, false}, {numberKey, true}, {clockKey, false}, {dateKey, false}, {weekdayKey, false}}

// exchanged returns a fact of f that has changed places with another one in other.
func (f *facts) exchanged(other *facts) (string, bool) {
	if len(f.list) < 2 {
		return "", false
	}
	var mine, theirs []item
	for _, c := range classes {
		ids, first := c.ids(f)
		if len(first) < 2 {
			continue
		}
		if mine == nil {
			mine, theirs = f.items(), other.items()
		}
		id := crossed(c.owners(mine, ids), c.owners(theirs, ids), len(first))
		if id < 0 {
			id = reversed(c.ordered(f, mine, ids), c.ordered(other, theirs, ids))
		}
		if id >= 0 {
			return f.text[first[id].start:first[id].end], true
		}
	}
	return "", false
}

// has reports whether a fact is of the class. A number that may be a time is one.
//
//go:noinline
func (c class) has(f *fact) bool {
	const prices = percent*2 - 1
	prefix := numberKey
	for _, key := range f.keys {
		if !strings.HasPrefix(key, numberKey) {
			prefix = key[:len(numberKey)]
		}
	}
	return prefix == c.prefix && (f.unit|f.shared)&prices != 0 == c.price
}

// ids numbers the facts of the class by their keys; first are the first of each number.
func (c class) ids(f *facts) (ids map[string]int, first []*fact) {
	ids = map[string]int{}
	for k := range f.list {
		fact := &f.list[k]
		if !c.has(fact) {
			continue
		}
		id := idOf(fact, ids)
		if id < 0 {
			id = len(first)
			first = append(first, fact)
		}
		for _, key := range fact.keys {
			if _, ok := ids[key]; !ok {
				ids[key] = id
			}
		}
	}
	return ids, first
}

// idOf returns the number of a fact; -1 if it has none.
//
//go:noinline
func idOf(f *fact, ids map[string]int) int {
	for _, key := range f.keys {
		if id, ok := ids[key]; ok {
			return id
		}
	}
	return -1
}
