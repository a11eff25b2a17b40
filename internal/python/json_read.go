package python

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Limits of the JSON reader. Python refuses the same: its parser recurses about
// this deep, and it neither reads nor prints an int of more digits.
const (
	MaxJSONDepth = 990
	MaxIntDigits = 4300
)

// TooDeep is the message about a value that nests deeper than MaxJSONDepth.
const TooDeep = "nested too deeply"

// SyntaxError says why text is not JSON and where.
type SyntaxError struct {
	// Offset is the byte at which reading stopped, from the start of the text.
	Offset int
	// Message says what is wrong, in lower case.
	Message string
}

func (e *SyntaxError) Error() string {
	return fmt.Sprintf("byte %d: %s", e.Offset, e.Message)
}

// ParseJSON reads one JSON value as Python's json.loads does: a number with a
// point or an exponent is a float and every other an int of any size, NaN and
// Infinity are read, of two equal keys the last wins and takes the place of the
// first, and half of a surrogate pair may be alone. Strings without an
// escape share memory with text. The error is a *[SyntaxError].
func ParseJSON(text string) (Value, error) {
	p := jsonParser{text: text}
	p.space()
	v, err := p.value(0)
	if err != nil {
		return Value{}, err
	}
	p.space()
	if p.pos < len(text) {
		return Value{}, p.fail("unexpected text after the value")
	}
	return v, nil
}

type jsonParser struct {
	text string
	pos  int
}

func (p *jsonParser) fail(message string) *SyntaxError {
	if p.pos >= len(p.text) {
		return &SyntaxError{len(p.text), "unexpected end of text"}
	}
	return &SyntaxError{p.pos, message}
}

func (p *jsonParser) space() {
	for p.pos < len(p.text) {
		switch p.text[p.pos] {
		case ' ', '\t', '\n', '\r':
			p.pos++
		default:
			return
		}
	}
}

// next returns the next byte without passing it, 0 at the end.
func (p *jsonParser) next() byte {
	if p.pos < len(p.text) {
		return p.text[p.pos]
	}
	return 0
}

func (p *jsonParser) value(depth int) (Value, error) {
	switch c := p.next(); {
	case c == '"':
		s, err := p.str()
		return Str(s), err
	case c == '{' || c == '[':
		if depth >= MaxJSONDepth {
			return Value{}, p.fail(TooDeep)
		}
		p.pos++
		if c == '{' {
			return p.object(depth)
		}
		return p.array(depth)
	case c == '-' || '0' <= c && c <= '9':
		return p.number()
	}
	for _, word := range [...]struct {
		text  string
		value Value
	}{{"null", None()}, {"true", Bool(true)}, {"false", Bool(false)}, {"NaN", nan()}, {"Infinity", infinity(1)}} {
		if strings.HasPrefix(p.text[p.pos:], word.text) {
			p.pos += len(word.text)
			return word.value, nil
		}
	}
	return Value{}, p.fail("expected a value")
}

func (p *jsonParser) array(depth int) (Value, error) {
	var items []Value
	for p.space(); p.next() != ']'; p.space() {
		if len(items) > 0 {
			if p.next() != ',' {
				return Value{}, p.fail("expected ',' or ']'")
			}
			p.pos++
			p.space()
		}
		item, err := p.value(depth + 1)
		if err != nil {
			return Value{}, err
		}
		items = append(items, item)
	}
	p.pos++
	return List(items...), nil
}

func (p *jsonParser) object(depth int) (Value, error) {
	d := &Dict{}
	for p.space(); p.next() != '}'; p.space() {
		if d.Len() > 0 {
			if p.next() != ',' {
				return Value{}, p.fail("expected ',' or '}'")
			}
			p.pos++
			p.space()
		}
		if p.next() != '"' {
			return Value{}, p.fail("expected a key in double quotes")
		}
		key, err := p.str()
		if err != nil {
			return Value{}, err
		}
		if p.space(); p.next() != ':' {
			return Value{}, p.fail("expected ':'")
		}
		p.pos++
		p.space()
		v, err := p.value(depth + 1)
		if err != nil {
			return Value{}, err
		}
		d.Set(key, v)
	}
	p.pos++
	return OfDict(d), nil
}

