package edit

import (
	"slices"

	"nlgserver/internal/python"
)

// usualOrder is the order of the keys of variations, buttons and translations in
// Rasa's own examples.
var usualOrder = []string{
	"condition", "channel", "text", "title", "payload", "translation", "image", "button_type", "buttons", "quick_replies", "elements", "attachment", "custom", "id", "metadata",
}

// insert adds an entry to a map: where maps beside it have it, else in the usual
// order.
func (f *file) insert(n *node, key string, value *node) {
	at := f.placeOf(n, key)
	n.entries = slices.Insert(n.entries, at, &entry{key: key, isText: true, node: value})
}

// placeOf returns the index at which a key is inserted.
func (f *file) placeOf(n *node, key string) int {
	rank := slices.Index(usualOrder, key)
	if rank < 0 {
		return len(n.entries)
	}
	if key == "condition" && !f.look().isConditionFirst {
		return len(n.entries)
	}
	if key == "translation" { // below its text, whatever is in between
		if i := slices.IndexFunc(n.entries, func(e *entry) bool { return e.key == "text" && !e.isMerged }); i >= 0 {
			return i + 1
		}
	}
	for i, e := range slices.Backward(n.entries) {
		if e.key == "condition" && !f.look().isConditionFirst {
			continue
		}
		if other := slices.Index(usualOrder, e.key); other >= 0 && other < rank && !e.isMerged {
			return i + 1
		}
	}
	for i, e := range n.entries {
		if !e.isMerged && slices.Contains(usualOrder, e.key) {
			return i
		}
	}
	return len(n.entries)
}

// sorted returns a value with the keys of all maps sorted.
func sorted(v python.Value) python.Value {
	switch v.Kind() {
	case python.KindList, python.KindTuple:
		items := slices.Clone(v.Items())
		for i, item := range items {
			items[i] = sorted(item)
		}
		return python.List(items...)
	case python.KindDict:
		entries := slices.Clone(v.Dict().Entries())
		slices.SortFunc(entries, func(a, b python.Entry) int {
			return compare(python.JSONKey(a.Key), python.JSONKey(b.Key))
		})
		d := python.NewDict(len(entries))
		for _, e := range entries {
			d.SetKey(e.Key, sorted(e.Value))
		}
		return python.OfDict(d)
	default:
		return v
	}
}
