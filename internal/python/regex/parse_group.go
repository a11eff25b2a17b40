package regex

import (
	"strconv"
	"strings"
	"unicode"
)

// group reads what follows an opening parenthesis. It returns nil for what
// leaves nothing to match: a comment, or flags for the whole pattern.
func (p *parser) group(at int, mayBeGlobal bool) *node {
	if !p.accept('?') {
		return p.capture(at, "")
	}
	t := p.next()
	switch {
	case t.end():
		p.fail(at, "unexpected end of pattern")
	case t.is('P'):
		return p.named(at)
	case t.is(':'):
		return around(kindGroup, at, p.inside(at))
	case t.is('#'):
		p.comment(at)
		return nil
	case t.in("=!<"):
		return p.look(at, t)
	case t.is('('):
		return p.conditional(at)
	case t.is('>'):
		p.need("an atomic group")
		return around(kindAtomic, at, p.inside(at))
	case t.in("aiLmsux-"):
		return p.inlineFlags(at, t, mayBeGlobal)
	}
	p.fail(at, "unknown group (?"+p.text[p.pos-t.size:p.pos])
	return nil
}

// inside reads up to the closing parenthesis and passes it. Flags set inside
// end there.
func (p *parser) inside(at int) *node {
	n := p.alternatives(true)
	p.close(at)
	return n
}

func (p *parser) close(at int) {
	if !p.accept(')') {
		p.fail(at, "this ( is never closed")
	}
}

func (p *parser) capture(at int, name string) *node {
	number := len(p.groups)
	if name != "" {
		if _, taken := p.names[name]; taken {
			p.fail(at, "two groups are named "+name)
		}
		if p.names == nil {
			p.names = map[string]int{}
		}
		p.names[name] = number
	}
	p.groups = append(p.groups, group{})
	n := around(kindCapture, at, p.inside(at))
	n.group = number
	p.groups[number] = group{
		closed: true, narrowest: n.narrowest, widest: n.widest,
	}
	return n
}

// named reads (?P<name>…) and (?P=name).
func (p *parser) named(at int) *node {
	switch {
	case p.accept('<'):
		return p.capture(at, p.name(at, ">"))
	case p.accept('='):
		name := p.name(at, ")")
		number, known := p.names[name]
		if !known {
			p.fail(at, "there is no group named "+name)
		}
		return p.backref(at, number)
	}
	p.fail(at, "unknown group (?P")
	return nil
}

// name reads a group's name up to the terminator and passes that too.
func (p *parser) name(at int, terminator string) string {
	name := p.until(at, terminator)
	for i, r := range name {
		if r != '_' && !unicode.IsLetter(r) && !unicode.Is(unicode.Nl, r) && (i == 0 || !unicode.In(r, unicode.M, unicode.Nd, unicode.Pc)) {
			p.fail(at, "a group name must be a letter or _, then letters, digits or _")
		}
	}
	return name
}

func (p *parser) until(at int, terminator string) string {
	name, _, found := strings.Cut(p.text[p.pos:], terminator)
	if !found || name == "" {
		p.fail(at, "the group name is missing")
	}
	p.pos += len(name) + len(terminator)
	return name
}

// backref returns the node for a group that was seen before.
func (p *parser) backref(at, number int) *node {
	p.checkReference(at, number)
	g := p.groups[number]
	p.need("a back reference")
	p.references = true
	return &node{
		kind: kindBackref, group: number, fold: p.flags&IgnoreCase != 0, ascii: p.flags&ASCII != 0, pos: at,
		narrowest: g.narrowest, widest: g.widest,
	}
}

func (p *parser) checkReference(at, number int) {
	if number < len(p.groups) && !p.groups[number].closed {
		p.fail(at, "a group cannot refer to itself")
	}
	p.checkLookbehind(at, number)
}

// checkLookbehind refuses a reference inside a look-behind to a group of the
// same look-behind, as Python does.
func (p *parser) checkLookbehind(at, number int) {
	if p.lookbehind > 0 && number >= p.lookbehind {
		p.fail(at, "a look-behind cannot refer to a group of its own")
	}
}

