package edit

import (
	"nlgserver/internal/document"
	"nlgserver/internal/python"
)

// isRead reports whether a value that was read is what a node was to become.
func (n *node) isRead(v document.Value) bool {
	switch {
	case !n.isChanged && !n.isFresh:
		return same(n.src, v)
	case n.isMap():
		return n.isReadMap(v)
	case n.isList():
		n.load()
		if !v.IsList() || v.Len() != len(n.items) {
			return false
		}
		i := 0
		for item := range v.Items() {
			if !n.items[i].isRead(item) {
				return false
			}
			i++
		}
		return true
	default:
		return v.IsScalar() && sameScalar(n.value, v.Python()) && n.expands == v.MayExpand()
	}
}

// isReadMap compares a map. The entries of merge keys come first when it is read, so
// order counts only without them.
func (n *node) isReadMap(v document.Value) bool {
	n.load()
	if !v.IsMap() || v.Len() != len(n.entries) {
		return false
	}
	var merged map[string]*entry
	for _, e := range n.entries {
		if e.isMerged {
			merged = make(map[string]*entry, len(n.entries))
			break
		}
	}
	if merged != nil {
		for _, e := range n.entries {
			merged[e.key] = e
		}
	}
	i := 0
	for got := range v.Entries() {
		e := n.entries[i]
		if merged != nil {
			e = merged[got.Name()]
		}
		i++
		if e == nil || got.Name() != e.key || !e.isRead(got.Value) {
			return false
		}
		if _, isText := got.Key.Text(); isText != e.isText {
			return false
		}
	}
	return true
}

// same reports whether two values are the same: of the same type, in the same order,
// and with the same environment variables.
func same(a, b document.Value) bool {
	switch {
	case a.IsMap():
		if !b.IsMap() || a.Len() != b.Len() {
			return false
		}
		entries := make([]document.Entry, 0, b.Len())
		for e := range b.Entries() {
			entries = append(entries, e)
		}
		i := 0
		for e := range a.Entries() {
			if !same(e.Key, entries[i].Key) || !same(e.Value, entries[i].Value) {
				return false
			}
			i++
		}
		return true
	case a.IsList():
		if !b.IsList() || a.Len() != b.Len() {
			return false
		}
		items := make([]document.Value, 0, b.Len())
		for item := range b.Items() {
			items = append(items, item)
		}
		i := 0
		for item := range a.Items() {
			if !same(item, items[i]) {
				return false
			}
			i++
		}
		return true
	default:
		return a.IsMissing() == b.IsMissing() && (a.IsMissing() || b.IsScalar() && sameScalar(a.Python(), b.Python()) && a.MayExpand() == b.MayExpand())
	}
}

// sameScalar is stricter than Python: 1, 1.0 and true differ.
func sameScalar(a, b python.Value) bool {
	if a.Kind() != b.Kind() {
		return false
	}
	if text, ok := a.Text(); ok {
		other, _ := b.Text()
		return text == other
	}
	return a.Repr() == b.Repr()
}

// sameValue is sameScalar for all values; the order of keys counts.
func sameValue(a, b python.Value) bool {
	if a.Kind() != b.Kind() {
		return false
	}
	switch a.Kind() {
	case python.KindList, python.KindTuple:
		x, y := a.Items(), b.Items()
		if len(x) != len(y) {
			return false
		}
		for i := range x {
			if !sameValue(x[i], y[i]) {
				return false
			}
		}
		return true
	case python.KindDict:
		if a.Dict().Len() != b.Dict().Len() {
			return false
		}
		y := b.Dict().Entries()
		for i, e := range a.Dict().Entries() {
			if !sameValue(e.Key, y[i].Key) || !sameValue(e.Value, y[i].Value) {
				return false
			}
		}
		return true
	default:
		return sameScalar(a, b)
	}
}
