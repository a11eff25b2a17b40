package guard

import "strconv"

// owner is the facts that a word is beside, by their numbers in the text: one, or both of a
// range.
type owner struct{ first, last int }

// nobody owns a word that is beside several facts, or beside none.
var nobody = owner{-1, -1}

func (o owner) known() bool { return o.first >= 0 && o.last >= 0 }

func (o owner) has(id int) bool { return o.first == id || o.last == id }

// owned is what a word belongs to. It is near if no other word is between that may name something.
type owned struct {
	owner
	near bool
}

// tally counts the words that say where a fact is, and how many of them are near it.
type tally struct{ words, near int }

func (t tally) add(near bool) tally {
	t.words++
	if near {
		t.near++
	}
	return t
}

// unitMark begins the label of a unit. It says where a fact is if it has moved only: whoever moves
// a number may move it with its unit.
const unitMark = '#'

// owners returns what each word is beside.
func (c class) owners(items []item, ids map[string]int) map[string]owned {
	places := c.places(items, ids)
	owners := map[string]owned{}
	own := func(label string, o owned) {
		if before, ok := owners[label]; ok && before.owner != o.owner {
			o.owner = nobody
		}
		owners[label] = o
	}
	for i, it := range items {
		switch {
		case places[i].sink:
			if it.fact.unit != 0 {
				own(string(unitMark)+strconv.FormatUint(uint64(it.fact.unit), 16), places[i].owned)
			}
		case it.fact != nil:
			for _, key := range it.fact.keys {
				own(key, places[i].owned)
			}
		case it.label != "":
			own(it.label, places[i].owned)
		}
	}
	return owners
}

// crossed returns the number of the first fact that has changed places with another; -1 for
// none.
func crossed(mine, theirs map[string]owned, n int) int {
	moved, stays := map[owner]tally{}, make([]tally, n)
	for label, a := range mine {
		b, ok := theirs[label]
		if !ok || !a.known() || !b.known() {
			continue
		}
		if !a.has(b.first) && !a.has(b.last) {
			for _, m := range [...]owner{{a.first, b.first}, {a.last, b.last}} {
				moved[m] = moved[m].add(a.near || b.near)
			}
			continue
		}
		for _, id := range [...]int{a.first, a.last} {
			if b.has(id) && label[0] != unitMark {
				stays[id] = stays[id].add(a.near && b.near)
			}
		}
	}
	least := -1
	for m, there := range moved {
		back, a, b := moved[owner{m.last, m.first}], stays[m.first], stays[m.last]
		if back.words == 0 || least >= 0 && least < m.first {
			continue
		}
		// A word that both share, such as the verb, is beside one of them: it may stay.
		shared := there.near > 0 && back.near > 0 && a.near+b.near == 0 && there.words+back.words > a.words+b.words
		if a.words+b.words == 0 || shared {
			least = m.first
		}
	}
	return least
}
