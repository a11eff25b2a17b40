package wire

import (
	"errors"
	"io"
	"math"
	"strings"
	"unsafe"

	"nlgserver/internal/budget"
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
	// last is the list whose last item stays in the window while the list is skipped.
	last lastItem
	// tail is how many bytes before pos stay in the window while a value is skipped.
	tail int
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
const lookEvery = 512 << 10

// MaxDepth is how deep a body may nest by default.
const MaxDepth = 10_000

// begin makes the scanner of a body. It is filled in place, for copying it would take as
// long as scanning a few fields.
func (s *scanner) begin(window []byte, source Source, maxDepth int, b *budget.Budget) {
	s.source, s.forget, s.room, s.budget = source, -1, int64(maxDepth), b
	if maxDepth <= 0 {
		s.room = MaxDepth
	}
	s.see(window)
}

// again makes the scanner of a value that was skipped before: its depth was checked, and
// its brackets match. It pays for the length of the text.
func (s *scanner) again(text string, b *budget.Budget) {
	s.whole, s.forget, s.room, s.budget = text, -1, math.MaxInt64, b
	s.text = text[:min(len(text), lookEvery)]
	if s.owed = len(text) / bytesPerNanosecond; s.owed >= payFrom {
		s.settle()
	}
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
		s.drop()
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

// drop makes the window forget what was skipped.
func (s *scanner) drop() {
	if s.tail > 0 && s.pos-s.forget <= 2*s.tail {
		return // moving the tail for each piece that arrives would take long
	}
	keep := max(s.pos-s.tail, s.forget)
	if s.last.isKept {
		s.findLast(s.pos)
		if keep = min(keep, s.last.start); s.tail > 0 {
			keep = max(min(keep, s.last.start-1), s.forget) // with its comma
		}
	}
	rest := copy(s.window[s.forget:], s.window[keep:])
	s.window = s.window[:s.forget+rest]
	gone := keep - s.forget
	s.dropped += gone
	s.pos -= gone
	s.last.start -= gone
	s.last.seen -= gone
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
		text, pos := s.text, s.pos
		for pos+8 <= len(text) && load64(text[pos:]) == ' '*everyByte {
			pos += 8
		}
		for pos < len(text) && (text[pos] == ' ' || text[pos] == '\n' || text[pos] == '\t' || text[pos] == '\r') {
			pos++
		}
		if s.pos = pos; pos < len(text) || !s.more() {
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

// object calls field for every key of an object; field must consume the value. It
// pays for the keys, as array does for the items. The next byte is the opening brace.
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
		if !s.work(itemCost) {
			return s.fail(Syntax, "")
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
		if !s.work(itemCost) {
			return s.fail(Syntax, "")
		}
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
