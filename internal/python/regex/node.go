package regex

// kind says what a node of a parsed pattern is.
type kind uint8

const (
	kindSequence    kind = iota // kids one after the other; none: the empty text
	kindAlternation             // one of kids
	kindSet                     // one character out of set
	kindRepeat                  // kids[0], low to high times
	kindCapture                 // kids[0], remembered as group
	kindGroup                   // kids[0], in parentheses that remember nothing
	kindAtomic                  // kids[0], never tried again once it matched
	kindLook                    // kids[0] matches here, or before here if behind; not if negated
	kindBackref                 // what group matched
	kindConditional             // kids[0] if group matched, else kids[1]
	kindTextStart               // ^ and \A
	kindTextEnd                 // \Z
	kindDollar                  // $: the end, or before a line break that ends the text
	kindLineStart               // ^ under m
	kindLineEnd                 // $ under m
	kindBoundary                // \b, or \B if negated
)

// unbounded is the upper limit of a repeat that has none, Python's MAXREPEAT.
const unbounded = 1<<32 - 1

// greed says how a repeat tries.
type greed uint8

const (
	greedy greed = iota
	lazy
	possessive
)

// node is a part of a parsed pattern. Flags are already worked into it.
type node struct {
	kind      kind
	greed     greed
	negated   bool
	behind    bool
	ascii     bool // kindBoundary: only ASCII letters make words; kindBackref: or have a case
	fold      bool // kindBackref: whatever the case
	group     int
	low, high int64
	set       *charset
	kids      []*node
	// narrowest and widest are the lengths of what the node can match, in
	// characters, both at most unbounded.
	narrowest, widest int64
	pos               int
}

// isAssertion reports whether n matches a place and Python refuses to repeat
// it. Look-around is not among them.
func (n *node) isAssertion() bool { return n.kind >= kindTextStart }

func sequence(pos int, kids []*node) *node {
	if len(kids) == 1 {
		return kids[0]
	}
	n := &node{kind: kindSequence, kids: kids, pos: pos}
	for _, k := range kids {
		n.narrowest = min(n.narrowest+k.narrowest, unbounded)
		n.widest = min(n.widest+k.widest, unbounded)
	}
	return n
}

func alternation(pos int, kids []*node) *node {
	if len(kids) == 1 {
		return kids[0]
	}
	n := &node{kind: kindAlternation, kids: kids, pos: pos, narrowest: unbounded}
	for _, k := range kids {
		n.narrowest = min(n.narrowest, k.narrowest)
		n.widest = max(n.widest, k.widest)
	}
	return n
}

// around returns a node of the kind that is as wide as its only kid.
func around(k kind, pos int, kid *node) *node {
	return &node{kind: k, kids: []*node{kid}, pos: pos, narrowest: kid.narrowest, widest: kid.widest}
}

func character(pos int, set *charset) *node {
	set.finish()
	return &node{kind: kindSet, set: set, pos: pos, narrowest: 1, widest: 1}
}

func repeat(pos int, kid *node, low, high int64, g greed) *node {
	return &node{
		kind: kindRepeat, kids: []*node{kid}, pos: pos, low: low, high: high, greed: g,
		narrowest: timesCapped(kid.narrowest, low), widest: timesCapped(kid.widest, high),
	}
}

// timesCapped multiplies two numbers of at most unbounded.
func timesCapped(a, b int64) int64 {
	if a != 0 && b > unbounded/a {
		return unbounded
	}
	return a * b
}
