package compare

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"nlgserver/internal/python"
	"nlgserver/responses"
)

// changesOf returns what differs between two versions of a variation.
func changesOf(a, b *variation) []Change {
	var c changes
	was, is := map[string]python.Value{}, map[string]python.Value{}
	var names []string
	for _, p := range a.parts {
		was[p.Name] = p.Value
		names = append(names, p.Name)
	}
	for _, p := range b.parts {
		if is[p.Name] = p.Value; !slices.Contains(names, p.Name) {
			names = append(names, p.Name)
		}
	}
	slices.SortFunc(names, comparePaths)
	for _, name := range names {
		before, had := was[name]
		after, has := is[name]
		c.either(name, before, had, after, has)
	}
	if a.condition != b.condition {
		x, y := a.ConditionWords(), b.ConditionWords()
		c.fact("condition", x, x != "", y, y != "")
	}
	if a.Channel != b.Channel || a.HasChannel != b.HasChannel {
		c.fact("channel", a.Channel, a.HasChannel, b.Channel, b.HasChannel)
	}
	if a.ID != b.ID {
		c.fact("id", a.ID, a.ID != "", b.ID, b.ID != "")
	}
	return c
}

type changes []Change

// fact records a change of a value that is not compared further.
func (c *changes) fact(path, before string, had bool, after string, has bool) {
	*c = append(*c, Change{Path: path, Kind: kindOf(had, has), Before: before, After: after})
}

func kindOf(had, has bool) Kind {
	switch {
	case !had:
		return Added
	case !has:
		return Removed
	default:
		return Changed
	}
}

// either compares two values, one of which may be missing. A missing translation
// or metadata map counts as empty, so that each entry is a change of its own.
func (c *changes) either(path string, before python.Value, had bool, after python.Value, has bool) {
	if had && has {
		c.values(path, before, after)
		return
	}
	whole := before
	if has {
		whole = after
	}
	if whole.Dict().Len() > 0 && (path == "translation" || path == "metadata") {
		empty := python.OfDict(python.NewDict(0))
		if !had {
			before = empty
		} else {
			after = empty
		}
		c.values(path, before, after)
		return
	}
	c.fact(path, show(before, had), had, show(after, has), has)
}

// values compares two values, down to the parts that differ.
func (c *changes) values(path string, before, after python.Value) {
	if responses.Canonical(before) == responses.Canonical(after) {
		return
	}
	x, isTextX := before.Text()
	y, isTextY := after.Text()
	switch {
	case isTextX && isTextY:
		*c = append(*c, Change{Path: path, Kind: Changed, Before: x, After: y, Words: words(x, y)})
	case before.Kind() == python.KindDict && after.Kind() == python.KindDict:
		c.maps(path, before, after)
	case before.Kind() == python.KindList && after.Kind() == python.KindList:
		c.lists(path, before.Items(), after.Items())
	default:
		*c = append(*c, Change{Path: path, Kind: Changed, Before: string(before.AppendJSON(nil)), After: string(after.AppendJSON(nil))})
	}
}

func (c *changes) maps(path string, before, after python.Value) {
	for _, e := range responses.SortedEntries(before) {
		other, has := after.Dict().GetKey(e.Key)
		c.either(path+"."+python.JSONKey(e.Key), e.Value, true, other, has)
	}
	for _, e := range responses.SortedEntries(after) {
		if _, had := before.Dict().GetKey(e.Key); !had {
			c.either(path+"."+python.JSONKey(e.Key), python.None(), false, e.Value, true)
		}
	}
}

// lists compares two lists item by item, aligned on the items in both.
func (c *changes) lists(path string, before, after []python.Value) {
	a, b := itemsOf(before), itemsOf(after)
	if slices.Equal(sortedKeys(a), sortedKeys(b)) {
		*c = append(*c, Change{Path: path, Kind: Reordered, Before: showAll(before), After: showAll(after)})
		return
	}
	i, j := 0, 0
	for _, next := range append(align(a, b, sameItem, relatedItem), place{len(a), len(b)}) {
		for ; i < next.a; i++ {
			c.fact(fmt.Sprintf("%s[%d]", path, i), show(before[i], true), true, "", false)
		}
		for ; j < next.b; j++ {
			c.fact(fmt.Sprintf("%s[%d]", path, j), "", false, show(after[j], true), true)
		}
		if i < len(a) && j < len(b) {
			c.values(fmt.Sprintf("%s[%d]", path, j), before[i], after[j])
		}
		i, j = i+1, j+1
	}
}

func showAll(items []python.Value) string {
	var out []string
	for _, item := range items {
		out = append(out, show(item, true))
	}
	return strings.Join(out, ", ")
}

// show formats a value for people: a string as it is, a button as preview shows
// it, and anything else as JSON.
func show(v python.Value, there bool) string {
	if !there {
		return ""
	}
	if text, ok := v.Text(); ok {
		return text
	}
	title, hasTitle := v.Dict().Get("title")
	payload, hasPayload := v.Dict().Get("payload")
	if hasTitle && hasPayload && v.Dict().Len() == 2 {
		return "[" + title.Str() + "] " + payload.Str()
	}
	return string(v.AppendJSON(nil))
}

// comparePaths orders the keys of a variation for output: text, then what is
// shown, then the other keys by name.
func comparePaths(a, b string) int {
	order := [...]string{"text", "translation", "image", "buttons", "quick_replies", "elements", "attachment", "custom"}
	rank := func(name string) int {
		if i := slices.Index(order[:], name); i >= 0 {
			return i
		}
		return len(order)
	}
	return cmp.Or(cmp.Compare(rank(a), rank(b)), strings.Compare(a, b))
}
