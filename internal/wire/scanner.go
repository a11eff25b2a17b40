package wire

import (
	"errors"
	"fmt"
	"io"
	"math"
	"math/bits"
	"strings"
	"unicode/utf8"
	"unsafe"

	"nlgserver/internal/budget"
	"nlgserver/internal/python"
)

// scanner reads a body through a window, which more moves forward. When a
// method is called, pos is at the start of a token.
type scanner struct {
	// window is the part of the body in memory, and whole the same as a string. text
	// is the beginning of it that is read now: more shows more of it.
	window []byte
	whole  string
	text   string
	pos    int
	// source supplies the rest of the body; nil if the window is all of it.
	source Source
	// dropped counts the bytes before pos that the window no longer holds.
	dropped int
	// forget is the start of the value being skipped, -1 if none is: the window
	// may drop everything from there to pos.
	forget int
	// broken is the source's error, nil at the end of the body.
	broken error
	// room is how many more brackets may be opened.
	room int64
	// budget pays for strings that are decoded, and is asked whether the client is
	// still there; looked is where that was last asked. denied is set if it said no.
	budget *budget.Budget
	looked int
	denied bool
	// owed is work in nanoseconds that is not paid yet.
	owed int
}

// lookEvery is how much of a body is scanned between two looks at whether the client
// is still there.
const lookEvery = 1 << 20

// MaxDepth is how deep a body may nest by default.
const MaxDepth = 10_000

func newScanner(window []byte, source Source, maxDepth int, b *budget.Budget) scanner {
	s := scanner{source: source, forget: -1, room: int64(maxDepth), budget: b}
	if maxDepth <= 0 {
		s.room = MaxDepth
	}
	s.see(window)
	return s
}

// rescanner scans a value that was skipped before: its depth was checked, and its
// brackets match. It pays for the length of the text.
func rescanner(text string, b *budget.Budget) scanner {
	s := scanner{whole: text, forget: -1, room: math.MaxInt64, budget: b}
	s.text = text[:min(len(text), lookEvery)]
	if s.owed = len(text) / bytesPerNanosecond; s.owed >= payFrom {
		s.settle()
	}
	return s
}

// see sets the window. text shares its memory, which is safe because neither
// the scanner nor, by contract, the caller writes to it while the request is in
// use.
func (s *scanner) see(window []byte) {
	s.window, s.whole = window, unsafe.String(unsafe.SliceData(window), len(window))
	s.text = s.whole[:min(len(s.whole), s.pos+lookEvery)]
}

// more reads more of the body into the window and reports whether there was
// any.
func (s *scanner) more() bool {
	if s.offset()-s.looked >= lookEvery {
		s.looked = s.offset()
		if !s.budget.Look() {
			s.deny()
			return false
		}
	}
	if shown := len(s.text); shown < len(s.whole) {
		s.text = s.whole[:min(len(s.whole), shown+lookEvery)]
		return true
	}
	if s.source == nil {
		return false
	}
	if s.forget >= 0 && s.forget < s.pos {
		rest := copy(s.window[s.forget:], s.window[s.pos:])
		s.dropped += s.pos - s.forget
		s.pos = s.forget
		s.window = s.window[:s.forget+rest]
	}
	window, err := s.source.More(s.window)
	if err != nil {
		s.source = nil
		if !errors.Is(err, io.EOF) {
			s.broken = err
		}
	}
	grown := len(window) > len(s.window)
	s.see(window)
	return grown
}

// deny ends the scan, because the budget says no.
func (s *scanner) deny() {
	s.denied, s.source, s.whole = true, nil, s.text
}

// work pays for work in nanoseconds, from time to time.
func (s *scanner) work(nanoseconds int) bool {
	s.owed += nanoseconds
	return s.owed < payFrom || s.settle()
}

// settle pays for the work that is owed.
func (s *scanner) settle() bool {
	units := (s.owed + budget.UnitNanoseconds - 1) / budget.UnitNanoseconds
	s.owed = 0
	if s.budget.Read(units) {
		return true
	}
	s.deny()
	return false
}

const (
	// payFrom is from how many nanoseconds on work is paid for.
	payFrom = 64 * budget.UnitNanoseconds
	// What a scan costs, in nanoseconds: so much for a key or a frame, and one for
	// each bytesPerNanosecond.
	keyCost            = 40
	bytesPerNanosecond = 4
)

// outcome returns the error of a scan, which is another one if the scan ended for
// the budget.
func (s *scanner) outcome(err *Error, what string) *Error {
	if s.denied {
		return tooExpensive(s.budget, what, s.offset())
	}
	return err
}

