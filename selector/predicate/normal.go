package predicate

import "strings"

// Normal returns a predicate that means the same, spelled in the one way that
// leaves no choice of spaces, comments, parentheses, quotes, and the case and
// synonyms of reserved words. A predicate that holds Jinja is returned as
// written, and one that is invalid is only rid of what separates its words.
func (p *Predicate) Normal() string {
	if p.static == nil || holdsJinja(p.source) {
		return p.source
	}
	if p.static.root == nil {
		return separated(p.static.text)
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

// separated writes the words and signs of a text with single spaces between
// them, without comments, and reserved words in lower case.
func separated(text string) string {
	l := lexer{text: text}
	var all []string
	for t := l.next(); t.kind != tokenEnd; t = l.next() {
		word := text[t.start:t.end]
		if _, reserved := keyword(word); reserved {
			word = strings.ToLower(word)
		}
		all = append(all, word)
	}
	return strings.Join(all, " ")
}