func (p *jsonParser) number() (Value, error) {
	start := p.pos
	if p.next() == '-' {
		p.pos++
		if strings.HasPrefix(p.text[p.pos:], "Infinity") {
			p.pos += len("Infinity")
			return infinity(-1), nil
		}
	}
	switch c := p.next(); {
	case c == '0':
		p.pos++
	case '1' <= c && c <= '9':
		p.digits()
	default:
		return Value{}, p.fail("expected a digit")
	}
	isFloat := false
	if p.next() == '.' {
		isFloat = true
		p.pos++
		if !p.digits() {
			return Value{}, p.fail("expected a digit after the point")
		}
	}
	if c := p.next(); c == 'e' || c == 'E' {
		isFloat = true
		p.pos++
		if c := p.next(); c == '+' || c == '-' {
			p.pos++
		}
		if !p.digits() {
			return Value{}, p.fail("expected a digit in the exponent")
		}
	}
	token := p.text[start:p.pos]
	if isFloat {
		// A number beyond the largest float reads as infinite, as in Python.
		f, _ := strconv.ParseFloat(token, 64)
		return Float(f), nil
	}
	v, ok := ParseInt(token)
	if !ok {
		return Value{}, &SyntaxError{start, fmt.Sprintf("integer of more than %d digits", MaxIntDigits)}
	}
	return v, nil
}

// digits passes a run of digits and reports whether there was one.
func (p *jsonParser) digits() bool {
	start := p.pos
	for p.pos < len(p.text) && '0' <= p.text[p.pos] && p.text[p.pos] <= '9' {
		p.pos++
	}
	return p.pos > start
}

// ParseInt reads decimal digits with an optional sign as an int of any size
// up to MaxIntDigits digits.
func ParseInt(token string) (Value, bool) {
	if n, err := strconv.ParseInt(token, 10, 64); err == nil {
		return Int(n), true
	}
	if len(strings.TrimLeft(token, "+-")) > MaxIntDigits {
		return Value{}, false
	}
	n, ok := new(big.Int).SetString(token, 10)
	if !ok {
		return Value{}, false
	}
	return BigInt(n), true
}

// str reads a string; the next byte is its opening quote.
func (p *jsonParser) str() (string, error) {
	p.pos++
	start := p.pos
	for p.pos < len(p.text) {
		switch c := p.text[p.pos]; {
		case c == '"':
			s := p.text[start:p.pos]
			if at := invalidUTF8(s); at >= 0 {
				return "", &SyntaxError{start + at, "bad UTF-8 in a string"}
			}
			p.pos++
			return s, nil
		case c == '\\':
			return p.escapedStr(start)
		case c < ' ':
			return "", p.fail("control character in a string")
		}
		p.pos++
	}
	return "", p.fail("")
}

// escapedStr reads on from the first backslash of a string.
func (p *jsonParser) escapedStr(start int) (string, error) {
	out := make([]byte, 0, 2*(p.pos-start)+32)
	plain := start
	flush := func() *SyntaxError {
		s := p.text[plain:p.pos]
		if at := invalidUTF8(s); at >= 0 {
			return &SyntaxError{plain + at, "bad UTF-8 in a string"}
		}
		out = append(out, s...)
		return nil
	}
	for p.pos < len(p.text) {
		switch c := p.text[p.pos]; {
		case c == '"':
			if err := flush(); err != nil {
				return "", err
			}
			p.pos++
			return string(out), nil
		case c == '\\':
			if err := flush(); err != nil {
				return "", err
			}
			p.pos++
			r, err := p.escape()
			if err != nil {
				return "", err
			}
			out = AppendRune(out, r)
			plain = p.pos
		case c < ' ':
			return "", p.fail("control character in a string")
		default:
			p.pos++
		}
	}
	return "", p.fail("")
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
