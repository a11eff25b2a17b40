package jinja

import (
	"fmt"
	"strings"

	"nlgserver/internal/python/text"
)

// lexer splits a template into tokens, one at a time.
type lexer struct {
	src    source
	pos    int
	inside kind   // tokenPrintBegin or tokenBlockBegin within a tag, else 0
	open   []byte // the closing brackets that are waited for
}

func (l *lexer) fail(pos int, format string, args ...any) *SyntaxError {
	return &SyntaxError{
		Offset:  l.src.original(pos),
		Line:    l.src.line(pos),
		Message: fmt.Sprintf(format, args...),
	}
}

// next returns the next token.
func (l *lexer) next() (token, error) {
	if l.inside != 0 {
		return l.inTag()
	}
	for l.pos < len(l.src.text) {
		tok, err := l.outside()
		if err != nil || tok.kind != tokenText || tok.text != "" {
			return tok, err
		}
	}
	return token{kind: tokenEOF, pos: len(l.src.text)}, nil
}

// outside reads text up to the next tag; where a tag begins right away it reads
// the beginning of that, or all of a comment. Nothing but an empty text may come
// of a comment.
func (l *lexer) outside() (token, error) {
	source, start := l.src.text, l.pos
	begin := tagAt(source, start)
	if begin < 0 {
		l.pos = len(source)
		return token{kind: tokenText, pos: start, text: source[start:]}, nil
	}
	if begin > start {
		l.pos = begin
		before := source[start:begin]
		if begin+2 < len(source) && source[begin+2] == '-' {
			before = text.TrimRightSpace(before)
		}
		return token{kind: tokenText, pos: start, text: before}, nil
	}
	if tok, ok, err := l.raw(); ok || err != nil {
		return tok, err
	}
	l.pos = begin + 2
	if l.pos < len(source) && (source[l.pos] == '-' || source[l.pos] == '+') {
		l.pos++
	}
	switch source[begin+1] {
	case '{':
		l.inside = tokenPrintBegin
		return token{kind: tokenPrintBegin, pos: begin}, nil
	case '%':
		l.inside = tokenBlockBegin
		return token{kind: tokenBlockBegin, pos: begin}, nil
	default:
		return token{kind: tokenText, pos: begin}, l.comment(begin)
	}
}

// tagAt returns where the next {{, {% or {# begins, -1 if there is none.
func tagAt(text string, from int) int {
	for {
		i := strings.IndexByte(text[from:], '{')
		if i < 0 || from+i+1 >= len(text) {
			return -1
		}
		switch text[from+i+1] {
		case '{', '%', '#':
			return from + i
		}
		from += i + 1
	}
}

// comment passes a comment, whose {# has been read. Like Jinja2 it accepts a
// template that ends with {#.
func (l *lexer) comment(begin int) error {
	rest := l.src.text[l.pos:]
	end := strings.Index(rest, "#}")
	if end < 0 {
		if rest == "" {
			return nil
		}
		return l.fail(begin, "the comment is never closed: '#}' is missing")
	}
	l.pos += end + 2
	if end > 0 && rest[end-1] == '-' {
		l.skipSpace()
	}
	return nil
}

// raw reads {% raw %}…{% endraw %} as text.
func (l *lexer) raw() (tok token, ok bool, err error) {
	end, strip, ok := l.tag(l.pos, "raw")
	if !ok {
		return tok, false, nil
	}
	begin := l.pos
	l.pos = end
	if strip {
		l.skipSpace()
	}
	for from := l.pos; ; {
		i := strings.Index(l.src.text[from:], "{%")
		if i < 0 {
			if l.pos == len(l.src.text) {
				return token{kind: tokenText, pos: begin}, true, nil
			}
			return tok, true, l.fail(begin, "the raw block is never closed: no '{%% endraw %%}' follows")
		}
		from += i
		end, strip, ok := l.tag(from, "endraw")
		if !ok {
			from += 2
			continue
		}
		body := l.src.text[l.pos:from]
		if l.src.text[from+2] == '-' {
			body = text.TrimRightSpace(body)
		}
		l.pos = end
		if strip {
			l.skipSpace()
		}
		return token{kind: tokenText, pos: begin, text: body}, true, nil
	}
}

// tag matches {% word %} at pos and returns where it ends and whether it removes
// the whitespace after it.
func (l *lexer) tag(pos int, word string) (end int, strip, ok bool) {
	rest, ok := strings.CutPrefix(l.src.text[pos:], "{%")
	if !ok {
		return 0, false, false
	}
	if rest != "" && (rest[0] == '-' || rest[0] == '+') {
		rest = rest[1:]
	}
	rest, ok = strings.CutPrefix(text.TrimLeftSpace(rest), word)
	if !ok {
		return 0, false, false
	}
	rest = text.TrimLeftSpace(rest)
	if after, found := strings.CutPrefix(rest, "-"); found {
		rest, strip = after, true
	} else if after, found := strings.CutPrefix(rest, "+"); found && word == "endraw" {
		rest = after
	}
	rest, ok = strings.CutPrefix(rest, "%}")
	return len(l.src.text) - len(rest), strip, ok
}

func (l *lexer) skipSpace() {
	l.pos = len(l.src.text) - len(text.TrimLeftSpace(l.src.text[l.pos:]))
}
