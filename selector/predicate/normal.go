package predicate

import "strings"

// Normal returns a predicate that means the same, spelled in the one way that
// leaves no choice of spaces, comments, parentheses, quotes, and the case and
// synonyms of reserved words. A predicate that holds Jinja, or that is none,
// is returned as written.
func (p *Predicate) Normal() string {
	if p.static == nil || p.static.root == nil {
		return p.source
	}
	var b strings.Builder
	p.static.root.normal(&b, p.static.text)
	return b.String()
}

// words are the operations as they are written.
var words = map[operation]string{
	opNot: "not ", opAnd: " and ", opOr: " or ", opEqual: " is ", opNotEqual: " is not ",
	opLess: " < ", opLessEqual: " <= ", opGreater: " > ", opGreaterEqual: " >= ",
	opContains: " contains ", opMatches: " matches ", opSet: " ",
}

// normal writes the node, with parentheses around every operation.
func (n *node) normal(b *strings.Builder, text string) {
	written := text[n.token.start:n.token.end]
	switch n.op {
	case opConstant:
		b.WriteString(normalConstant(n.token.kind, written))
		return
	case opSlot:
		b.WriteString(written)
		return
	}
	first, last := byte('('), byte(')')
	if n.op == opSet {
		first, last = '{', '}'
	}
	b.WriteByte(first)
	if n.op == opNot {
		b.WriteString(words[opNot])
	}
	for i, kid := range n.kids {
		if i > 0 {
			b.WriteString(words[n.op])
		}
		kid.normal(b, text)
	}
	if n.op == opMatches {
		b.WriteString(words[opMatches] + written)
	}
	b.WriteByte(last)
}

func normalConstant(kind tokenKind, written string) string {
	switch kind {
	case tokenNumber:
		return written
	case tokenQuoted:
		if inner := written[1 : len(written)-1]; !strings.Contains(inner, "'") {
			return "'" + inner + "'"
		}
		return written
	default:
		return strings.ToLower(written)
	}
}
