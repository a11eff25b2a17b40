package diag

import (
	"fmt"
	"io"
	"strings"

	"nlgserver/internal/width"
)

// maxSource is how many columns of a long line are shown around the caret.
const maxSource = 100

// WriteText writes the list for a terminal: a line with position, severity,
// message and code; the source line with a caret below the column; the hint.
func (l List) WriteText(w io.Writer) error { return WritePainted(w, l, nil) }

// Part is a part of a diagnostic that a terminal may emphasize.
type Part uint8

// The parts.
const (
	PartPosition Part = iota
	// PartWarning and PartError are the severity, and the caret.
	PartWarning
	PartError
	PartCode
	// PartGutter is the margin of the source line and of the hint.
	PartGutter
)

// Paint emphasizes a part, as with a terminal's colors. It must not change the
// width of the text.
type Paint func(part Part, text string) string

// WritePainted writes a list as [List.WriteText] does, with emphasis; nil leaves the
// text plain.
func WritePainted(w io.Writer, list List, paint Paint) error {
	for _, d := range list {
		if _, err := io.WriteString(w, d.text(paint)); err != nil {
			return err
		}
	}
	return nil
}

// Text returns one diagnostic as [List.WriteText] writes it, with a line break
// at its end.
func (d Diagnostic) Text() string { return d.text(nil) }

func (d Diagnostic) text(paint Paint) string {
	if paint == nil {
		paint = func(_ Part, text string) string { return text }
	}
	severity := PartError
	if d.Severity == Warning {
		severity = PartWarning
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s: %s %s\n", paint(PartPosition, d.Position.String()), paint(severity, d.Severity.String()), d.summary(), paint(PartCode, "["+string(d.Code)+"]"))
	if strings.TrimSpace(d.Source) != "" {
		before, after := window(d.Source, d.Column)
		gutter := fmt.Sprintf("%5d", d.Line)
		fmt.Fprintf(&b, "%s %s%s\n", paint(PartGutter, gutter+" |"), before, after)
		if d.Column > 0 {
			fmt.Fprintf(&b, "%s %s%s\n", paint(PartGutter, strings.Repeat(" ", len(gutter))+" |"), blanks(before), paint(severity, "^"))
		}
	}
	if d.Related != nil {
		fmt.Fprintf(&b, "      %s %s: %s\n", paint(PartGutter, "="), d.Related.Position, d.Related.Message)
	}
	if places := d.examples(); places != "" {
		fmt.Fprintf(&b, "      %s %s\n", paint(PartGutter, "="), places)
	}
	if d.Hint != "" {
		fmt.Fprintf(&b, "      %s %s\n", paint(PartGutter, "="), d.Hint)
	}
	return b.String()
}

// window splits a line before the column, and shortens both parts of a long
// one.
func window(source string, column int) (before, after string) {
	source = strings.TrimRight(source, " \t\r")
	before, after = splitAt(source, column-1)
	if width.Of(source) <= maxSource {
		return before, after
	}
	left := width.Tail(before, max(maxSource/2, maxSource-width.Of(after)))
	right := width.Head(after, maxSource-width.Of(left))
	if left != before {
		left = "…" + left
	}
	if right != after {
		right += "…"
	}
	return left, right
}

// splitAt splits a string after a number of characters.
func splitAt(text string, characters int) (before, after string) {
	for i := range text {
		if characters--; characters < 0 {
			return text[:i], text[i:]
		}
	}
	return text, ""
}

// blanks returns white space as wide as a string. A tab stays one, because its
// width depends on the terminal.
func blanks(text string) string {
	var b strings.Builder
	for part := range strings.SplitAfterSeq(text, "\t") {
		b.WriteString(strings.Repeat(" ", width.Of(part)))
		if strings.HasSuffix(part, "\t") {
			b.WriteByte('\t')
		}
	}
	return b.String()
}
