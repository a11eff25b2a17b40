package yamlsrc

import (
	"iter"
	"unicode/utf8"
)

// piece is a part of a scalar's text and its offset in the file. A verbatim piece
// is in the file byte by byte; for an escape, a line break or a fold, the offset is
// its start.
type piece struct {
	offset   int
	text     string
	verbatim bool
}

// Locate maps a byte offset in a scalar's text to its position in the file: exact
// in plain, quoted and block text. If the file does not contain the text, as after
// a ${VAR}, it returns the node's own position. The offset may be the length of the
// text.
func (d *Document) Locate(n *Node, offset int) (line, column int) {
	text, ok := n.Value.Text()
	if n.Kind != Scalar || !ok || n.expanded || text == "" || offset < 0 || offset > len(text) {
		return n.Line, n.Column
	}
	if offset == len(text) {
		_, size := utf8.DecodeLastRuneInString(text)
		line, column = d.locate(n, text, offset-size)
		if text[offset-1] != '\n' {
			column++
		}
		return line, column
	}
	return d.locate(n, text, offset)
}

func (d *Document) locate(n *Node, text string, offset int) (line, column int) {
	for p := range d.pieces(n, text) {
		if offset >= len(p.text) {
			offset -= len(p.text)
			continue
		}
		if p.verbatim {
			return d.place(p.offset + offset)
		}
		return d.place(p.offset)
	}
	return n.Line, n.Column
}

// pieces yields the parts of a scalar's text with their offsets in the file. It
// may continue after the end of the text.
func (d *Document) pieces(n *Node, text string) iter.Seq[piece] {
	switch n.Style {
	case Literal, Folded:
		return blockPieces(d.text, n.offset, text, n.Style == Folded)
	case SingleQuoted, DoubleQuoted:
		return flowPieces(d.text, n.offset+1, n.Style)
	default:
		return flowPieces(d.text, n.offset, n.Style)
	}
}
