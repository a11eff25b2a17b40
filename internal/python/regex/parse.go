package regex

import "strconv"

// maxDepth is how deep groups may nest. Python gives up at about twice that.
const maxDepth = 200

// parser holds what Python keeps while it reads a pattern. A fault ends the
// parse by a panic with an *Error, which parse recovers: patterns nest, and
// every level would only hand the error on.
type parser struct {
	scanner
	flags  Flags
	depth  int
	groups []group // groups[0] is the whole pattern
	names  map[string]int
	// laterGroups are the groups that a conditional named before they were
	// seen, with the place where it did.
	laterGroups map[int]int
	// lookbehind is the number of groups when the outermost look-behind
	// began, 0 outside of one.
	lookbehind     int
	startedVerbose bool
	features
}

// group is what is known of a capturing group.
type group struct {
	closed            bool
	narrowest, widest int64
}

// features is what a pattern uses and the linear engine cannot say.
type features struct {
	// slow names the first thing that needs backtracking, "" if nothing does.
	slow string
	// references is true if what a group captured matters.
	references bool
}

// need notes that the pattern needs backtracking.
func (f *features) need(what string) {
	if f.slow == "" {
		f.slow = what
	}
}

// parse reads a pattern as re.compile(pattern, flags) does.
func parse(pattern string, flags Flags) (root *node, f features, err *Error) {
	p := &parser{
		scanner: scanner{text: pattern}, flags: flags, groups: make([]group, 1),
		startedVerbose: flags&Verbose != 0,
	}
	defer func() {
		switch fault := recover().(type) {
		case nil:
		case *Error:
			root, err = nil, fault
		case restart:
			root, f, err = parse(pattern, flags|Verbose)
		default:
			panic(fault)
		}
	}()
	root = p.alternatives(false)
	if !p.peek().end() {
		p.fail(p.pos, "unbalanced parenthesis: this ) does not close anything")
	}
	for number, pos := range p.laterGroups {
		if number >= len(p.groups) {
			p.fail(pos, "there is no group "+strconv.Itoa(number))
		}
	}
	if p.flags&ASCII != 0 && p.flags&Unicode != 0 {
		p.fail(0, "the flags a and u cannot be used together")
	}
	return root, p.features, nil
}

// restart is the panic of a pattern that turned out to be verbose: Python then
// reads it again from its beginning.
type restart struct{}

func (p *parser) fail(pos int, message string) { panic(&Error{Offset: pos, Message: message}) }

// alternatives reads what is between two parentheses or in the whole
// pattern.
func (p *parser) alternatives(nested bool) *node {
	if p.depth++; p.depth > maxDepth {
		p.fail(p.pos, "groups are nested too deeply")
	}
	start := p.pos
	var kids []*node
	for {
		kids = append(kids, p.branch(!nested && len(kids) == 0))
		if !p.accept('|') {
			p.depth--
			return alternation(start, kids)
		}
	}
}

// branch reads one alternative. first is true where a pattern may still set
// its global flags.
func (p *parser) branch(first bool) *node {
	start := p.pos
	var items []*node
	for {
		at := p.pos
		t := p.peek()
		if t.end() || t.in("|)") {
			return sequence(start, items)
		}
		p.next()
		if p.flags&Verbose != 0 && p.skipVerbose(t) {
			continue
		}
		switch {
		case t.escaped:
			items = append(items, p.escape(at, t))
		case t.is('['):
			items = append(items, character(at, p.class(at)))
		case t.in("*+?{"):
			items = p.quantifier(at, t, items)
		case t.is('.'):
			set := &charset{negated: true}
			if p.flags&DotAll == 0 {
				set.add('\n', '\n')
			}
			items = append(items, character(at, set))
		case t.is('('):
			if n := p.group(at, first && len(items) == 0); n != nil {
				items = append(items, n)
			}
		case t.is('^'):
			items = append(items, p.caret(at))
		case t.is('$'):
			items = append(items, p.dollar(at))
		default:
			items = append(items, p.literal(at, t.r))
		}
	}
}

// skipVerbose passes over a blank or a comment that begins with t.
func (p *parser) skipVerbose(t token) bool {
	if t.in(" \t\n\r\v\f") {
		return true
	}
	if !t.is('#') {
		return false
	}
	for {
		// By token: an escaped line break does not end a comment in Python.
		if t := p.next(); t.end() || t.is('\n') {
			return true
		}
	}
}

func (p *parser) caret(at int) *node {
	if p.flags&Multiline != 0 {
		return &node{kind: kindLineStart, pos: at}
	}
	return &node{kind: kindTextStart, pos: at}
}

func (p *parser) dollar(at int) *node {
	if p.flags&Multiline != 0 {
		return &node{kind: kindLineEnd, pos: at}
	}
	return &node{kind: kindDollar, pos: at}
}

func (p *parser) literal(at int, r rune) *node {
	set := &charset{}
	set.add(r, r)
	set.fold(p.flags)
	return character(at, set)
}
