package regex

import (
	"slices"
	"unsafe"
)

// action says what an operation of the backtracking engine does.
type action uint8

const (
	actSet     action = iota // a character of set
	actRun                   // low to high characters of set
	actAssert                // the assertion
	actJump                  // goes on at to
	actSplit                 // goes on here, and if that fails at to
	actEnter                 // begins the loop
	actLoop                  // the end of the loop's body, which begins at to
	actMark                  // notes the place in marks[number]
	actBackref               // what group number matched
	actIf                    // goes on at to unless group number matched
	actInside                // looks for what is up to the next actDone, as sense says
	actDone                  // the end of what is inside
	actMatch
)

// sense is what a pattern inside of another one means for it.
type sense uint8

const (
	senseAtomic   sense = iota // it is matched and never tried again
	senseLook                  // it must match, and takes nothing
	senseNegative              // it must not match
)

// operation is one step of the backtracking engine.
type operation struct {
	action    action
	greed     greed
	sense     sense
	assertion assertion
	fold      bool
	ascii     bool
	// once is true where a second try at the same place must fail like the first.
	once   bool
	number int // of the loop, mark or group
	to     int
	// low and high are the number of repeats; low is how far a look-behind goes back.
	low, high int
	set       *members
	// next is what a run is followed by, nil if that can be anything.
	next *members
}

// code is a pattern for the backtracking engine, whose size is that of the pattern
// but for what is said below.
type code struct {
	operations []operation
	loops      int
	// marks is the number of places to note, 0 if no group is referred to.
	marks int
	// first is what a match begins with, nil if that can be anything.
	first    *members
	anchored bool

	references bool
	// counting is the number of loops around that count.
	counting int
	sets     map[string]*members
	setBytes int
}

const (
	// maxUnrolled is the size up to which a loop that counts is written out, so that
	// nothing needs to be tried twice at one place.
	maxUnrolled = 256
	// maxOperations is the size from which on nothing is written out any more.
	maxOperations = 4096
)

func newCode(root *node, references bool) *code {
	c := &code{references: references, sets: map[string]*members{}}
	c.compile(root)
	c.emit(operation{action: actMatch})
	if first := firstSet(root); first != nil {
		c.first = c.members(first)
	}
	c.anchored = startsText(root)
	if !references {
		c.marks = 0
	}
	c.sets = nil
	return c
}

// bytes returns about how much memory the code holds.
func (c *code) bytes() int {
	return len(c.operations)*int(unsafe.Sizeof(operation{})) + c.setBytes
}

func (c *code) emit(o operation) int {
	o.once = !c.references && c.counting == 0
	c.operations = append(c.operations, o)
	return len(c.operations) - 1
}

func (c *code) here() int { return len(c.operations) }

func (c *code) compile(n *node) {
	switch n.kind {
	case kindSequence:
		for i, k := range n.kids {
			if c.compile(k); i+1 < len(n.kids) {
				c.follow(n.kids[i+1])
			}
		}
	case kindAlternation:
		c.alternatives(n)
	case kindSet:
		c.emit(operation{action: actSet, set: c.members(n.set)})
	case kindRepeat:
		c.repeat(n)
	case kindCapture:
		c.capture(n)
	case kindGroup:
		c.compile(n.kids[0])
	case kindAtomic:
		c.inside(senseAtomic, 0, func() { c.compile(n.kids[0]) })
	case kindLook:
		c.look(n)
	case kindBackref:
		c.emit(operation{action: actBackref, number: n.group, fold: n.fold, ascii: n.ascii})
	case kindConditional:
		test := c.emit(operation{action: actIf, number: n.group})
		c.compile(n.kids[0])
		jump := c.emit(operation{action: actJump})
		c.operations[test].to = c.here()
		c.compile(n.kids[1])
		c.operations[jump].to = c.here()
	default:
		c.emit(operation{action: actAssert, assertion: n.assertion()})
	}
}

// follow notes what comes after a run, which then ends only before that.
func (c *code) follow(next *node) {
	last := c.here() - 1
	if last > 0 && c.operations[last].action == actMark {
		last--
	}
	if set := firstSet(next); set != nil && last >= 0 && c.operations[last].action == actRun {
		c.operations[last].next = c.members(set)
	}
}

func (c *code) alternatives(n *node) {
	var jumps []int
	for i, k := range n.kids {
		if i == len(n.kids)-1 {
			c.compile(k)
			break
		}
		split := c.emit(operation{action: actSplit})
		c.compile(k)
		jumps = append(jumps, c.emit(operation{action: actJump}))
		c.operations[split].to = c.here()
	}
	for _, j := range jumps {
		c.operations[j].to = c.here()
	}
}

