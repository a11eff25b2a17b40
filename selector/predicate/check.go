package predicate

import "strings"

// checkRoot refuses a predicate that is only undefined, empty or {}: upstream
// takes a tree that is falsy for none.
func (p *parser) checkRoot(root *node) {
	whole := token{start: root.start}
	switch {
	case root.op == opConstant && root.value.isNothing():
		p.fail(whole, Syntax, "the predicate is only "+root.value.String(), "compare a slot with it, as in `slots.x is "+root.value.String()+"`")
	case root.op == opSet && len(root.kids) == 0:
		p.fail(whole, Syntax, "the predicate is only an empty set", "compare a slot with it, as in `slots.x is empty`, or remove `condition`")
	case root.op == opSlot:
		p.warnWord(root, false)
	}
}

// checkTerm looks at a finished comparison.
func (p *parser) checkTerm(n *node) {
	left, right := n.kids[0], n.kids[1]
	if n.op == opContains && p.sets == 0 && !right.isLiteral() && !right.isPlainConstant() {
		hint := "put a single value on the right side of contains, as in `slots.list contains 'x'`"
		if right.op == opSet {
			hint = "swap the sides, as in `{'a' 'b'} contains slots.x`"
		}
		p.fail(token{start: right.start}, Syntax, "contains cannot have this on its right side", hint)
		return
	}
	p.warnWord(left, false)
	p.warnWord(right, true)
}

// checkSetItem refuses a set in a set, and warns of what cannot be in one.
func (p *parser) checkSetItem(at token, item *node) {
	switch {
	case p.problem != nil:
	case item.op == opSet:
		p.fail(at, Syntax, "a set cannot be in a set", "put all values into one set, separated by spaces")
	case item.op == opSlot:
		p.warnWord(item, true)
	case !item.isLiteral() && !item.isPlainConstant():
		p.warn(at, Suspicious, string(faultExpression), "it makes the whole predicate false: move the expression out of the set")
	}
}

// warnWord warns of a bare word that names no slot and so is undefined.
func (p *parser) warnWord(n *node, isValue bool) {
	if n.op != opSlot || n.path != nil || n.wholeDocument {
		return
	}
	word := p.source(n.token)
	message, hint := word+" is not a slot, so it is always undefined", "write `slots."+word+"`"
	switch first, rest, dotted := strings.Cut(word, "."); {
	case n.token.kind == tokenPattern:
		message, hint = "a /pattern/ has a meaning only after matches", "write `matches` before it"
	case strings.EqualFold(word, "none") || strings.EqualFold(word, "nil"):
		hint = "write `null`"
	case strings.EqualFold(first, "slots") || strings.EqualFold(first, "slot"):
		hint = "write `slots." + rest + "`"
		if !dotted {
			hint = "write `slots`"
		}
	case first == "context" && dotted:
		message, hint = "a response condition can use only slots, not "+word, "set a slot to its value in a custom action, and compare that slot"
	case isValue:
		message, hint = word+" is not quoted, so it is read as a name, not a string", "write `'"+word+"'`"
	}
	p.warn(n.token, Suspicious, message, hint)
}

// warnMixed warns of an or that follows an and: other languages group the two
// otherwise.
func (p *parser) warnMixed(operands []*node, operators []operation, signs []token) {
	for i := 1; i < len(operators) && p.patterns.rendered == nil; i++ {
		if operators[i] != opOr || operators[i-1] != opAnd {
			continue
		}
		first := i - 1
		for first > 0 && operators[first-1] == opAnd {
			first--
		}
		head := p.text[operands[first].start:signs[i-1].end]
		tail := p.text[operands[i].start:operands[len(operands)-1].end]
		p.warn(signs[i], Suspicious, "and does not bind tighter than or: they group from the right",
			"as written, it means `"+head+" ("+tail+")`; put parentheses around what belongs together")
		return
	}
}
