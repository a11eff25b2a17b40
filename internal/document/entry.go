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
