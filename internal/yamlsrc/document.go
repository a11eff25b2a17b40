package yamlsrc

import (
	"bytes"
	"sort"
	"strings"
	"unicode/utf8"

	"nlgserver/internal/diag"
)

// Document is the content of a YAML file. It is immutable.
type Document struct {
	// Root is the content; nil if the file is empty or holds only comments.
	Root *Node

	name  string
	text  string // without a byte order mark
	lines []int  // the offset at which each line starts
	runes []int  // how many characters are before each block of the text; only if a line is long
	// origins are the places of the aliases; see [Node.Origin].
	origins map[*Node]place
}

func newDocument(name string, data []byte) *Document {
	d := &Document{name: name, text: string(data), lines: lineStarts(data)}
	for i, start := range d.lines {
		end := len(d.text)
		if i+1 < len(d.lines) {
			end = d.lines[i+1]
		}
		if end-start > longLine {
			d.runes = countRunes(d.text)
			break
		}
	}
	return d
}

// lineStarts finds the lines as an editor shows them. YAML 1.1 breaks lines at
// three more characters, which editors do not count; see cursor.
func lineStarts(data []byte) []int {
	lines := make([]int, 1, 1+bytes.Count(data, []byte("\n"))+bytes.Count(data, []byte("\r")))
	for i, c := range data {
		if c == '\n' || c == '\r' && (i+1 == len(data) || data[i+1] != '\n') {
			lines = append(lines, i+1)
		}
	}
	return lines
}

// Diagnose returns a diagnostic at a line and column of this document, with the
// text of the line. A line or column of 0 means unknown.
func (d *Document) Diagnose(line, column int, sev diag.Severity, code diag.Code, message, hint string) diag.Diagnostic {
	return diag.Diagnostic{
		Position: diag.Position{File: d.name, Line: line, Column: column},
		Severity: sev,
		Code:     code,
		Message:  brief(message),
		Hint:     brief(hint),
		Source:   d.sourceLine(line),
	}
}

// maxMessage bounds, in bytes, a message and a hint, which may repeat a name or a
// value: a thousand of them could each repeat one of megabytes.
const maxMessage = 2 << 10

// brief leaves out the middle of a message that is too long to read.
func brief(message string) string {
	if len(message) <= maxMessage {
		return message
	}
	const part = maxMessage/2 - len("…")
	head, tail := message[:part], message[len(message)-part:]
	return strings.ToValidUTF8(head, "") + "…" + strings.ToValidUTF8(tail, "")
}

// Position returns the position of a node.
func (d *Document) Position(n *Node) diag.Position {
	return diag.Position{File: d.name, Line: n.Line, Column: n.Column}
}

// errorAt returns an error at a byte offset.
func (d *Document) errorAt(offset int, code diag.Code, message, hint string) diag.Diagnostic {
	line, column := d.place(offset)
	return d.Diagnose(line, column, diag.Error, code, message, hint)
}

// place returns the line and column of a byte offset.
func (d *Document) place(offset int) (line, column int) {
	offset = min(offset, len(d.text))
	line = sort.Search(len(d.lines), func(i int) bool { return d.lines[i] > offset })
	start := d.lines[line-1]
	if offset-start > longLine {
		return line, d.runesBefore(offset) - d.runesBefore(start) + 1
	}
	return line, utf8.RuneCountInString(d.text[start:offset]) + 1
}

// StartOfLine returns the text from the start of the line to an offset.
func (d *Document) StartOfLine(offset int) string {
	offset = min(offset, len(d.text))
	return d.text[d.lineStart(offset):offset]
}

// lineStart returns the offset at which the line of an offset starts.
func (d *Document) lineStart(offset int) int {
	return d.lines[sort.Search(len(d.lines), func(i int) bool { return d.lines[i] > offset })-1]
}

// maxSourceLine is the length, in bytes, of the longest line that diagnostics show:
// otherwise a hundred of them could each repeat a line of megabytes.
const maxSourceLine = 4 << 10

// sourceLine returns the text of a line without its break. It is a copy, so
// that a diagnostic does not keep the whole file in memory.
func (d *Document) sourceLine(line int) string {
	if line < 1 || line > len(d.lines) {
		return ""
	}
	end := len(d.text)
	if line < len(d.lines) {
		end = d.lines[line]
	}
	text := strings.TrimRight(d.text[d.lines[line-1]:end], "\r\n")
	if len(text) > maxSourceLine {
		return ""
	}
	return strings.Clone(text)
}

// RestOfLine returns the text from an offset to the end of its line.
func (d *Document) RestOfLine(offset int) string {
	rest := d.text[min(offset, len(d.text)):]
	return rest[:lineLength(rest)]
}

// PositionAt returns the position of a byte offset.
func (d *Document) PositionAt(offset int) diag.Position {
	line, column := d.place(offset)
	return diag.Position{File: d.name, Line: line, Column: column}
}
