package predicate

import (
	"strings"
)

// Normal spells the predicate so that two which differ in spaces, comments,
// parentheses, quotes or the case of reserved words are spelled alike. A
// predicate that holds Jinja, or is none, is returned as written: there, spaces
// may be printed. Rasa: section 3.3.1.
func (p *Predicate) Normal() string {
	if p.static == nil || p.static.root == nil {
		return p.source
	}
	var b strings.Builder
	p.static.root.normal(&b, p.static.text)
	return b.String()
}

// normal writes the node with parentheses around each operation.
func (n *node) normal(b *strings.Builder, text string) {
	switch n.op {
	case opConstant:
		b.WriteString(n.value.String())
		return
	case opSlot:
		b.WriteString(text[n.token.start:n.token.end])
		return
	}
	b.WriteString("(" + signs[n.op])
	for _, kid := range n.kids {
		b.WriteByte(' ')
		kid.normal(b, text)
	}
	if n.op == opMatches {
		b.WriteString(" " + text[n.token.start:n.token.end])
	}
	b.WriteByte(')')
}

// signs are the operations by name.
var signs = map[operation]string{
	opSet: "set", opNot: "not", opAnd: "and", opOr: "or", opEqual: "is", opNotEqual: "is not",
	opLess: "<", opLessEqual: "<=", opGreater: ">", opGreaterEqual: ">=", opContains: "contains", opMatches: "matches",
}