// comment passes over (?#…).
func (p *parser) comment(at int) {
	for {
		switch t := p.next(); {
		case t.end():
			p.fail(at, "this comment is never closed")
		case t.is(')'):
			return
		}
	}
}

func (p *parser) look(at int, t token) *node {
	n := &node{kind: kindLook, pos: at}
	if t.is('<') {
		if t = p.next(); !t.in("=!") {
			p.fail(at, "unknown group (?<")
		}
		n.behind = true
	}
	n.negated = t.is('!')
	p.need("look-around")
	outermost := n.behind && p.lookbehind == 0
	if outermost {
		p.lookbehind = len(p.groups)
	}
	n.kids = []*node{p.inside(at)}
	if outermost {
		p.lookbehind = 0
	}
	if kid := n.kids[0]; n.behind && (kid.narrowest != kid.widest || kid.widest >= unbounded) {
		p.fail(at, "a look-behind needs a pattern of one fixed length")
	}
	return n
}

// conditional reads (?(group)yes|no).
func (p *parser) conditional(at int) *node {
	name := p.until(at, ")")
	number, known := p.names[name]
	if !known {
		n, err := strconv.ParseUint(name, 10, 31)
		if err != nil || n == 0 {
			p.fail(at, "there is no group named "+name)
		}
		number = int(n)
		if number >= len(p.groups) {
			if p.laterGroups == nil {
				p.laterGroups = map[int]int{}
			}
			p.laterGroups[number] = at
		}
	}
	if p.lookbehind > 0 {
		p.checkReference(at, number)
	}
	if p.depth++; p.depth > maxDepth {
		p.fail(at, "groups are nested too deeply")
	}
	yes, no := p.branch(false), sequence(p.pos, nil)
	if p.accept('|') {
		no = p.branch(false)
		if p.peek().is('|') {
			p.fail(p.pos, "a conditional can have at most two branches")
		}
	}
	p.depth--
	p.close(at)
	p.need("a conditional")
	p.references = true
	n := alternation(at, []*node{yes, no})
	n.kind, n.group = kindConditional, number
	return n
}

// inlineFlags reads (?i), (?i:…) and (?i-s:…).
func (p *parser) inlineFlags(at int, t token, mayBeGlobal bool) *node {
	on, off, t := p.flagLetters(at, t)
	if t.is(')') {
		if !mayBeGlobal {
			p.fail(at, "flags for the whole pattern must be at its start")
		}
		// Flags that were set before still count: (?a)(?u) is a fault.
		p.flags |= on
		if on&Verbose != 0 && !p.startedVerbose {
			panic(restart{})
		}
		return nil
	}
	outside := p.flags
	p.flags = p.flags.with(on, off)
	n := around(kindGroup, at, p.inside(at))
	p.flags = outside
	return n
}

// flagLetters reads the letters and the sign up to the : or ) that ends them.
func (p *parser) flagLetters(at int, t token) (on, off Flags, end token) {
	for ; !t.is(':') && !t.is(')') && !t.is('-'); t = p.next() {
		f, known := flagLetters[t.r]
		switch {
		case t.end() || t.escaped || !known:
			p.fail(at, "unknown flag: the flags are a, i, m, s, u and x")
		case f == Locale:
			p.fail(at, "the flag L is for bytes, not for text")
		}
		if on |= f; on&ASCII != 0 && on&Unicode != 0 {
			p.fail(at, "the flags a and u cannot be used together")
		}
	}
	if t.is('-') {
		for t = p.next(); !t.is(':'); t = p.next() {
			f, known := flagLetters[t.r]
			if t.end() || t.escaped || !known || f&alphabets != 0 {
				p.fail(at, "only the flags i, m, s and x can be turned off, and only for a group")
			}
			off |= f
		}
		if off == 0 {
			p.fail(at, "a flag is missing after the -")
		}
	}
	if on&off != 0 {
		p.fail(at, "a flag is turned both on and off")
	}
	return on, off, t
}
