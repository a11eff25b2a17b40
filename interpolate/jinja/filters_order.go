package jinja

import (
	"math/bits"
	"slices"
	"strings"

	"nlgserver/internal/python"
)

// keyed is an item and what it is sorted by.
type keyed struct{ key, item python.Value }

// sorted sorts by key, stably, in reverse order too.
func (r *render) sorted(list []keyed, reverse bool) error {
	if err := r.charge(len(list) * bits.Len(uint(len(list)))); err != nil {
		return err
	}
	var failed error
	slices.SortStableFunc(list, func(a, b keyed) int {
		if failed != nil {
			return 0
		}
		order, unordered, err := r.order("<", a.key, b.key)
		if err != nil {
			failed = err
		}
		if unordered || err != nil {
			return 0
		}
		if reverse {
			return -order
		}
		return order
	})
	return failed
}

// keyedItems returns the items of a value with their keys.
func (r *render) keyedItems(v python.Value, g getter) ([]keyed, error) {
	items, err := r.collect(v)
	if err != nil {
		return nil, err
	}
	list := make([]keyed, len(items))
	if err := r.charge(len(items)); err != nil {
		return nil, err
	}
	for i, item := range items {
		key, err := g.key(r, item)
		if err != nil {
			return nil, err
		}
		list[i] = keyed{key, item}
	}
	return list, nil
}

func filterSort(r *render, v python.Value, a args) (python.Value, error) {
	g := getter{caseless: !a.truth(1), list: true}
	attribute, _ := a.given(2)
	if s, ok := isText(attribute); ok {
		for part := range strings.SplitSeq(s, ",") {
			g.paths = append(g.paths, textPath(part))
		}
	} else {
		path := attributePath(attribute)
		g.paths = [][]python.Value{path}
	}
	list, err := r.keyedItems(v, g)
	if err != nil {
		return v, err
	}
	reverse, err := a.flag(0)
	if err != nil {
		return v, err
	}
	if err := r.sorted(list, reverse); err != nil {
		return v, err
	}
	items := make([]python.Value, len(list))
	for i, k := range list {
		items[i] = k.item
	}
	return r.newList(items), nil
}

func filterDictsort(r *render, v python.Value, a args) (python.Value, error) {
	by := "key"
	if b, ok := a.at(1); ok {
		by, _ = isText(b)
	}
	if by != "key" && by != "value" {
		return v, raise("FilterArgumentError", `You can only sort by either "key" or "value"`)
	}
	if err := defined(v); err != nil {
		return v, err
	}
	if v.Kind() != python.KindDict {
		return v, raise("AttributeError", "'%s' object has no attribute 'items'", v.TypeName())
	}
	if err := r.charge(v.Dict().Len()); err != nil {
		return v, err
	}
	g := getter{paths: make([][]python.Value, 1), caseless: !a.truth(0)}
	list := make([]keyed, 0, v.Dict().Len())
	for _, e := range v.Dict().Entries() {
		key := e.Key
		if by == "value" {
			key = e.Value
		}
		key, err := g.key(r, key)
		if err != nil {
			return v, err
		}
		list = append(list, keyed{key, python.Tuple(e.Key, e.Value)})
	}
	reverse, err := a.flag(2)
	if err != nil {
		return v, err
	}
	if err := r.sorted(list, reverse); err != nil {
		return v, err
	}
	items := make([]python.Value, len(list))
	for i, k := range list {
		items[i] = k.item
	}
	return r.newList(items), nil
}

func filterGroupby(r *render, v python.Value, a args) (python.Value, error) {
	path := attributePath(a.pos[0])
	otherwise, _ := a.given(1)
	g := getter{paths: [][]python.Value{path}, otherwise: otherwise, caseless: !a.truth(2)}
	list, err := r.keyedItems(v, g)
	if err != nil {
		return v, err
	}
	if err := r.sorted(list, false); err != nil {
		return v, err
	}
	var groups []python.Value
	for start := 0; start < len(list); {
		end := start + 1
		for end < len(list) {
			equal, err := r.equal(list[start].key, list[end].key)
			if err != nil {
				return v, err
			}
			if !equal {
				break
			}
			end++
		}
		items := make([]python.Value, 0, end-start)
		for _, k := range list[start:end] {
			items = append(items, k.item)
		}
		// A group is called what its first item says, not that in lower case.
		key, err := r.follow(items[0], path, otherwise)
		if err != nil {
			return v, err
		}
		groups = append(groups, python.OfObject(&group{[]python.Value{key, r.newList(items)}}))
		start = end
	}
	return r.newList(groups), nil
}

func filterMin(r *render, v python.Value, a args) (python.Value, error) {
	return r.extreme(v, a, "<")
}

func filterMax(r *render, v python.Value, a args) (python.Value, error) {
	return r.extreme(v, a, ">")
}

// extreme returns the first item that none of the others is before, by an
// operator.
func (r *render) extreme(v python.Value, a args, operator string) (python.Value, error) {
	attribute, _ := a.given(1)
	path := attributePath(attribute)
	list, err := r.keyedItems(v, getter{paths: [][]python.Value{path}, caseless: !a.truth(0)})
	if err != nil {
		return v, err
	}
	if len(list) == 0 {
		return undefinedHint("No aggregated item, sequence was empty."), nil
	}
	best := list[0]
	for _, k := range list[1:] {
		if err := r.charge(1); err != nil {
			return v, err
		}
		better, err := r.compare(operator, k.key, best.key)
		if err != nil {
			return v, err
		}
		if better {
			best = k
		}
	}
	return best.item, nil
}
