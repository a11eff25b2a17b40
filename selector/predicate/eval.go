package predicate

import (
	"nlgserver/internal/budget"
	"nlgserver/internal/python"
)

// evaluator walks a parsed predicate once.
type evaluator struct {
	slots python.Mapping
	// budget bounds the work and the memory; nil bounds nothing.
	budget *budget.Budget
	// document is all slots, once they were asked for as a whole.
	document *python.Dict
	// fault is why there is no result, "" while there is one.
	fault fault
	// recorder notes every step; nil unless somebody asked for an explanation.
	recorder *recorder
}

// The costs of evaluating, in units of work.
const (
	nodeUnits    = 2
	setItemUnits = 4
)

// spend pays for work; without work left the predicate has no result.
func (e *evaluator) spend(units int) bool {
	if !e.budget.Spend(units) {
		e.fault = faultWork
		return false
	}
	return true
}

// check ends the evaluation if what was just done was not done to its end.
func (e *evaluator) check() {
	if e.budget.Reason() != budget.Within {
		e.fault = faultWork
	}
}

// eval returns what n comes to. After a fault the result means nothing.
func (e *evaluator) eval(n *node) operand {
	if e.recorder == nil || n.op == opConstant {
		return e.apply(n)
	}
	step := e.recorder.enter(n)
	result := e.apply(n)
	e.recorder.leave(step, &result, e.fault)
	return result
}

func (e *evaluator) apply(n *node) operand {
	if !e.spend(nodeUnits) {
		return operand{}
	}
	switch n.op {
	case opConstant:
		return n.value
	case opSlot:
		return e.lookup(n)
	case opSet:
		return e.makeSet(n)
	default:
		return boolean(e.decide(n))
	}
}

// truth returns whether n comes to something true.
func (e *evaluator) truth(n *node) bool {
	if e.recorder == nil && n.op.isBoolean() {
		return e.decide(n)
	}
	result := e.eval(n)
	return result.truth()
}

// decide returns what an operator that yields a boolean comes to.
func (e *evaluator) decide(n *node) bool {
	if !e.spend(nodeUnits) {
		return false
	}
	switch n.op {
	case opNot:
		return !e.truth(n.kids[0])
	case opAnd, opOr:
		return e.chain(n)
	case opContains:
		return e.contains(n)
	case opMatches:
		return e.matches(n)
	default:
		return e.compare(n)
	}
}

func (e *evaluator) lookup(n *node) operand {
	if n.wholeDocument {
		return e.wholeDocument()
	}
	var result operand
	result, e.fault = resolve(e.slots, n.path, e.budget)
	return result
}

func (e *evaluator) wholeDocument() operand {
	if e.document == nil {
		if e.document = Document(e.slots, e.budget); e.document == nil {
			e.fault = faultWork
		}
	}
	return operand{value: python.OfDict(e.document)}
}

// chain evaluates a run of and, or a run of or, until one operand settles it.
func (e *evaluator) chain(n *node) bool {
	settles := n.op == opOr
	for i, kid := range n.kids {
		if e.truth(kid) == settles || e.fault != "" {
			e.skip(n.kids[i+1:])
			return settles
		}
	}
	return !settles
}

func (e *evaluator) skip(kids []*node) {
	if e.recorder == nil {
		return
	}
	for _, kid := range kids {
		e.recorder.skip(kid)
	}
}

func (e *evaluator) compare(n *node) bool {
	left := e.eval(n.kids[0])
	if e.fault != "" {
		e.skip(n.kids[1:])
		return false
	}
	right := e.eval(n.kids[1])
	if e.fault != "" {
		return false
	}
	var holds bool
	switch n.op {
	case opEqual:
		holds = equal(&left, &right, e.budget)
	case opNotEqual:
		holds = notEqual(&left, &right, e.budget)
	default:
		holds, e.fault = ordered(n.op, &left, &right, e.budget)
	}
	e.check()
	return holds
}

// contains does not look at its right side when the left can contain nothing.
func (e *evaluator) contains(n *node) bool {
	left := e.eval(n.kids[0])
	if e.fault != "" || !canContain(&left) {
		e.skip(n.kids[1:])
		return false
	}
	right := e.eval(n.kids[1])
	if e.fault != "" {
		return false
	}
	var found bool
	found, e.fault = contains(&left, &right, e.budget)
	e.check()
	return found
}

func (e *evaluator) matches(n *node) bool {
	left := e.eval(n.kids[0])
	text, isText := left.value.Text()
	if e.fault != "" || left.kind != operandValue || !isText {
		return false
	}
	found, err := n.pattern.Search(text, e.budget)
	if err != nil {
		e.fault = faultSteps
		e.check()
	}
	return found
}

func (e *evaluator) makeSet(n *node) operand {
	if n.value.kind == operandSet { // of constants
		return n.value
	}
	s := &set{items: make([]operand, 0, min(len(n.kids), indexFrom))}
	for i, kid := range n.kids {
		if !kid.isLiteral() && !kid.isPlainConstant() {
			e.skip(n.kids[i:])
			e.fault = faultExpression
			break
		}
		item := e.eval(kid)
		if e.fault == "" && item.kind == operandValue && !python.Hashable(item.value) {
			e.fault = faultUnhashable
		}
		if e.fault == "" && e.spend(setItemUnits) && !e.budget.Hold(itemBytes) {
			e.fault = faultWork
		}
		if e.fault != "" {
			e.skip(n.kids[i+1:])
			break
		}
		s.add(item, e.budget)
		e.check()
	}
	return operand{kind: operandSet, set: s}
}
