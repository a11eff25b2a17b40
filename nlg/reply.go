package nlg

import (
	"unsafe"

	"nlgserver/internal/python"
)

// reply is a compiled message: pieces of JSON, with the texts that are filled for
// each request between them. A reply without variables is a single piece.
type reply struct {
	segments []segment
	// problems are those known at load: texts that can never be filled.
	problems []Problem
	// size is the length of the JSON without the filled texts.
	size int
}

// roomForTexts is the usual size of the filled texts of a message, in bytes.
const roomForTexts = 128

// segment is a piece of constant JSON, followed by a text to fill, if any.
type segment struct {
	json string
	text text
	// path is where the text is in the message, such as buttons[0].title.
	path     string
	position Position
}

// append appends the message to m.JSON and its problems to m.Problems. If the
// request's budget refuses the memory, the message is not complete.
func (r *reply) append(m *Message, vars *variables) {
	m.Problems = append(m.Problems, r.problems...)
	// With room for the texts, a new message needs few allocations.
	if !m.room(vars.Budget, r.size+roomForTexts) {
		return
	}
	if cap(m.scratch) == 0 && len(r.segments) > 1 {
		m.scratch = make([]byte, 0, roomForTexts)
	}
	for i := range r.segments {
		s := &r.segments[i]
		m.JSON = append(m.JSON, s.json...)
		if s.text == nil {
			continue
		}
		filled, problem := s.text.append(m.scratch[:0], vars)
		m.scratch = filled
		if problem != nil {
			found := *problem
			found.Path, found.Position = s.path, s.position
			m.Problems = append(m.Problems, found)
		}
		if len(filled) > longText && !m.room(vars.Budget, sizeAsJSON(filled)) {
			return
		}
		// The text is copied before scratch is used again.
		m.JSON = python.AppendJSONString(m.JSON, unsafe.String(unsafe.SliceData(filled), len(filled)))
	}
}

// longText is the size from which room is made for a text before it is appended.
const longText = 1 << 10

// room makes room for that many more bytes of JSON; false if the budget refuses
// them.
func (m *Message) room(pays *Budget, bytes int) bool {
	if cap(m.JSON)-len(m.JSON) >= bytes {
		return true
	}
	size := max(2*cap(m.JSON), len(m.JSON)+bytes)
	if !pays.Hold(size) {
		return false
	}
	m.JSON = append(make([]byte, 0, size), m.JSON...)
	return true
}

// sizeAsJSON returns how long a text is as a JSON string.
func sizeAsJSON(text []byte) int {
	size := len(text) + len(`""`)
	for _, c := range text {
		switch {
		case c == '"', c == '\\':
			size++
		case c < ' ', c == 0xED: // which half a surrogate pair begins with
			size += len(`\u0000`) - 1
		}
	}
	return size
}
