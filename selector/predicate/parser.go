package predicate

import (
	"slices"
	"strconv"
	"strings"
)

// maxDepth is how deep parentheses, nots and changes between and and or may
// nest. Upstream gives up at Python's recursion limit.
const maxDepth = 200

// parser reads the grammar by recursive descent. After the first problem the
// text counts as ended, so that every level returns. Rasa: section 3.3.2.
type parser struct {
	lexer
	// before is the token before tok.
	tok, before token
	depth       int
	problem     *Problem
	warnings    []Problem
	// patterns checks and compiles the regular expressions.
	patterns patternPolicy
	// sets counts the sets around the current token. Upstream does not check
	// what is inside of one.
	sets int
}

// parse returns the tree of a valid predicate, or nil and the problem that
// makes it invalid; and warnings in either case.
func parse(text string, patterns patternPolicy) (*node, []Problem) {
	p := &parser{lexer: lexer{text: text}, patterns: patterns}
	p.advance()
	if p.tok.kind == tokenEnd {
		p.fail(p.tok, Syntax, "the predicate is empty", "remove `condition`, or write a predicate")
	}
	root := p.expression()
	if p.tok.kind != tokenEnd {
		p.unexpected()
	}
	if p.problem == nil {
		p.checkRoot(root)
	}
	if p.problem != nil {
		return nil, []Problem{*p.problem}
	}
	return root, p.warnings
}

func (p *parser) advance() {
	p.before = p.tok
	p.tok = p.next()
}

func (p *parser) fail(at token, kind Kind, message, hint string) {
	if p.problem == nil {
		p.problem = &Problem{Kind: kind, Offset: at.start, Message: message, Hint: hint}
	}
	p.pos = len(p.text)
	p.tok = token{tokenEnd, p.pos, p.pos}
}

func (p *parser) warn(at token, kind Kind, message, hint string) {
	if p.patterns.rendered != nil {
		return // nobody reads the warnings about a rendered text
	}
	p.warnings = append(p.warnings, Problem{Kind: kind, Warning: true, Offset: at.start, Message: message, Hint: hint})
}

// deeper enters one more level, unless there are too many.
func (p *parser) deeper(levels int) bool {
	if p.depth+levels > maxDepth {
		p.fail(p.tok, Limit, "nested more than "+strconv.Itoa(maxDepth)+" levels deep", "")
		return false
	}
	p.depth += levels
	return true
}

// expression reads operands with and and or between them. The two have one
// rank and group from the right: a and b or c is a and (b or c).
func (p *parser) expression() *node {
	operands := []*node{p.negation()}
	var operators []operation
	var signs []token
	for p.tok.kind == tokenAnd || p.tok.kind == tokenOr {
		op := opAnd
		if p.tok.kind == tokenOr {
			op = opOr
		}
		operators, signs = append(operators, op), append(signs, p.tok)
		p.advance()
		operands = append(operands, p.negation())
	}
	if p.problem != nil {
		return operands[0]
	}
	p.warnMixed(operands, operators, signs)
	return p.group(operands, operators)
}

// group builds the tree of a chain from its end. A run of one operator becomes
// one node, which comes to the same.
func (p *parser) group(operands []*node, operators []operation) *node {
	levels := 0
	last := len(operators)
	n := operands[last]
	for last > 0 {
		first := last - 1
		for first > 0 && operators[first-1] == operators[last-1] {
			first--
		}
		kids := append(slices.Clone(operands[first:last]), n)
		n = &node{op: operators[first], kids: kids, start: kids[0].start, end: n.end}
		last = first
		levels++
	}
	if p.deeper(levels) {
		p.depth -= levels
	}
	return n
}

// negation reads any number of nots and what they negate.
func (p *parser) negation() *node {
	var nots []token
	for p.tok.kind == tokenNot {
		nots = append(nots, p.tok)
		p.advance()
	}
	if !p.deeper(len(nots)) {
		return &node{}
	}
	n := p.term()
	p.depth -= len(nots)
	for _, t := range slices.Backward(nots) {
		n = &node{op: opNot, kids: []*node{n}, start: t.start, end: n.end}
	}
	return n
}

