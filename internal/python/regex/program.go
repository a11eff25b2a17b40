package regex

import (
	"encoding/binary"
	"slices"
)

// maxInsts is the largest program of the linear engine: its time for a character
// grows with it.
const maxInsts = 5000

// opcode says what an instruction of the linear engine does.
type opcode uint8

const (
	instSet    opcode = iota // a character of set arg, then next
	instAssert               // the assertion arg, then next
	instSplit                // next and arg
	instMatch
)

type inst struct {
	op        opcode
	next, arg uint16
}

// program is a pattern for the linear engine. Only whether there is a match
// is asked, so it knows no order of its branches and no groups.
type program struct {
	insts []inst
	start uint16
	sets  []*charset
	// asserts are the kinds of assertions that it has.
	asserts [assertions]bool

	numbers map[string]uint16
	full    bool
}

// assertion is a place that a pattern asks for.
type assertion uint8

const (
	assertTextStart assertion = iota
	assertLineStart
	// The others depend on the character that comes next.
	assertTextEnd
	assertDollar
	assertLineEnd
	assertWord
	assertNotWord
	assertASCIIWord
	assertNotASCIIWord
	assertions
)

func (n *node) assertion() assertion {
	switch n.kind {
	case kindTextStart:
		return assertTextStart
	case kindTextEnd:
		return assertTextEnd
	case kindDollar:
		return assertDollar
	case kindLineStart:
		return assertLineStart
	case kindLineEnd:
		return assertLineEnd
	}
	a := assertWord
	if n.ascii {
		a = assertASCIIWord
	}
	if n.negated {
		a++
	}
	return a
}

// newProgram returns the program of a pattern without features that need
// backtracking; false if it is too large.
func newProgram(root *node) (*program, bool) {
	if root.states() > maxInsts {
		return nil, false
	}
	p := &program{numbers: map[string]uint16{}}
	p.start = p.compile(root, p.emit(inst{op: instMatch}))
	p.numbers = nil
	if p.full {
		return nil, false
	}
	return p, true
}

func (p *program) emit(i inst) uint16 {
	if len(p.insts) >= maxInsts {
		p.full = true
		return 0
	}
	p.insts = append(p.insts, i)
	return uint16(len(p.insts) - 1)
}

// compile returns where n begins in the program, if next comes after it.
func (p *program) compile(n *node, next uint16) uint16 {
	if p.full {
		return next
	}
	switch n.kind {
	case kindSequence:
		for _, k := range slices.Backward(n.kids) {
			next = p.compile(k, next)
		}
		return next
	case kindAlternation:
		first := p.compile(n.kids[0], next)
		for _, k := range n.kids[1:] {
			first = p.emit(inst{op: instSplit, next: first, arg: p.compile(k, next)})
		}
		return first
	case kindSet:
		return p.emit(inst{op: instSet, next: next, arg: p.set(n.set)})
	case kindRepeat:
		return p.repeat(n, next)
	case kindCapture, kindGroup:
		return p.compile(n.kids[0], next)
	default:
		a := n.assertion()
		p.asserts[a] = true
		return p.emit(inst{op: instAssert, next: next, arg: uint16(a)})
	}
}

func (p *program) repeat(n *node, next uint16) uint16 {
	kid, after := n.kids[0], next
	if n.high == unbounded {
		next = p.emit(inst{op: instSplit, arg: after})
		// The kid may have failed to fit.
		if begin := p.compile(kid, next); !p.full {
			p.insts[next].next = begin
		}
	} else {
		for range n.high - n.low {
			if p.full {
				return next
			}
			next = p.emit(inst{op: instSplit, next: p.compile(kid, next), arg: after})
		}
	}
	for range n.low {
		if p.full {
			return next
		}
		next = p.compile(kid, next)
	}
	return next
}

// set returns the number of a set. Equal sets have the same one.
func (p *program) set(c *charset) uint16 {
	key := c.key()
	number, known := p.numbers[key]
	if !known {
		number = uint16(len(p.sets))
		p.sets = append(p.sets, c)
		p.numbers[key] = number
	}
	return number
}

// key returns a text that differs for sets that differ.
func (c *charset) key() string {
	key := make([]byte, 0, 8+8*len(c.spans))
	for _, flag := range [...]bool{c.negated, c.digit, c.notDigit, c.word, c.notWord} {
		if flag {
			key = append(key, 1)
		} else {
			key = append(key, 0)
		}
	}
	for _, s := range c.spans {
		key = binary.NativeEndian.AppendUint32(key, uint32(s.low))
		key = binary.NativeEndian.AppendUint32(key, uint32(s.high))
	}
	return string(key)
}

// states estimates the size of the program for n.
func (n *node) states() int64 {
	total := int64(1)
	for _, k := range n.kids {
		total = min(total+k.states(), unbounded)
	}
	if n.kind == kindRepeat {
		times := n.high
		if times == unbounded {
			times = n.low + 1
		}
		total = timesCapped(total, max(times, 1))
	}
	return total
}
