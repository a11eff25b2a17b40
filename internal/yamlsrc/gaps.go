package yamlsrc

import (
	"strings"
	"unicode/utf8"
)

// gapChecker walks over what is not text: between two scalars are only white space,
// comments, brackets, anchors and the like.
type gapChecker struct {
	b     *builder
	depth int // how many brackets are open
	// trailing is the end of the last odd breaks that end their line.
	trailing int
	// inLine is the end of the last odd breaks after which their line goes on.
	inLine int
}

// checkGaps rejects the tabs that Rasa's reader rejects: all, except those in
// quotes, in text blocks, in comments, and, between brackets, after an empty line.
// It also rejects the odd breaks between scalars and in text blocks: Rasa's two
// readers do not count columns alike after them.
func (b *builder) checkGaps() {
	if b.dialect == nil || !b.dialect.gaps {
		return
	}
	c := gapChecker{b: b}
	pos, afterPlain := 0, false
	for _, e := range b.dialect.scalars {
		if e.start < pos {
			continue
		}
		c.gap(pos, e.start, afterPlain)
		switch e.style {
		case Plain:
			c.plain(e)
		case Literal, Folded:
			c.block(e)
		}
		pos, afterPlain = e.end, e.style == Plain
	}
	c.gap(pos, len(b.doc.text), afterPlain)
}

// plain rejects every tab in unquoted text.
func (c *gapChecker) plain(e extent) {
	text := c.b.doc.text
	for i := e.start; i < e.end; i++ {
		if text[i] == '\t' {
			c.report(i, &e)
			i = skipBlanks(text, i)
		}
	}
}

// block rejects the odd breaks in a text block.
func (c *gapChecker) block(e extent) {
	for i, r := range c.b.doc.text[e.start:e.end] {
		if strings.ContainsRune(oddBreaks, r) {
			c.oddBreak(e.start + i)
		}
	}
}

// gap checks the text between two scalars.
func (c *gapChecker) gap(from, to int, afterPlain bool) {
	text := c.b.doc.text[:to]
	if afterPlain { // the reader skips these lines as part of the text
		if from = skipSpaces(text, from); from < to && isBreak(text[from]) {
			for from < to && (text[from] == ' ' || isBreak(text[from])) {
				from++
			}
		}
	}
	for from < to {
		from = c.white(text, from)
		for from < to && text[from] == '\t' {
			c.report(from, nil)
			from = c.white(text, skipBlanks(text, from))
		}
		if from < to {
			from = c.token(text, from)
		}
	}
}

// white skips what Rasa's reader skips between two tokens: spaces, line breaks,
// comments, and between brackets the tabs after an empty line.
func (c *gapChecker) white(text string, pos int) int {
	for pos < len(text) {
		pos = skipSpaces(text, pos)
		switch {
		case pos == len(text):
		case text[pos] == '#':
			pos += lineLength(text[pos:])
			for pos < len(text) && isBreak(text[pos]) {
				pos++
			}
		case isBreak(text[pos]):
			pos = skipBreak(text, pos)
			if c.depth > 0 && strings.HasPrefix(text[pos:], "\n") {
				for pos < len(text) && (isBlank(text[pos]) || isBreak(text[pos])) {
					pos++
				}
			}
		default:
			return pos
		}
	}
	return pos
}

// token skips one character of the structure, or a whole anchor, alias or tag.
func (c *gapChecker) token(text string, pos int) int {
	switch text[pos] {
	case '[', '{':
		c.depth++
	case ']', '}':
		c.depth--
	case "\u0085"[0], "\u2028"[0]:
		if strings.IndexAny(text[pos:min(pos+3, len(text))], oddBreaks) == 0 {
			c.oddBreak(pos)
		}
	case '&', '*', '!':
		for pos < len(text) && !isBlank(text[pos]) && !isBreak(text[pos]) && (c.depth == 0 || strings.IndexByte(",]}", text[pos]) < 0) {
			pos++
		}
		return pos
	}
	return pos + 1
}

// oddBreak rejects an odd break before the end of its line.
func (c *gapChecker) oddBreak(i int) {
	if i < c.trailing || c.b.isFull() {
		return
	}
	text := c.b.doc.text
	if i >= c.inLine {
		end := i
		for end < len(text) {
			r, size := utf8.DecodeRuneInString(text[end:])
			if !strings.ContainsRune(" \t"+oddBreaks, r) {
				break
			}
			end += size
		}
		c.b.opt.Meter.Step(end - i)
		if end == len(text) || isBreak(text[end]) || text[end] == '#' {
			c.trailing = end
			return
		}
		c.inLine = end
	}
	c.b.reject(i, "an invisible character breaks the line here", "delete it; most editors can show it")
}

// report rejects the tabs at an offset; in is the unquoted text around them, nil if
// there is none.
func (c *gapChecker) report(i int, in *extent) {
	if c.b.isFull() {
		return
	}
	text := c.b.doc.text
	end := skipBlanks(text, i)
	start := i
	for start > 0 && text[start-1] == ' ' {
		start--
	}
	startsLine := start == 0 || isBreak(text[start-1])
	hint := "write a space instead"
	switch {
	case end == len(text) || isBreak(text[end]):
		hint = "delete the tab at the end of the line"
	case in != nil && !startsLine:
		whole := text[in.start:in.end]
		if isShort(whole) && !strings.Contains(whole, "${") {
			hint += ", or to keep the tab, write `" + inAnyQuotes(whole) + "`"
		}
	}
	c.b.reject(i, "Rasa's YAML reader rejects a tab here", hint)
}
