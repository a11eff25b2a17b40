package predicate

import "nlgserver/internal/python/regex"

// operation says what a node does.
type operation uint8

const (
	opConstant operation = iota
	opSlot               // a bare word: the value of a slot, or undefined
	opSet
	opNot // this and all below yield a boolean
	opAnd
	opOr
	opEqual
	opNotEqual
	opLess
	opLessEqual
	opGreater
	opGreaterEqual
	opContains
	opMatches
)

// isBoolean reports whether the operation yields true or false.
func (op operation) isBoolean() bool { return op >= opNot }

// node is a part of a parsed predicate. It is immutable once parsed.
type node struct {
	op operation
	// token is the literal of a constant, a slot or a pattern. Upstream calls
	// quoted text, bare words and /patterns/ literals all alike.
	token token
	// start and end are the bytes of the text that the node takes.
	start, end int
	// kids are the operands. An and or an or has two or more: a run of equal
	// operators is one node.
	kids []*node
	// value is the value of a constant, and of a set of constants.
	value operand
	// path leads to an opSlot's value: the slot, then keys inside of it. It is
	// nil for a word that names nothing.
	path []string
	// wholeDocument is true for the bare word slots.
	wholeDocument bool
	pattern       *regex.Regexp
}

// isLiteral reports whether upstream holds the node for a literal: quoted
// text, a bare word or a /pattern/.
func (n *node) isLiteral() bool {
	return n.op == opSlot || n.op == opConstant && n.token.kind == tokenQuoted
}

// isPlainConstant reports numbers, true, false and null: undefined and empty
// are of another kind upstream.
func (n *node) isPlainConstant() bool {
	return n.op == opConstant && n.value.kind == operandValue
}
