package document

import (
	"strings"

	"nlgserver/internal/diag"
)

// EndPosition returns the position after the last character of the value.
func (v Value) EndPosition() diag.Position { return v.doc.PositionAt(v.End()) }

// CommentAbove returns the lines of comments directly above the line that the value
// starts, as written. A line that is indented further than the value belongs to what is
// above.
func (v Value) CommentAbove() []string {
	if v.node == nil {
		return nil
	}
	text := v.doc.Text()
	before := v.doc.StartOfLine(v.Start())
	if strings.Trim(before, " \t-") != "" {
		return nil
	}
	start, column := v.Start()-len(before), len(before)
	var lines []string
	for start > 0 {
		end := start
		start = len(strings.TrimRight(text[:end], "\r\n"))
		if len(strings.ReplaceAll(text[start:end], "\r\n", "\n")) > 1 {
			break // an empty line
		}
		line := v.doc.StartOfLine(start)
		start -= len(line)
		comment := strings.TrimLeft(line, " \t")
		if !strings.HasPrefix(comment, "#") || len(line)-len(comment) > column {
			break
		}
		lines = append(lines, comment)
	}
	for i, j := 0, len(lines)-1; i < j; i, j = i+1, j-1 {
		lines[i], lines[j] = lines[j], lines[i]
	}
	return lines
}

// CommentBehind returns the comment behind the value on its last line, or, behind a
// key, the one that is there instead of a value. That of a block is behind its sign.
// It is empty if there is none.
func (v Value) CommentBehind() string {
	if v.node == nil {
		return ""
	}
	rest := v.doc.RestOfLine(v.End())
	if v.IsBlock() {
		rest = strings.TrimLeft(v.doc.RestOfLine(v.Start()), "|>+-0123456789")
	}
	comment := strings.TrimLeft(rest, " \t:,]}")
	if before := rest[:len(rest)-len(comment)]; !strings.HasPrefix(comment, "#") || !strings.HasSuffix(before, " ") && !strings.HasSuffix(before, "\t") {
		return ""
	}
	return strings.TrimRight(comment, " \t")
}
