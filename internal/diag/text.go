package diag

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// maxSource is how much of a long line is shown around the caret.
const maxSource = 100

// WriteText writes the list for a terminal: a line with place, severity,
// message and code; the source line with a caret below the column; the hint.
func (l List) WriteText(w io.Writer) error {
	for _, d := range l {
		if _, err := io.WriteString(w, d.Text()); err != nil {
			return err
		}
	}
	return nil
}

// Text returns one diagnostic as [List.WriteText] writes it, with a line break
// at its end.
func (d Diagnostic) Text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n", d)
	if strings.TrimSpace(d.Source) != "" {
		source, column := window(d.Source, d.Column)
		gutter := fmt.Sprintf("%5d", d.Line)
		fmt.Fprintf(&b, "%s | %s\n", gutter, source)
		if column > 0 {
			fmt.Fprintf(&b, "%s | %s^\n", strings.Repeat(" ", len(gutter)), caretIndent(source, column))
		}
	}
	if d.Related != nil {
		fmt.Fprintf(&b, "      = %s: %s\n", d.Related.Position, d.Related.Message)
	}
	if d.Hint != "" {
		fmt.Fprintf(&b, "      = %s\n", d.Hint)
	}
	return b.String()
}

// window cuts a long line around the column.
func window(source string, column int) (string, int) {
	runes := []rune(strings.TrimRight(source, " \t\r"))
	if len(runes) <= maxSource {
		return string(runes), column
	}
	start := max(0, min(column-1-maxSource/2, len(runes)-maxSource))
	end := min(len(runes), start+maxSource)
	cut := string(runes[start:end])
	if start > 0 {
		cut, column = "…"+cut, column-start+1
	}
	if end < len(runes) {
		cut += "…"
	}
	return cut, column
}

// caretIndent returns blanks as wide as the part of the line before column.
func caretIndent(source string, column int) string {
	var b strings.Builder
	for _, r := range source {
		if column--; column <= 0 {
			break
		}
		switch {
		case r == '\t':
			b.WriteByte('\t')
		case isWide(r):
			b.WriteString("  ")
		case !isCombining(r):
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// isWide reports the characters that terminals show two columns wide: East
// Asian scripts and emoji, in coarse ranges.
func isWide(r rune) bool {
	return 0x1100 <= r && r <= 0x115f || 0x2e80 <= r && r <= 0xa4cf || 0xac00 <= r && r <= 0xd7a3 ||
		0xf900 <= r && r <= 0xfaff || 0xfe30 <= r && r <= 0xfe4f || 0xff00 <= r && r <= 0xff60 ||
		0x1f300 <= r && r <= 0x1faff || 0x20000 <= r && r <= 0x3fffd
}

// isCombining reports the characters that take no column of their own.
func isCombining(r rune) bool {
	return 0x300 <= r && r <= 0x36f || r == 0x200b || r == 0x200d || 0xfe00 <= r && r <= 0xfe0f || r == utf8.RuneError
}
