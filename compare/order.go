package compare

import (
	"cmp"
	"fmt"
	"slices"
)

// reorders returns the groups in which a different variation now comes first.
// The choice among eligible variations is random, so their order does not
// matter, unless they have ids: Rasa requests the first one by its id, and its
// domain is in the same order. Rasa: section 3.4.
func reorders(pairs []pair) []Reorder {
	groups := map[string][]pair{}
	var keys []string
	for _, p := range pairs { // in the old order
		key := groupOf(p.new)
		if groupOf(p.old) != key {
			continue
		}
		if groups[key] == nil {
			keys = append(keys, key)
		}
		groups[key] = append(groups[key], p)
	}
	var out []Reorder
	for _, key := range keys {
		if old, first, ok := overtaken(groups[key]); ok {
			out = append(out, Reorder{Group: key, Before: nameOf(old), After: nameOf(first)})
		}
	}
	return out
}

// overtaken returns two variations of a group if the second now comes before the
// first and this changes which id Rasa requests. Without conditions only the
// first of the group matters; with them, any may be the first that holds.
func overtaken(group []pair) (before, after *variation, ok bool) {
	if group[0].new.condition == "" {
		first := slices.MinFunc(group, func(a, b pair) int { return cmp.Compare(a.new.index, b.new.index) })
		return group[0].new, first.new, first != group[0] && named(group[0], first)
	}
	for i, p := range group {
		for _, q := range group[i+1:] {
			if q.new.index < p.new.index && named(p, q) {
				return p.new, q.new, true
			}
		}
	}
	return nil, nil, false
}

// named reports whether Rasa could request one of the two by its id.
func named(p, q pair) bool { return p.new.ID != "" || q.new.ID != "" }

// groupOf describes the group of a variation in words.
func groupOf(v *variation) string {
	name := "variations without a condition"
	if v.condition != "" {
		name = "variations with a condition"
	}
	if v.HasChannel {
		name += " on " + v.Channel
	}
	return name
}

func nameOf(v *variation) string {
	if v.ID != "" {
		return "id " + v.ID
	}
	return fmt.Sprintf("variation %d", v.index+1)
}
