package guard

// place is which fact of a class an item is, or what it is beside.
type place struct {
	// sink is set if the item is such a fact itself.
	sink bool
	owned
}

// reach is how near a fact is on one side of an item.
type reach struct {
	owned
	// gap is how much is between, and direct is set if all words between may name something.
	gap    int
	direct bool
}

// far is the reach of no fact.
var far = reach{owned: owned{owner: nobody}, gap: sentenceGap}

// places returns which fact of the class each item is, or is beside.
func (c class) places(items []item, ids map[string]int) []place {
	places := make([]place, len(items))
	for i := range items {
		it := &items[i]
		if it.fact == nil || !c.has(it.fact) {
			continue
		}
		id := idOf(it.fact, ids)
		places[i] = place{sink: id >= 0 || !it.fact.soft, owned: owned{owner{id, id}, true}}
	}
	pair(items, places)
	before := make([]reach, len(items))
	r := far
	for i := range items {
		before[i] = r
		before[i].gap += items[i].gap
		r = r.pass(&items[i], &places[i])
	}
	r = far
	for i := len(items) - 1; i >= 0; i-- {
		if !places[i].sink {
			places[i].owned = nearer(&before[i], &r)
		}
		r = r.pass(&items[i], &places[i])
	}
	return places
}

// pass returns the reach on the other side of an item.
//
//go:noinline
func (r reach) pass(it *item, at *place) reach {
	if at.sink {
		return reach{owned: at.owned, direct: true}
	}
	r.gap += it.gap
	named := it.label != "" || it.fact != nil
	r.near = r.near && !named
	r.direct = r.direct && it.gap == 0 && named
	return r
}

// nearer returns what a word belongs to, by what is on both sides of it. In doubt it belongs to
// nothing.
//
//go:noinline
func nearer(before, after *reach) owned {
	switch {
	case min(before.gap, after.gap) >= sentenceGap:
	case before.gap < after.gap, before.gap == after.gap && before.direct && !after.direct:
		return before.owned
	case before.gap > after.gap, after.direct && !before.direct:
		return after.owned
	}
	return far.owned
}

// pair joins facts that have no word between that names something: 9 to 17, 3 of 10. What is
// beside one of them may be said of both.
func pair(items []item, places []place) {
	last := -1
	for i := range items {
		it := &items[i]
		switch {
		case places[i].sink:
			if last >= 0 && (items[last].fact.unit == 0 || it.fact.unit != 0) {
				places[last].last, places[i].first = places[i].last, places[last].first
			}
			last = i
		case it.fact != nil, it.label != "", it.gap > 0:
			last = -1
		}
	}
}
