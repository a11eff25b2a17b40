package jinja

import (
	"iter"
	"strings"
)

// Tag is where a tag or a comment is in a template as written.
type Tag struct {
	// Start and End are byte offsets, with the brackets.
	Start, End int
	// Prints is set for {{ }}, which prints a value; any other is {% %} or a comment.
	Prints bool
}

// Tags yields the tags and comments of a template in order: what an editor marks.
// Everything between them is text, also inside of {% raw %}.
func (t *Template) Tags() iter.Seq[Tag] {
	return func(yield func(Tag) bool) {
		l := lexer{src: t.src}
		emit := func(start, end int, prints bool) bool {
			// A tag ends in a bracket, which is never dropped.
			l.pos = end
			return yield(Tag{t.src.original(start), t.src.original(end-1) + 1, prints})
		}
		for {
			begin := tagAt(l.src.text, l.pos)
			if begin < 0 {
				return
			}
			end, prints, ok := l.tagAfter(begin)
			if !ok || !emit(begin, end, prints) {
				return
			}
			if _, _, raw := l.tag(begin, "raw"); raw {
				start, end, ok := l.endraw(end)
				if !ok || !emit(start, end, false) {
					return
				}
			}
		}
	}
}

// tagAfter returns where the tag or the comment that begins there ends; ok is false if
// it does not.
func (l *lexer) tagAfter(begin int) (end int, prints, ok bool) {
	if end, _, ok := l.tag(begin, "raw"); ok {
		return l.trimmed(end), false, true
	}
	text := l.src.text
	switch l.pos = begin + 2; text[begin+1] {
	case '#':
		i := strings.Index(text[l.pos:], "#}")
		return l.pos + i + 2, false, i >= 0
	case '{':
		l.inside, prints = tokenPrintBegin, true
	default:
		l.inside = tokenBlockBegin
	}
	if l.pos < len(text) && (text[l.pos] == '-' || text[l.pos] == '+') {
		l.pos++
	}
	for {
		tok, err := l.inTag()
		switch {
		case err != nil || tok.kind == tokenEOF:
			return 0, false, false
		case tok.kind == tokenPrintEnd || tok.kind == tokenBlockEnd:
			return l.trimmed(l.pos), prints, true
		}
	}
}

// trimmed returns the end of a tag without the white space that it takes along.
func (l *lexer) trimmed(end int) int {
	return strings.LastIndexByte(l.src.text[:end], '}') + 1
}

// endraw finds the tag that ends a raw block.
func (l *lexer) endraw(from int) (start, end int, ok bool) {
	for {
		i := strings.Index(l.src.text[from:], "{%")
		if i < 0 {
			return 0, 0, false
		}
		from += i
		if end, _, ok := l.tag(from, "endraw"); ok {
			return from, l.trimmed(end), true
		}
		from += 2
	}
}
