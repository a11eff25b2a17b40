package channels

import (
	"strings"
	"unicode"
)

// columns counts the columns of a terminal that a text takes.
func columns(s string) int {
	n := 0
	for _, r := range s {
		n += columnsOf(r)
	}
	return n
}

// columnsOf counts the columns of one character: none for a mark on the one
// before, two for East Asian characters and emoji.
func columnsOf(r rune) int {
	switch {
	case r < 0x20 || r == 0x7f || r == 0x200d || unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	case r >= 0x1100 && r <= 0x115f, r >= 0x2e80 && r <= 0x303e, r >= 0x3041 && r <= 0xa4cf, r >= 0xac00 && r <= 0xd7a3,
		r >= 0xf900 && r <= 0xfaff, r >= 0xfe30 && r <= 0xfe6f, r >= 0xff00 && r <= 0xff60, r >= 0xffe0 && r <= 0xffe6,
		r >= 0x1f300 && r <= 0x1faff, r >= 0x20000 && r <= 0x3fffd:
		return 2
	default:
		return 1
	}
}

// wrap breaks a text into lines of at most width columns, between words where
// it can.
func wrap(text string, width int) []string {
	var lines []string
	for paragraph := range strings.SplitSeq(printable(text), "\n") {
		lines = append(lines, wrapLine(paragraph, width)...)
	}
	return lines
}

func wrapLine(text string, width int) []string {
	var lines []string
	for columns(text) > width {
		end := fitting(text, width)
		if space := strings.LastIndexByte(text[:end], ' '); space > 0 && text[end] != ' ' {
			end = space
		}
		lines = append(lines, strings.TrimRight(text[:end], " "))
		text = strings.TrimLeft(text[end:], " ")
	}
	return append(lines, text)
}

// fitting returns how many bytes of a text fit into width columns, at least
// one character.
func fitting(text string, width int) int {
	n := 0
	for i, r := range text {
		if n += columnsOf(r); n > width && i > 0 {
			return i
		}
	}
	return len(text)
}

// printable spells what would move a terminal's cursor.
func printable(text string) string {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\t", "    ")
	return strings.Map(func(r rune) rune {
		if r != '\n' && unicode.IsControl(r) {
			return '\ufffd'
		}
		return r
	}, text)
}
