package python

import (
	"math/bits"
	"strings"
	"unicode/utf8"
)

// lookEvery is how much of a long string is read between two looks at whether the
// client is still there.
const lookEvery = 1 << 20

// str reads a string; the next byte is its opening quote.
func (p *jsonParser) str() (string, error) {
	p.pos++
	start := p.pos
	ascii, err := p.plain()
	if err != nil {
		return "", err
	}
	if p.next() == '\\' {
		return p.escapedStr(start, ascii)
	}
	s := p.text[start:p.pos]
	if !ascii {
		if err := p.utf8(start, p.pos); err != nil {
			return "", err
		}
	}
	p.pos++
	return s, nil
}

// plain goes to the quote or the backslash that ends the plain characters of
// a string, and reports whether they are all ASCII.
func (p *jsonParser) plain() (ascii bool, err error) {
	ascii = true
	for next := p.pos + lookEvery; ; next += lookEvery {
		end, only := plainEnd(p.text[:min(next, len(p.text))], p.pos)
		p.pos, ascii = end, ascii && only
		switch {
		case p.pos >= len(p.text):
			return ascii, p.fail("")
		case p.pos < next && p.text[p.pos] < ' ':
			return ascii, p.fail("control character in a string")
		case p.pos < next:
			return ascii, nil
		case !p.look():
			return ascii, ErrTooExpensive
		}
	}
}

// plainEnd returns the position of the first quote, backslash or control character
// from pos on, the end of the text if there is none, and whether everything before
// it is ASCII.
func plainEnd(text string, pos int) (end int, ascii bool) {
	const every, high = 0x0101010101010101, 0x8080808080808080
	above := uint64(0)
	for ; pos+8 <= len(text); pos += 8 {
		word := load64(text[pos:])
		// Only the lowest mark is reliable.
		quote, backslash := word^'"'*every, word^'\\'*every
		if found := ((quote-every)&^quote | (backslash-every)&^backslash | (word-' '*every)&^word) & high; found != 0 {
			above |= word & (found&-found - 1)
			return pos + bits.TrailingZeros64(found)/8, above&high == 0
		}
		above |= word
	}
	for ; pos < len(text); pos++ {
		c := text[pos]
		if c == '"' || c == '\\' || c < ' ' {
			break
		}
		above |= uint64(c)
	}
	return pos, above&high == 0
}

func load64(s string) uint64 {
	_ = s[7]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

// utf8 checks a part of a string.
func (p *jsonParser) utf8(from, to int) error {
	if !p.work((to - from) / 2) {
		return ErrTooExpensive
	}
	for from < to {
		end := min(from+lookEvery, to)
		for back := 0; end < to && back < utf8.UTFMax && !utf8.RuneStart(p.text[end]); back++ {
			end--
		}
		if at := invalidUTF8(p.text[from:end]); at >= 0 {
			return &SyntaxError{from + at, "bad UTF-8 in a string"}
		}
		if from = end; from < to && !p.look() {
			return ErrTooExpensive
		}
	}
	return nil
}

// escapedStr reads on from the first backslash of a string. ascii says whether all
// before it is ASCII.
func (p *jsonParser) escapedStr(start int, ascii bool) (string, error) {
	var short [128]byte
	out := short[:0]
	if size := p.stringEnd() - start; size > len(short) && !p.check {
		if size > cap(p.scratch) {
			if !p.hold(size) {
				return "", ErrTooExpensive
			}
			p.scratch = make([]byte, 0, size)
		}
		out = p.scratch[:0]
	}
	for looked := p.pos; ; {
		if !ascii {
			if err := p.utf8(start, p.pos); err != nil {
				return "", err
			}
		}
		if !p.check {
			out = append(out, p.text[start:p.pos]...)
		}
		if p.next() == '"' {
			break
		}
		if !p.work(escapeCost) {
			return "", ErrTooExpensive
		}
		if p.pos-looked > lookEvery {
			if looked = p.pos; !p.look() {
				return "", ErrTooExpensive
			}
		}
		p.pos++
		r, err := p.escape()
		if err != nil {
			return "", err
		}
		if !p.check {
			out = AppendRune(out, r)
		}
		start = p.pos
		if ascii, err = p.plain(); err != nil {
			return "", err
		}
	}
	p.pos++
	if p.check {
		return "", nil
	}
	if !p.hold(len(out)) {
		return "", ErrTooExpensive
	}
	return string(out), nil
}

// stringEnd returns the position of the quote that ends the string, from a backslash
// on; that of the end of the text if there is none. What it decodes to is no longer
// than the string.
func (p *jsonParser) stringEnd() int {
	for pos := p.pos; pos < len(p.text); {
		switch p.text[pos] {
		case '"':
			return pos
		case '\\':
			pos += 2
		default:
			pos, _ = plainEnd(p.text, pos)
			if pos < len(p.text) && p.text[pos] < ' ' {
				return pos // it will be refused
			}
		}
	}
	return len(p.text)
}

// escape reads what follows a backslash.
func (p *jsonParser) escape() (rune, error) {
	c := p.next()
	if i := strings.IndexByte(`"\/bfnrt`, c); i >= 0 && c != 0 {
		p.pos++
		return rune("\"\\/\b\f\n\r\t"[i]), nil
	}
	if c != 'u' {
		return 0, p.fail("unknown escape in a string")
	}
	high, ok := p.unit()
	if !ok {
		return 0, p.fail(`expected four hexadecimal digits after \u`)
	}
	if 0xd800 <= high && high < 0xdc00 && strings.HasPrefix(p.text[p.pos:], `\u`) {
		back := p.pos
		p.pos++
		if low, ok := p.unit(); ok && 0xdc00 <= low && low < 0xe000 {
			return (high-0xd800)<<10 + (low - 0xdc00) + 0x10000, nil
		}
		p.pos = back
	}
	return high, nil
}

// unit reads the u and the four digits of a \u escape.
func (p *jsonParser) unit() (rune, bool) {
	if len(p.text)-p.pos < 5 {
		p.pos = len(p.text)
		return 0, false
	}
	var r rune
	for _, c := range []byte(p.text[p.pos+1 : p.pos+5]) {
		i := strings.IndexByte("0123456789abcdef", c|0x20)
		if i < 0 || c < '0' {
			return 0, false
		}
		r = r<<4 | rune(i)
	}
	p.pos += 5
	return r, true
}

// invalidUTF8 returns the offset of the first byte that is not UTF-8, -1 if
// there is none.
func invalidUTF8(s string) int {
	if utf8.ValidString(s) {
		return -1
	}
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return -1
}
