package predicate

import "strings"

// checkRoot refuses a predicate that is only undefined, empty or {}: upstream
// takes a tree that is falsy for none.
func (p *parser) checkRoot(root *node) {
	whole := token{start: root.start}
	switch {
	case root.op == opConstant && root.value.isNothing():
		p.fail(whole, Syntax, "the predicate is nothing but "+root.value.String(), "compare a slot with it: slots.x is "+root.value.String())
	case root.op == opSet && len(root.kids) == 0:
		p.fail(whole, Syntax, "the predicate is nothing but an empty set", "")
	case root.op == opSlot:
		p.warnWord(root, false)
	}
}

// checkTerm looks at a finished comparison.
func (p *parser) checkTerm(n *node) {
	left, right := n.kids[0], n.kids[1]
	if n.op == opContains && p.sets == 0 && !right.isLiteral() && !right.isPlainConstant() {
		hint := "contains has the single value on its right: slots.list contains 'x'"
		if right.op == opSet {
			hint = "turn the sides around: {'a' 'b'} contains slots.x"
		}
		p.fail(token{start: right.start}, Syntax, "contains cannot have this on its right", hint)
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
		p.fail(at, Syntax, "a set cannot be in a set", "write all values into one set, with blanks between them")
	case item.op == opSlot:
		p.warnWord(item, true)
	case !item.isLiteral() && !item.isPlainConstant():
		p.warn(at, Suspicious, string(faultExpression), "with this the whole predicate is false")
	}
}

// warnWord warns of a bare word that names no slot and so is undefined.
func (p *parser) warnWord(n *node, isValue bool) {
	if n.op != opSlot || n.path != nil || n.wholeDocument {
		return
	}
	word := p.source(n.token)
	message, hint := word+" is not a slot, so it is always undefined", "slots are written slots."+word
	switch first, rest, dotted := strings.Cut(word, "."); {
	case n.token.kind == tokenPattern:
		message, hint = "a /pattern/ means something only after matches", ""
	case strings.EqualFold(word, "none") || strings.EqualFold(word, "nil"):
		hint = "write null"
	case strings.EqualFold(first, "slots") || strings.EqualFold(first, "slot"):
		hint = "write slots." + rest
		if !dotted {
			hint = "write slots"
		}
	case first == "context" && dotted:
		message, hint = "the condition of a response sees slots only, no "+word, ""
	case isValue:
		message, hint = word+" is not quoted, so it is a name and not a text", "write '"+word+"'"
	}
	p.warn(n.token, Suspicious, message, hint)
}

// warnMixed warns of an or that follows an and: other languages group the two
// otherwise.
func (p *parser) warnMixed(operands []*node, operators []operation, signs []token) {
	for i := 1; i < len(operators); i++ {
		if operators[i] != opOr || operators[i-1] != opAnd {
			continue
		}
		first := i - 1
		for first > 0 && operators[first-1] == opAnd {
			first--
		}
		head := p.text[operands[first].start:signs[i-1].end]
		tail := p.text[operands[i].start:operands[len(operands)-1].end]
		p.warn(signs[i], Suspicious, "and does not bind closer than or: they group from the right",
			"this reads "+head+" ("+tail+"); say with parentheses what you mean")
		return
	}
}
