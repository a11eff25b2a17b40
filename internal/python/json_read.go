package python

import (
	"errors"
	"fmt"
	"math/big"
	"strconv"
	"strings"

	"nlgserver/internal/budget"
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
func ParseJSON(text string) (Value, error) { return ParseJSONWithin(text, nil) }

// ErrTooExpensive is what [ParseJSONWithin] returns if the budget says no. The
// budget knows why.
var ErrTooExpensive = errors.New("more expensive than the budget allows")

// ParseJSONWithin is [ParseJSON] within a budget: it pays for the work, and for the
// memory of the value and of reading it. The error may be [ErrTooExpensive], too.
func ParseJSONWithin(text string, b *budget.Budget) (Value, error) {
	p := jsonParser{text: text, budget: b}
	v, err := p.all()
	if !p.settle() {
		return Value{}, ErrTooExpensive
	}
	return v, err
}

// CheckJSON returns the error that [ParseJSON] returns for a text, and makes no
// value. Nothing is paid for, but it ends when the client has gone, with
// [ErrTooExpensive].
func CheckJSON(text string, b *budget.Budget) error {
	p := jsonParser{text: text, watch: b, check: true}
	_, err := p.all()
	return err
}

type jsonParser struct {
	text string
	pos  int
	// budget pays; nil for no limit.
	budget *budget.Budget
	// watch is asked whether to go on where nothing is paid.
	watch *budget.Budget
	// check is set if no value is wanted.
	check bool
	// owed is work in nanoseconds that is done and not paid yet.
	owed int
	// deepest is the greatest depth whose memory is paid.
	deepest int
	shelf   shelf
	scratch []byte
}

// all reads the whole text.
func (p *jsonParser) all() (Value, error) {
	if !p.work(len(p.text) / bytesPerNanosecond) {
		return Value{}, ErrTooExpensive
	}
	p.space()
	v, err := p.value(0)
	if err != nil {
		return Value{}, err
	}
	p.space()
	if p.pos < len(p.text) {
		return Value{}, p.fail("unexpected text after the value")
	}
	return v, nil
}

func (p *jsonParser) fail(message string) *SyntaxError {
	if p.pos >= len(p.text) {
		return &SyntaxError{len(p.text), "unexpected end of text"}
	}
	return &SyntaxError{p.pos, message}
}

// space passes white space. If it is too expensive, it ends early.
func (p *jsonParser) space() {
	for start := p.pos; p.pos < len(p.text); {
		switch p.text[p.pos] {
		case ' ', '\t', '\n', '\r':
			if p.pos++; (p.pos-start)%payEvery == 0 && !p.work(payEvery) {
				return
			}
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
		if !p.descend(depth) {
			return Value{}, ErrTooExpensive
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
	// The items are collected on the shelf in fours, and copied to a list of the
	// right size at the end.
	var few [4]Value
	n := 0
	for p.space(); p.next() != ']'; p.space() {
		if n > 0 {
			if p.next() != ',' {
				return Value{}, p.fail("expected ',' or ']'")
			}
			p.pos++
			p.space()
			if n%len(few) == 0 && !p.shelve(few[:]...) {
				return Value{}, ErrTooExpensive
			}
		}
		item, err := p.value(depth + 1)
		if err != nil {
			return Value{}, err
		}
		if !p.work(itemCost) {
			return Value{}, ErrTooExpensive
		}
		few[n%len(few)] = item
		n++
	}
	p.pos++
	if n == 0 || p.check {
		return List(), nil
	}
	if !p.work(listCost) || !p.hold(n*valueSize+sequenceSize) {
		return Value{}, ErrTooExpensive
	}
	items := make([]Value, n)
	shelved := (n - 1) / len(few) * len(few)
	p.shelf.take(items[:shelved])
	copy(items[shelved:], few[:])
	return List(items...), nil
}

func (p *jsonParser) object(depth int) (Value, error) {
	// Entries are collected as the items of a list are.
	var few [2]Entry
	n := 0
	for p.space(); p.next() != '}'; p.space() {
		if n > 0 {
			if p.next() != ',' {
				return Value{}, p.fail("expected ',' or '}'")
			}
			p.pos++
			p.space()
			if n%len(few) == 0 && !p.shelve(few[0].Key, few[0].Value, few[1].Key, few[1].Value) {
				return Value{}, ErrTooExpensive
			}
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
		if !p.work(entryCost) {
			return Value{}, ErrTooExpensive
		}
		few[n%len(few)] = Entry{Str(key), v}
		n++
	}
	p.pos++
	if p.check {
		return OfDict(nil), nil
	}
	return p.dict(n, few[:])
}

// dict makes a dict of n entries, of which the last are in few and the others on the
// shelf.
func (p *jsonParser) dict(n int, few []Entry) (Value, error) {
	if !p.work(dictCost) || !p.hold(dictSize+n*entrySize+indexSize(n)) || n >= indexFrom && !p.work(n*indexCost) {
		return Value{}, ErrTooExpensive
	}
	d := &Dict{}
	if n == 0 {
		return OfDict(d), nil
	}
	d.entries = make([]Entry, n)
	shelved := (n - 1) / len(few) * len(few)
	p.shelf.takeEntries(d.entries[:shelved])
	copy(d.entries[shelved:], few)
	d.distinct()
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
		if p.check {
			return Value{}, nil
		}
		if !p.payFloat(len(token)) {
			return Value{}, ErrTooExpensive
		}
		// A number beyond the largest float reads as infinite, as in Python.
		f, err := strconv.ParseFloat(token, 64)
		if err != nil && !p.hold(len(token)+numErrorSize) {
			return Value{}, ErrTooExpensive
		}
		return Float(f), nil
	}
	digits := len(strings.TrimPrefix(token, "-"))
	if p.check && digits <= MaxIntDigits {
		return Value{}, nil
	}
	if digits <= MaxIntDigits && !p.payInt(digits) {
		return Value{}, ErrTooExpensive
	}
	v, ok := ParseInt(token)
	if !ok {
		return Value{}, &SyntaxError{start, fmt.Sprintf("integer of more than %d digits", MaxIntDigits)}
	}
	return v, nil
}

// digits passes a run of digits and reports whether there was one. A run that is too
// expensive ends early.
func (p *jsonParser) digits() bool {
	start := p.pos
	for p.pos < len(p.text) && '0' <= p.text[p.pos] && p.text[p.pos] <= '9' {
		if p.pos++; (p.pos-start)%payEvery == 0 && !p.work(payEvery) {
			break
		}
	}
	return p.pos > start
}

// ParseInt reads decimal digits with an optional sign as an int of any size
// up to MaxIntDigits digits.
func ParseInt(token string) (Value, bool) {
	if len(token) > MaxIntDigits && len(strings.TrimLeft(token, "+-")) > MaxIntDigits {
		return Value{}, false
	}
	if len(token) <= len("-9223372036854775808") {
		if n, err := strconv.ParseInt(token, 10, 64); err == nil {
			return Int(n), true
		}
	}
	n, ok := new(big.Int).SetString(token, 10)
	if !ok {
		return Value{}, false
	}
	return BigInt(n), true
}