// offset returns the offset of pos in the body.
func (s *scanner) offset() int { return s.pos + s.dropped }

func (s *scanner) fail(kind Kind, message string) *Error {
	if s.pos >= len(s.text) {
		return &Error{Kind: Truncated, Offset: len(s.text) + s.dropped, Message: "the body ends too early"}
	}
	return &Error{Kind: kind, Offset: s.offset(), Message: message}
}

// space skips white space.
func (s *scanner) space() {
	if s.pos >= len(s.text) || s.text[s.pos] <= ' ' {
		s.spaces()
	}
}

func (s *scanner) spaces() {
	if s.pos+1 < len(s.text) && s.text[s.pos] == ' ' && s.text[s.pos+1] > ' ' {
		s.pos++ // one space, as Python writes it
		return
	}
	for {
		switch s.next() {
		case ' ', '\n', '\t', '\r':
			s.pos++
		default:
			return
		}
	}
}

// next returns the next byte without consuming it, 0 at the end.
func (s *scanner) next() byte {
	if s.pos < len(s.text) || s.more() {
		return s.text[s.pos]
	}
	return 0
}

// word consumes a word if it comes next, and reports whether it did.
func (s *scanner) word(word string) bool {
	for len(s.text)-s.pos < len(word) && strings.HasPrefix(word, s.text[s.pos:]) {
		if !s.more() {
			return false
		}
	}
	if !strings.HasPrefix(s.text[s.pos:], word) {
		return false
	}
	s.pos += len(word)
	return true
}

// wrongStart returns the error of a body that does not start with an object.
func (s *scanner) wrongStart() *Error {
	if s.offset() == 0 && len(s.text) == 0 {
		return &Error{Kind: Truncated, Message: "the body is empty"}
	}
	start := s.offset()
	if err := s.skip(); err != nil {
		return &Error{Kind: err.Kind, Offset: err.Offset, Message: "the body is not JSON: " + err.Message}
	}
	return &Error{Kind: WrongType, Offset: start, Message: "the body must be a JSON object"}
}

// object calls field for every key of an object; field must consume the value.
// The next byte is the opening brace.
func (s *scanner) object(field func(key string) *Error) *Error {
	if s.room == 0 {
		return s.fail(TooDeep, tooDeep)
	}
	s.room--
	s.pos++
	s.space()
	if s.next() == '}' {
		s.pos++
		s.room++
		return nil
	}
	for {
		key, err := s.key()
		if err != nil {
			return err
		}
		if err := field(key); err != nil {
			return err
		}
		s.space()
		switch s.next() {
		case ',':
			s.pos++
			s.space()
		case '}':
			s.pos++
			s.room++
			return nil
		default:
			return s.fail(Syntax, "expected ',' or '}'")
		}
	}
}

// array calls item for every item of a list; item must consume it. The next
// byte is the opening bracket.
func (s *scanner) array(item func() *Error) *Error {
	if s.room == 0 {
		return s.fail(TooDeep, tooDeep)
	}
	s.room--
	s.pos++
	s.space()
	if s.next() == ']' {
		s.pos++
		s.room++
		return nil
	}
	for {
		if err := item(); err != nil {
			return err
		}
		s.space()
		switch s.next() {
		case ',':
			s.pos++
			s.space()
		case ']':
			s.pos++
			s.room++
			return nil
		default:
			return s.fail(Syntax, "expected ',' or ']'")
		}
	}
}

// key reads a key, the colon, and the white space around it.
func (s *scanner) key() (string, *Error) {
	if s.next() != '"' {
		return "", s.fail(Syntax, "expected a key in double quotes")
	}
	key, err := s.str()
	if err != nil {
		return "", err
	}
	s.space()
	if s.next() != ':' {
		return "", s.fail(Syntax, "expected ':'")
	}
	s.pos++
	s.space()
	return key, nil
}

// str reads a string; the next byte is its opening quote. Keys and names are
// short and plain, and need no decoding.
func (s *scanner) str() (string, *Error) {
	start := s.pos
	if end := plainEnd(s.text, start+1); end >= 0 {
		s.pos = end + 1
		return s.text[start+1 : end], nil
	}
	offset := s.offset()
	if err := s.passString(); err != nil {
		return "", err
	}
	return decodeString(s.text[start:s.pos], offset, s.budget)
}

// checkStr checks and consumes a string; the next byte is its opening quote.
func (s *scanner) checkStr() *Error {
	start := s.pos
	if end := plainEnd(s.text, start+1); end >= 0 {
		s.pos = end + 1
		return nil
	}
	offset := s.offset()
	if err := s.passString(); err != nil {
		return err
	}
	return s.check(start, offset)
}