func (c *code) capture(n *node) {
	if !c.references {
		c.compile(n.kids[0])
		return
	}
	c.marks = max(c.marks, 2*n.group+2)
	c.emit(operation{action: actMark, number: 2 * n.group})
	c.compile(n.kids[0])
	c.emit(operation{action: actMark, number: 2*n.group + 1})
}

func (c *code) inside(s sense, back int, body func()) {
	begin := c.emit(operation{action: actInside, sense: s, low: back})
	body()
	c.emit(operation{action: actDone})
	c.operations[begin].to = c.here()
}

func (c *code) look(n *node) {
	s, back := senseLook, 0
	if n.negated {
		s = senseNegative
	}
	if n.behind {
		back = int(n.kids[0].narrowest)
	}
	c.inside(s, back, func() { c.compile(n.kids[0]) })
}

// repeat writes a repeat as Python does: a single character is counted at once, and
// each round of a possessive repeat is matched for good.
func (c *code) repeat(n *node) {
	kid := n.kids[0]
	low, high := int(n.low), int(n.high)
	for kid.kind == kindGroup || kid.kind == kindCapture && !c.references {
		kid = kid.kids[0]
	}
	switch {
	case kid.kind == kindSet:
		c.emit(operation{action: actRun, greed: n.greed, low: low, high: high, set: c.members(kid.set)})
	case n.greed == possessive:
		c.inside(senseAtomic, 0, func() {
			c.loop(low, high, greedy, func() { c.inside(senseAtomic, 0, func() { c.compile(kid) }) })
		})
	case c.isUnrolled(n):
		for range low {
			c.compile(kid)
		}
		if high == unbounded {
			c.loop(0, high, n.greed, func() { c.compile(kid) })
			return
		}
		c.optional(kid, high-low, n.greed)
	default:
		c.loop(low, high, n.greed, func() { c.compile(kid) })
	}
}

// isUnrolled reports whether the rounds of a loop are written out.
func (c *code) isUnrolled(n *node) bool {
	if n.low <= 1 && n.high == unbounded || n.kids[0].narrowest == 0 || c.references {
		return false
	}
	return n.states() <= maxUnrolled && c.here() < maxOperations
}

// optional writes up to times rounds, each of which may be the last.
func (c *code) optional(kid *node, times int, g greed) {
	var splits []int
	for range times {
		splits = append(splits, c.emit(operation{action: actSplit, greed: g}))
		c.compile(kid)
	}
	for _, s := range splits {
		c.operations[s].to = c.here()
	}
}

func (c *code) loop(low, high int, g greed, body func()) {
	number := c.loops
	c.loops++
	enter := c.emit(operation{action: actEnter, number: number})
	counts := low > 1 || high != unbounded
	if counts {
		c.counting++
	}
	begin := c.here()
	body()
	c.operations[enter].to = c.emit(operation{action: actLoop, greed: g, number: number, to: begin, low: low, high: high})
	if counts {
		c.counting--
	}
}

func (c *code) members(set *charset) *members {
	key := set.key()
	m, known := c.sets[key]
	if !known {
		m = newMembers(set)
		c.sets[key] = m
		c.setBytes += len(m.ascii) + set.bytes()
	}
	return m
}

// startsText reports whether every match begins where the text does.
func startsText(n *node) bool {
	switch n.kind {
	case kindTextStart:
		return true
	case kindSequence:
		return len(n.kids) > 0 && startsText(n.kids[0])
	case kindCapture, kindGroup, kindAtomic:
		return startsText(n.kids[0])
	case kindAlternation:
		return !slices.ContainsFunc(n.kids, func(k *node) bool { return !startsText(k) })
	default:
		return false
	}
}

// firstSet returns the set of the characters that n begins with, nil if it is not a
// single set.
func firstSet(n *node) *charset {
	switch {
	case n.kind == kindSet:
		return n.set
	case n.kind == kindSequence && len(n.kids) > 0,
		n.kind == kindCapture, n.kind == kindGroup, n.kind == kindAtomic, n.kind == kindRepeat && n.low > 0:
		return firstSet(n.kids[0])
	default:
		return nil
	}
}

// members is a set that can be asked at once about ASCII characters.
type members struct {
	ascii [128]bool
	*charset
}

func newMembers(set *charset) *members {
	m := &members{charset: set}
	for r := range rune(len(m.ascii)) {
		m.ascii[r] = set.has(r)
	}
	return m
}

func (m *members) has(r rune) bool {
	if r < rune(len(m.ascii)) {
		return m.ascii[r]
	}
	return m.charset.has(r)
}
