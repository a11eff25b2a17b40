package yamlsrc

import "nlgserver/internal/python"

// Kind is the kind of a Node.
type Kind uint8

// The kinds of Node.
const (
	Scalar Kind = iota
	Sequence
	Mapping
)

// Style is the style in which a Node is written.
type Style uint8

// The styles of scalars, and Flow for a list in [] or a map in {}. A block list or
// block map is Plain.
const (
	Plain Style = iota
	SingleQuoted
	DoubleQuoted
	Literal
	Folded
	Flow
)

// Node is a value in a file. An alias is a copy of its anchor, with the anchor's
// position and children, so a tree may share nodes; it never contains itself.
type Node struct {
	Kind     Kind
	Style    Style
	empty    bool // a null without any text
	expanded bool // its text differs from the file: a ${VAR} was replaced
	alias    bool // see [Document.Origin]
	merges   bool // a map with an alias as its merge key
	anchored bool // it has an anchor
	// Line and Column count from 1, columns in characters. For a scalar they are
	// those of its text, after an anchor or a tag.
	Line, Column int
	// Value is the value of a scalar.
	Value python.Value
	// Items are the items of a sequence.
	Items []*Node
	// Pairs are the entries of a mapping, those of merge keys (<<) first, as in
	// Rasa. Keys are unique by Python's equality.
	Pairs []Pair

	offset int   // of the first byte in the file
	size   int   // values in the subtree, aliases expanded
	height int32 // levels in the subtree, aliases expanded
	bulk   int32 // the length of the texts in the subtree, aliases expanded; see bulkOf
}

// Pair is one entry of a mapping.
type Pair struct {
	Key, Value *Node
}

// Get returns the value of a string key of a mapping, nil if there is none or the
// node is not a mapping (or nil). It takes linear time.
func (n *Node) Get(key string) *Node {
	if n == nil {
		return nil
	}
	for _, p := range n.Pairs {
		if text, ok := p.Key.Value.Text(); ok && text == key && p.Key.Kind == Scalar {
			return p.Value
		}
	}
	return nil
}

// IsOwn reports whether nothing in the subtree is an alias, has an anchor, or has a merge
// key: it means the same whatever is in the rest of the file, and nothing there uses it.
func (n *Node) IsOwn() bool {
	if n.alias || n.anchored || n.merges {
		return false
	}
	for _, item := range n.Items {
		if !item.IsOwn() {
			return false
		}
	}
	for _, p := range n.Pairs {
		if !p.Key.IsOwn() || !p.Value.IsOwn() {
			return false
		}
	}
	return true
}

// Size returns how many values the subtree has with its aliases expanded, and what its
// texts count, as for [Options.MaxNodes].
func (n *Node) Size() int { return n.size + int(n.bulk) }

// ToValue returns the subtree as a Python value. Keys that are not text keep
// their type, and a list as a key is a tuple, as in Rasa.
func (n *Node) ToValue() python.Value {
	switch n.Kind {
	case Sequence:
		return python.List(n.values()...)
	case Mapping:
		d := python.NewDict(len(n.Pairs))
		for _, p := range n.Pairs {
			d.SetKey(p.Key.asKey(), p.Value.ToValue())
		}
		return python.OfDict(d)
	default:
		return n.Value
	}
}

// asKey returns the value as a dict key. It is not hashable if it is a map or a
// list of lists or maps.
func (n *Node) asKey() python.Value {
	if n.Kind == Sequence {
		return python.Tuple(n.values()...)
	}
	return n.ToValue()
}

func (n *Node) values() []python.Value {
	items := make([]python.Value, len(n.Items))
	for i, item := range n.Items {
		items[i] = item.ToValue()
	}
	return items
}

// IsNull reports whether a value is null: null, ~, or nothing after a key.
func IsNull(n *Node) bool { return n.Kind == Scalar && n.Value.IsNone() }

// Describe names the type of a node's value, for messages: "a list", "a number".
func Describe(n *Node) string {
	switch {
	case n.Kind == Mapping:
		return "a map"
	case n.Kind == Sequence:
		return "a list"
	case n.Value.IsNone():
		return "nothing"
	}
	switch n.Value.TypeName() {
	case "bool":
		return "true or false"
	case "int", "float":
		return "a number"
	default:
		return "a string"
	}
}
