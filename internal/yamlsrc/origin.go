package yamlsrc

import "nlgserver/internal/diag"

// place is a line and a column.
type place struct{ line, column int }

// setOrigin records that n takes content from where an alias is.
func (d *Document) setOrigin(n, alias *Node) {
	if d.origins == nil {
		d.origins = map[*Node]place{}
	}
	at, ok := d.origins[alias]
	if !ok {
		at = place{alias.Line, alias.Column}
	}
	d.origins[n] = at
}

// Origin returns the node that brought a child into n, if not n itself: the
// child if it is an alias, or n if its merge key added the child. It is nil if
// the child is written in n.
func (n *Node) Origin(child *Node) *Node {
	switch {
	case child.alias:
		return child
	case n.merges && child.offset < n.offset: // an anchor is before its aliases
		return n
	default:
		return nil
	}
}

// OriginPosition returns where the alias is that [Node.Origin] found. The node
// of an alias has the position of its anchor.
func (d *Document) OriginPosition(origin *Node) diag.Position {
	at := d.origins[origin]
	return diag.Position{File: d.name, Line: at.line, Column: at.column}
}

// Release frees the nodes of the document; positions stay valid.
func (d *Document) Release() { d.Root, d.origins = nil, nil }
