package yamlsrc

import "unicode/utf8"

// cursor translates the positions of yaml.v3 into byte offsets, lines and columns.
// It only moves forward, so that a file is read once: nodes come in the order of
// the file.
//
// The two disagree on lines: YAML 1.1, and so yaml.v3, also breaks lines at
// U+0085, U+2028 and U+2029.
type cursor struct {
	text         string
	offset       int
	line, column int // as yaml.v3 counts
	trueLine     int // as editors count
	trueColumn   int
	steps        int // characters read so far, also those read again
}

func newCursor(text string) cursor {
	return cursor{text: text, line: 1, column: 1, trueLine: 1, trueColumn: 1}
}

// moveTo moves to a position of yaml.v3, or to the end of the text.
func (c *cursor) moveTo(line, column int) {
	if line < c.line || line == c.line && column < c.column {
		steps := c.steps
		*c = newCursor(c.text)
		c.steps = steps
	}
	from := c.offset
	for c.offset < len(c.text) && (c.line < line || c.line == line && c.column < column) {
		c.step()
	}
	c.steps += c.offset - from
}

// moveToOffset moves forward to a byte offset.
func (c *cursor) moveToOffset(offset int) {
	for c.offset < min(offset, len(c.text)) {
		c.step()
	}
}

// step moves by one character, or one CR LF.
func (c *cursor) step() {
	b := c.text[c.offset]
	if b < utf8.RuneSelf && b != '\n' && b != '\r' {
		c.offset++
		c.column++
		c.trueColumn++
		return
	}
	r, size := utf8.DecodeRuneInString(c.text[c.offset:])
	c.offset += size
	if r == '\r' && c.offset < len(c.text) && c.text[c.offset] == '\n' {
		c.offset++
	}
	switch r {
	case '\n', '\r':
		c.line, c.column = c.line+1, 1
		c.trueLine, c.trueColumn = c.trueLine+1, 1
	case 0x85, 0x2028, 0x2029:
		c.line, c.column = c.line+1, 1
		c.trueColumn++
	default:
		c.column++
		c.trueColumn++
	}
}
