package yamlsrc

import (
	"fmt"

	"gopkg.in/yaml.v3"

	"nlgserver/internal/diag"
)

// alias returns the node of the anchor. The expanded value of an alias counts in
// full against the limits, although it takes no memory here: a walk over the tree
// visits it each time.
func (b *builder) alias(raw *yaml.Node, depth int) (*Node, error) {
	at := b.place(raw)
	if b.dialect != nil {
		b.checkAlias(at, raw.Value)
	}
	n, seen := b.anchors[raw.Alias]
	switch {
	case !seen || n == nil:
		b.report(at, diag.CyclicAlias, "*"+raw.Value+" is inside the value that it refers to",
			"write the value out instead of using the alias")
		at.Kind, at.size, at.height = kindOf(raw.Alias), 1, 1 // empty, so that it causes no other error
		return at, nil
	case depth+int(n.height)-1 > b.opt.MaxDepth:
		return nil, b.fatal(at, diag.TooDeep,
			fmt.Sprintf("with *%s expanded, lists and maps are nested more than %d levels deep", raw.Value, b.opt.MaxDepth), "")
	}
	if !b.opt.Meter.Take(n.size + int(n.bulk)) {
		return nil, errUnusable
	}
	b.doc.setOrigin(at, at)
	*at = *n
	at.alias, at.merges = true, false
	return at, nil
}

func kindOf(raw *yaml.Node) Kind {
	switch raw.Kind {
	case yaml.SequenceNode:
		return Sequence
	case yaml.MappingNode:
		return Mapping
	default:
		return Scalar
	}
}

// bulkUnit is the length of text, in bytes, that takes about as long to compile as a
// value. maxBulk bounds the texts of a file, which aliases multiply.
const (
	bulkUnit = 64
	maxBulk  = 64 << 20 / bulkUnit
)

// bulkOf returns the bulk of a text of a length in bytes.
func bulkOf(length int) int32 { return int32(min(length/bulkUnit, maxBulk+1)) }

// count adds a child to the size and height of its parent.
func (b *builder) count(parent, child *Node) error {
	parent.height = max(parent.height, child.height+1)
	parent.size += child.size
	parent.bulk += child.bulk
	if parent.size <= b.opt.MaxNodes && parent.bulk <= maxBulk {
		return nil
	}
	if parent.size <= b.opt.MaxNodes {
		return b.fatal(parent, diag.AliasExplosion,
			fmt.Sprintf("with its aliases (*) expanded, this file has texts of more than %d MiB", maxBulk*bulkUnit>>20),
			"use fewer aliases of long texts")
	}
	if len(b.anchors) > 0 {
		return b.fatal(parent, diag.AliasExplosion,
			fmt.Sprintf("with its aliases (*) expanded, this file has more than %d values", b.opt.MaxNodes),
			"use fewer aliases inside anchors")
	}
	return b.fatal(parent, diag.TooLarge, fmt.Sprintf("this file has more than %d values", b.opt.MaxNodes),
		"split the file")
}

// report adds an error at a node.
func (b *builder) report(n *Node, code diag.Code, message, hint string) {
	b.reportAt(n.Line, n.Column, code, message, hint)
}

func (b *builder) reportAt(line, column int, code diag.Code, message, hint string) {
	b.add(b.doc.Diagnose(line, column, diag.Error, code, message, hint))
}

// fatal adds an error that leaves no usable tree.
func (b *builder) fatal(n *Node, code diag.Code, message, hint string) error {
	b.problems = append(b.problems, b.doc.Diagnose(n.Line, n.Column, diag.Error, code, message, hint))
	return errUnusable
}

// reject adds the error of what only Rasa's reader rejects, at a byte offset.
func (b *builder) reject(offset int, message, hint string) {
	if !b.isFull() {
		b.add(b.doc.errorAt(offset, diag.RasaSyntax, message, hint))
	}
}

// isFull reports whether no more problems are reported. Ask before work on one that
// grows with its line: a line can have a million.
func (b *builder) isFull() bool { return len(b.problems) >= maxProblems }

func (b *builder) add(d diag.Diagnostic) {
	if !b.isFull() {
		b.problems = append(b.problems, d)
	}
}