// term reads a value, or two with an operator between them.
func (p *parser) term() *node {
	left := p.factor()
	sign := p.tok
	op, isTerm := sign.kind.compares()
	switch {
	case isTerm:
		p.advance()
	case sign.kind == tokenIs:
		op = opEqual
		p.advance()
		if p.tok.kind == tokenNot {
			op = opNotEqual
			p.advance()
		}
	case sign.kind == tokenContains:
		op = opContains
		p.advance()
	case sign.kind == tokenMatches:
		p.advance()
		return p.matches(left)
	default:
		return left
	}
	right := p.factor()
	n := &node{op: op, kids: []*node{left, right}, start: left.start, end: right.end}
	if p.problem == nil {
		p.checkTerm(n)
	}
	return n
}

// matches reads the pattern on the right and keeps only the left as operand.
func (p *parser) matches(left *node) *node {
	at := p.tok
	right := p.factor()
	n := &node{op: opMatches, token: right.token, kids: []*node{left}, start: left.start, end: right.end}
	if p.problem != nil {
		return n
	}
	if !right.isLiteral() {
		p.fail(at, Syntax, "matches needs a regular expression on its right side", "put the regular expression in quotes or slashes, as in `slots.x matches /^a/i`")
		return n
	}
	if p.sets == 0 {
		n.pattern = p.compilePattern(right.token)
	}
	return n
}

// factor reads a value, an expression in parentheses, or a set.
func (p *parser) factor() *node {
	t := p.tok
	switch t.kind {
	case tokenOpen:
		return p.parentheses(t)
	case tokenSetOpen:
		return p.set(t)
	case tokenWord, tokenPattern:
		p.advance()
		n := &node{op: opSlot, token: t, start: t.start, end: t.end}
		n.path, n.wholeDocument = path(p.text[t.start:t.end])
		return n
	}
	value, isConstant := constant(p.text, t)
	if !isConstant {
		p.unexpected()
		return &node{}
	}
	p.advance()
	return &node{op: opConstant, token: t, value: value, start: t.start, end: t.end}
}

func (p *parser) parentheses(open token) *node {
	if !p.deeper(1) {
		return &node{}
	}
	p.advance()
	n := p.expression()
	if p.tok.kind != tokenClose {
		p.unclosed(open)
		return n
	}
	n.start, n.end = open.start, p.tok.end
	p.depth--
	p.advance()
	return n
}

func (p *parser) set(open token) *node {
	if !p.deeper(1) {
		return &node{}
	}
	p.advance()
	p.sets++
	n := &node{op: opSet, start: open.start}
	for p.tok.kind != tokenSetEnd && p.problem == nil {
		if p.tok.kind == tokenEnd {
			p.unclosed(open)
			break
		}
		at := p.tok
		item := p.factor()
		n.kids = append(n.kids, item)
		p.checkSetItem(at, item)
	}
	p.sets--
	p.depth--
	n.end = p.tok.end
	if s := constantSet(n.kids); s != nil && p.problem == nil {
		n.value = operand{kind: operandSet, set: s}
	}
	p.advance()
	return n
}

// unclosed reports a parenthesis or a brace without its partner, or what is in
// the partner's place.
func (p *parser) unclosed(open token) {
	if p.tok.kind != tokenEnd {
		p.unexpected()
		return
	}
	p.fail(open, Syntax, "this "+p.text[open.start:open.end]+" is never closed", "add `"+map[tokenKind]string{tokenOpen: ")", tokenSetOpen: "}"}[open.kind]+"` where it ends")
}

// source returns the text of a token.
func (p *parser) source(t token) string { return p.text[t.start:t.end] }

// lower returns the text of a token in lower case.
func (p *parser) lower(t token) string { return strings.ToLower(p.source(t)) }
