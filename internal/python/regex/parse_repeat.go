package regex

import "strconv"

// quantifier repeats the last item, or reads a brace that is none as a
// character.
func (p *parser) quantifier(at int, t token, items []*node) []*node {
	low, high := int64(0), int64(unbounded)
	switch t.r {
	case '?':
		high = 1
	case '+':
		low = 1
	case '{':
		var isRepeat bool
		if low, high, isRepeat = p.braces(at); !isRepeat {
			return append(items, p.literal(at, '{'))
		}
	}
	if len(items) == 0 || items[len(items)-1].isAssertion() {
		p.fail(at, "nothing to repeat before "+strconv.Quote(string(t.r)))
	}
	item := items[len(items)-1]
	if item.kind == kindRepeat {
		p.fail(at, "two repeats in a row: put the first into (?:…)")
	}
	g := greedy
	switch {
	case p.accept('?'):
		g = lazy
	case p.accept('+'):
		g = possessive
		p.need("a possessive repeat")
	}
	items[len(items)-1] = repeat(at, item, low, high, g)
	return items
}

// braces reads the rest of {low,high}. Without both numbers and a closing
// brace it is no repeat, and nothing is passed.
func (p *parser) braces(at int) (low, high int64, isRepeat bool) {
	here := p.pos
	if p.peek().is('}') {
		return 0, 0, false
	}
	lowText := p.while(len(p.text), decimalDigits)
	highText := lowText
	if p.accept(',') {
		highText = p.while(len(p.text), decimalDigits)
	}
	if !p.accept('}') {
		p.pos = here
		return 0, 0, false
	}
	high = unbounded
	if lowText != "" {
		low = p.count(at, lowText)
	}
	if highText != "" {
		if high = p.count(at, highText); high < low {
			p.fail(at, "the smaller number of a repeat must come first")
		}
	}
	return low, high, true
}

func (p *parser) count(at int, digits string) int64 {
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || n >= unbounded {
		p.fail(at, "the number of repeats is too large")
	}
	return n
}
