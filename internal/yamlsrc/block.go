package yamlsrc

import (
	"strings"

	"nlgserver/internal/diag"
)

// EmptyBlock reports whether a node is | or > without text, and says how to mend
// it: most often the lines below are not indented.
func (d *Document) EmptyBlock(n *Node) (hint string, ok bool) {
	if text, isText := n.Value.Text(); n.Kind != Scalar || !isText || text != "" || n.Style != Literal && n.Style != Folded {
		return "", false
	}
	line := lineStart(d.text, n.offset)
	column := skipDashes(d.text, line) - line
	below := nextLine(d.text, n.offset)
	at := skipSpaces(d.text, below)
	if at-below == column && at < len(d.text) && !isBreak(d.text[at]) && !strings.HasPrefix(d.text[at:], "- ") {
		return "indent the text by " + spaces(column+2), true
	}
	return "write the text below, indented further, or " + diag.InBackticks(`""`) + " for an empty text", true
}
