package regex

import "strings"

// class reads a character class up to its closing bracket.
func (p *parser) class(at int) *charset {
	set := &charset{negated: p.accept('^')}
	// A bracket that comes first is a character.
	for first := true; ; first = false {
		from := p.pos
		t := p.classToken(at)
		if t.is(']') && !first {
			break
		}
		if p.classCategory(set, t) {
			p.categoryThenDash(at, set)
			continue
		}
		low := p.classChar(from, t)
		high := low
		if p.accept('-') {
			to := p.pos
			t = p.classToken(at)
			if t.is(']') {
				// A dash that comes last is a character.
				set.add(low, low)
				set.add('-', '-')
				break
			}
			if isCategory(t) {
				p.fail(to, "a range needs a single character at both ends")
			}
			if high = p.classChar(to, t); high < low {
				p.fail(from, "the smaller end of a range must come first")
			}
		}
		set.add(low, high)
	}
	set.fold(p.flags)
	return set
}

func (p *parser) classToken(at int) token {
	t := p.next()
	if t.end() {
		p.fail(at, "this [ is never closed")
	}
	return t
}

func isCategory(t token) bool {
	return t.escaped && t.size > 1 && strings.ContainsRune("dDsSwW", t.r)
}

func (p *parser) classCategory(set *charset, t token) bool {
	if !isCategory(t) {
		return false
	}
	set.addCategory(t.r, p.flags&ASCII != 0)
	return true
}

// categoryThenDash refuses \d-x: only a dash that comes last may follow.
func (p *parser) categoryThenDash(at int, set *charset) {
	if !p.peek().is('-') {
		return
	}
	dash := p.pos
	p.next()
	if p.peek().end() {
		p.fail(at, "this [ is never closed")
	}
	if !p.peek().is(']') {
		p.fail(dash, "a range needs a single character at both ends")
	}
	set.add('-', '-')
}

func (p *parser) classChar(at int, t token) rune {
	if !t.escaped {
		return t.r
	}
	switch {
	case t.size > 1 && t.r == 'b':
		return '\b'
	case t.size > 1 && strings.ContainsRune("1234567", t.r):
		return p.octal(at, string(t.r)+p.while(2, octalDigits))
	}
	return p.charEscape(at, t)
}
