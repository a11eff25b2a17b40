package edit

import (
	"nlgserver/internal/document"
	"nlgserver/internal/python"
)

// node is a value of a file as it is to become. It is read from the file as far as
// ops touch it.
type node struct {
	// src is the value in the file, missing for a new value.
	src document.Value
	// isFresh is set if the node is new or replaces src as a whole. A fresh scalar
	// is in value; a fresh list or map is in items and entries.
	isFresh bool
	kind    python.Kind
	value   python.Value
	// expands is set if a fresh text has a ${VAR} that stays one.
	expands bool
	// isWrapped is set for a variation that was a bare text and becomes a map.
	isWrapped bool
	// isChanged is set if something in the node is fresh.
	isChanged bool
	isLoaded  bool
	entries   []*entry
	items     []*node
}

// entry is an entry of a map. Its key is missing in src if the entry is new.
type entry struct {
	key string
	// isText is set if the key is a string; others cannot be named by a path.
	isText bool
	src    document.Entry
	// isMerged is set for an entry of a merge key, which is not written in its map.
	isMerged bool
	*node
}

func sourceNode(v document.Value) *node { return &node{src: v} }

// fresh returns a new value.
func fresh(v python.Value) *node {
	n := &node{isFresh: true, isChanged: true}
	n.become(v)
	return n
}

// become makes the node a new value.
func (n *node) become(v python.Value) {
	n.isFresh, n.isChanged, n.isLoaded, n.isWrapped, n.expands = true, true, true, false, false
	n.kind, n.value = v.Kind(), v
	n.entries, n.items = nil, nil
	switch n.kind {
	case python.KindList, python.KindTuple:
		for _, item := range v.Items() {
			n.items = append(n.items, fresh(item))
		}
	case python.KindDict:
		for _, e := range v.Dict().Entries() {
			n.entries = append(n.entries, &entry{key: python.JSONKey(e.Key), isText: true, node: fresh(e.Value)})
		}
	}
}

// load reads the node's children.
func (n *node) load() {
	if n.isLoaded {
		return
	}
	n.isLoaded = true
	switch {
	case n.src.IsMap():
		n.entries = make([]*entry, 0, n.src.Len())
		for e := range n.src.Entries() {
			_, isText := e.Key.Text()
			n.entries = append(n.entries, &entry{key: e.Name(), isText: isText, src: e, isMerged: n.src.IsMerged(e), node: sourceNode(e.Value)})
		}
	case n.src.IsList():
		n.items = make([]*node, 0, n.src.Len())
		for item := range n.src.Items() {
			n.items = append(n.items, sourceNode(item))
		}
	}
}

func (n *node) isMap() bool {
	return n.isWrapped || n.isFresh && n.kind == python.KindDict || !n.isFresh && n.src.IsMap()
}

func (n *node) isList() bool {
	return n.isFresh && (n.kind == python.KindList || n.kind == python.KindTuple) || !n.isFresh && n.src.IsList()
}

func (n *node) isNull() bool {
	return n.isFresh && n.kind == python.KindNone || !n.isFresh && n.src.IsNull()
}

// text returns the value of a string.
func (n *node) text() (string, bool) {
	switch {
	case n.isWrapped:
		return "", false
	case n.isFresh:
		return n.value.Text()
	default:
		return n.src.Text()
	}
}

// mayExpand reports whether environment variables are replaced in a text.
func (n *node) mayExpand() bool {
	if n.isFresh {
		return n.expands
	}
	return n.src.MayExpand()
}

// get returns the entry of a key, nil if there is none.
func (n *node) get(key string) *entry {
	n.load()
	for _, e := range n.entries {
		if e.isText && e.key == key {
			return e
		}
	}
	return nil
}

// python returns the value.
func (n *node) python() python.Value {
	switch {
	case !n.isFresh && !n.isChanged:
		return n.src.Python()
	case n.isMap():
		d := python.NewDict(len(n.entries))
		for _, e := range n.entries {
			if e.isText {
				d.Set(e.key, e.python())
			} else {
				d.SetKey(e.src.Key.Python(), e.python())
			}
		}
		return python.OfDict(d)
	case n.isList():
		items := make([]python.Value, 0, len(n.items))
		for _, item := range n.items {
			items = append(items, item.python())
		}
		return python.List(items...)
	default:
		return n.value
	}
}

// wrap makes a variation that is a bare text a map with that text.
func (n *node) wrap() {
	text := &node{src: n.src, isFresh: n.isFresh, kind: n.kind, value: n.value, expands: n.expands, isChanged: n.isChanged}
	n.isWrapped, n.isChanged, n.isLoaded, n.isFresh = true, true, true, false
	n.entries = []*entry{{key: "text", isText: true, node: text}}
}

// hasMerged reports whether a map has entries of a merge key.
func (n *node) hasMerged() bool {
	for e := range n.src.Entries() {
		if n.src.IsMerged(e) {
			return true
		}
	}
	return false
}

// lastOwn returns the last entry that is written in a map, nil if there is none.
func (n *node) lastOwn() (last *entry) {
	for _, e := range n.entries {
		if !e.src.IsMissing() && !e.isMerged {
			last = e
		}
	}
	return last
}

// firstOwn returns the first entry that is written in a map, nil if there is none.
func (n *node) firstOwn() *entry {
	for _, e := range n.entries {
		if !e.src.IsMissing() && !e.isMerged {
			return e
		}
	}
	return nil
}
