package nlg

import (
	"unsafe"

	"nlgserver/internal/python"
)

// reply is a compiled message: pieces of JSON, with the texts that are filled for
// each request between them. A reply without variables is the last piece alone.
type reply struct {
	segments []segment
	last     string
	// problems are those known at load: texts that can never be filled.
	problems []Problem
	// size is the length of the JSON without the filled texts.
	size int
	// of is the response that the reply is of.
	of *response
}

// roomForTexts is the usual size of the filled texts of a message, in bytes.
const roomForTexts = 128

// segment is a piece of constant JSON, followed by a text to fill.
type segment struct {
	json string
	text text
	// path is where the text is in the message, such as buttons[0].title.
	path string
	// at is where it is in the file of the response.
	at place
}

// place is a position in a file that is known, such as that of the response: large content has
// a hundred thousand.
type place struct{ line, column int32 }

func placeOf(p Position) place { return place{int32(p.Line), int32(p.Column)} }

func (p place) in(file string) Position {
	return Position{File: file, Line: int(p.line), Column: int(p.column)}
}

// append appends the message to m.JSON and its problems to m.Problems. It reports
// whether the budget has the memory for it.
func (r *reply) append(m *Message, vars *variables) bool {
	b := vars.Budget
	m.Problems = append(m.Problems, r.problems...)
	if cap(m.JSON) == 0 {
		// With room for the texts, a new message needs few allocations.
		if !b.Hold(r.size + roomForTexts) {
			return false
		}
		m.JSON = make([]byte, 0, r.size+roomForTexts)
	}
	if cap(m.scratch) == 0 && len(r.segments) > 0 {
		m.scratch = make([]byte, 0, roomForTexts)
	}
	for i := range r.segments {
		s := &r.segments[i]
		if len(s.json) > cap(m.JSON)-len(m.JSON) && !m.grow(len(s.json), b) {
			return false
		}
		m.JSON = append(m.JSON, s.json...)
		filled, problem := s.text.append(m.scratch[:0], vars)
		if problem == nil && b != nil && !payForJSON(filled, b) {
			filled, problem = append(filled[:0], s.text.source()...), &Problem{Kind: Limited, Message: noWork}
		}
		m.scratch = filled
		if problem != nil {
			found := *problem
			found.Path, found.Position = s.path, s.at.in(r.of.position.File)
			m.Problems = append(m.Problems, found)
		}
		// The text is copied before scratch is used again.
		text := unsafe.String(unsafe.SliceData(filled), len(filled))
		if b != nil {
			if b.Reason().Refuses() {
				return false
			}
			if most := longestEscape*len(text) + 2; most > cap(m.JSON)-len(m.JSON) && !m.grow(python.JSONSize(text), b) {
				return false
			}
		}
		m.JSON = python.AppendJSONString(m.JSON, text)
	}
	if len(r.last) > cap(m.JSON)-len(m.JSON) && !m.grow(len(r.last), b) {
		return false
	}
	m.JSON = append(m.JSON, r.last...)
	return true
}

// noWork is the problem with a text that is filled, but too much for the reply.
const noWork = "the reply takes more work than one request may do"

const (
	// copiedPerUnit is how many bytes are copied for a unit of work.
	copiedPerUnit = 32
	// longText is the length in bytes from which it counts how much longer a text
	// becomes in JSON.
	longText = 4096
)

// payForJSON pays for copying a text into the reply.
func payForJSON(text []byte, b *Budget) bool {
	size := len(text)
	if size > longText && b != nil {
		size = python.JSONSize(unsafe.String(unsafe.SliceData(text), size))
	}
	return b.Spend(size / copiedPerUnit)
}

// longestEscape is what a byte becomes in JSON at most, as in \u0000.
const longestEscape = 6

// grow makes room for that many more bytes of the reply.
func (m *Message) grow(bytes int, b *Budget) (ok bool) {
	if bytes <= cap(m.JSON)-len(m.JSON) || b == nil {
		return true
	}
	m.JSON, ok = b.Grow(m.JSON, bytes)
	return ok
}
