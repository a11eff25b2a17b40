package document

import "nlgserver/internal/yamlsrc"

// Entry is an entry of a map.
type Entry struct{ Key, Value Value }

func (v Value) entry(p yamlsrc.Pair) Entry {
	return Entry{v.child(p.Key), v.child(p.Value)}
}

// Entry returns the entry of a string key, missing if there is none.
func (v Value) Entry(key string) Entry {
	for e := range v.Entries() {
		if text, ok := e.Key.Text(); ok && text == key {
			return e
		}
	}
	return Entry{}
}

// IsMissing reports whether there is no entry.
func (e Entry) IsMissing() bool { return e.Key.IsMissing() }

// Name returns the key, as Python prints it if it is not a string.
func (e Entry) Name() string {
	if e.IsMissing() {
		return ""
	}
	return e.Key.node.Value.Str()
}

// Extent is the location of an entry as byte offsets in [Document.Text], for a
// program that edits the file in place.
type Extent = yamlsrc.Extent

// Extent returns the location of an entry that is written in its own map, not
// added by a merge key. Read the edited file again and compare: an anchor
// may be used in several places.
func (e Entry) Extent() Extent {
	return e.Value.doc.Extent(yamlsrc.Pair{Key: e.Key.node, Value: e.Value.node})
}

// Start and End return the byte offsets of a value's first byte and of the one
// after its last. Those of an alias are its anchor's.
func (v Value) Start() int { return v.doc.Start(v.node) }

// End returns the byte offset after a value; see [Value.Start].
func (v Value) End() int { return v.doc.End(v.node) }

// Column returns the column of the value's first character, from 1.
func (v Value) Column() int { return v.node.Column }

// IsFlow reports whether the value is a list in [] or a map in {}.
func (v Value) IsFlow() bool { return v.node != nil && v.node.Style == yamlsrc.Flow }

// ItemExtent is the location of an item of a list.
type ItemExtent = yamlsrc.ItemExtent

// ItemExtents returns the locations of the items of a list that is not an alias.
func (v Value) ItemExtents() []ItemExtent {
	if !v.IsList() {
		return nil
	}
	return v.doc.ItemExtents(v.node)
}

// IsAlias reports whether the value is an alias (*name) itself. Its text is
// elsewhere, and whoever edits it there changes all its uses.
func (v Value) IsAlias() bool { return v.via != nil && v.via == v.node }

// IsMerged reports whether the entry came into its map by a merge key (<<).
func (v Value) IsMerged(e Entry) bool {
	return v.node != nil && e.Value.node != nil && (v.node.Origin(e.Key.node) == v.node || v.node.Origin(e.Value.node) == v.node)
}

// MayExpand reports whether environment variables are replaced in the value: it is
// unquoted and has a ${…}.
func (v Value) MayExpand() bool { return v.IsPlain() && yamlsrc.MayExpand(v.node) }

// IsOwn reports whether the value means the same whatever is in the rest of the file, and
// nothing there uses it: it has no alias, anchor or merge key.
func (v Value) IsOwn() bool { return v.node == nil || v.node.IsOwn() }

// Size returns how much the value counts against the bound of values in a file, which is
// [MaxSize]: aliases are expanded.
func (v Value) Size() int {
	if v.node == nil {
		return 0
	}
	return v.node.Size()
}

// MaxSize is how many values a file may have.
const MaxSize = yamlsrc.DefaultMaxNodes