// check checks the value from start to pos.
func (s *scanner) check(start, offset int) *Error {
	err := python.CheckJSON(s.text[start:s.pos], s.budget)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, python.ErrTooExpensive):
		s.deny()
		return s.fail(Syntax, "")
	default:
		return syntaxError(err, offset)
	}
}

// plainEnd returns the position of the closing quote of a string whose first
// character is at pos, or -1 if the text ends before it or the string needs
// decoding.
func plainEnd(text string, pos int) int {
	for ; pos+8 <= len(text); pos += 8 {
		word := load64(text[pos:])
		// Only the lowest mark is reliable.
		if found := zeroByte(word^'"'*everyByte) | zeroByte(word^'\\'*everyByte) | word&highBits | (word-' '*everyByte)&^word&highBits; found != 0 {
			pos += bits.TrailingZeros64(found) / 8
			if text[pos] == '"' {
				return pos
			}
			return -1
		}
	}
	for ; pos < len(text); pos++ {
		switch c := text[pos]; {
		case c == '"':
			return pos
		case c == '\\' || c < ' ' || c >= utf8.RuneSelf:
			return -1
		}
	}
	return -1
}

// decodeString decodes a quoted string; offset is its offset in the body.
func decodeString(quoted string, offset int, b *budget.Budget) (string, *Error) {
	v, err := python.ParseJSONWithin(quoted, b)
	if errors.Is(err, python.ErrTooExpensive) {
		return "", tooExpensive(b, "a text", offset)
	}
	if err != nil {
		return "", syntaxError(err, offset)
	}
	text, _ := v.Text()
	return text, nil
}

// syntaxError converts an error of the JSON reader, with its offset in the body.
func syntaxError(err error, offset int) *Error {
	out := &Error{Kind: Syntax, Offset: offset, Message: err.Error()}
	if syntax, ok := errors.AsType[*python.SyntaxError](err); ok {
		out.Offset, out.Message = offset+syntax.Offset, syntax.Message
		if syntax.Message == python.TooDeep {
			out.Kind = TooDeep
		}
	}
	return out
}

// textOrNull reads a string into dst; null empties it.
func (s *scanner) textOrNull(dst *string, field string) *Error {
	*dst = ""
	if s.next() == '"' {
		text, err := s.str()
		*dst = text
		return err.in(field)
	}
	if s.word("null") {
		return nil
	}
	return s.wrongType(field, field+" must be a string or null")
}

// textList reads a list of strings into dst. A null in it is dropped, and null
// instead of the list empties dst.
func (s *scanner) textList(dst *[]string, field string) *Error {
	*dst = (*dst)[:0]
	if s.word("null") {
		return nil
	}
	if s.next() != '[' {
		return s.wrongType(field, field+" must be a list of strings")
	}
	item := "an item of " + field
	return s.array(func() *Error {
		var text string
		offset := s.offset()
		if err := s.textOrNull(&text, item); err != nil {
			return err
		}
		if text == "" {
			return nil
		}
		switch n := len(*dst); {
		case n == MaxIDs:
			return &Error{Kind: TooExpensive, Reason: budget.Memory, Offset: offset, Field: field, Message: fmt.Sprintf("%s has more than %d items", field, MaxIDs)}
		case n == cap(*dst) && !s.budget.Hold(max(2*n, 1)*int(unsafe.Sizeof(""))):
			return tooExpensive(s.budget, field, offset).in(field)
		}
		*dst = append(*dst, text)
		return nil
	})
}

// MaxIDs is how many ids a request may have: each eligible variation looks for its own
// among them.
const MaxIDs = 10_000

// lazyObject skips an object and keeps its text; null is an empty object.
func (s *scanner) lazyObject(dst *Object, field string) *Error {
	dst.clear()
	if s.word("null") {
		return nil
	}
	if s.next() != '{' {
		return s.wrongType(field, field+" must be an object")
	}
	start, offset := s.pos, s.offset()
	if err := s.pass(); err != nil {
		return err.in(field)
	}
	dst.set(s.text[start:s.pos], offset, field)
	dst.budget = s.budget
	return nil
}

// wrongType returns the error of a value of the wrong type, or the syntax error
// if there is no value at all.
func (s *scanner) wrongType(field, message string) *Error {
	offset := s.offset()
	if err := s.skip(); err != nil {
		return err.in(field)
	}
	return &Error{Kind: WrongType, Offset: offset, Field: field, Message: message}
}
