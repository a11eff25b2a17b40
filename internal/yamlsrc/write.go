package yamlsrc

import (
	"fmt"
	"strings"

	"nlgserver/internal/python"
)

// WriteText returns the source of a string on one line: in the style that is wanted
// if it can hold the string, else in quotes. inFlow says that it will be between [ ]
// or { }. It reads back as the same string, whatever the string looks like. A
// [Literal] or [Folded] style is written by [WriteBlock].
func WriteText(text string, want Style, inFlow bool) string {
	switch {
	case want == Plain && canBePlain(text, inFlow):
		return text
	case want == SingleQuoted && fitsSingleQuotes(text):
		return inSingleQuotes(text)
	case want != DoubleQuoted && strings.ContainsAny(text, `"\`) && fitsSingleQuotes(text):
		return inSingleQuotes(text)
	default:
		return inDoubleQuotes(text)
	}
}

func inSingleQuotes(text string) string {
	return "'" + strings.ReplaceAll(text, "'", "''") + "'"
}

// inDoubleQuotes escapes the characters that YAML would fold or reject.
func inDoubleQuotes(text string) string {
	var b strings.Builder
	b.WriteByte('"')
	for i := 0; i < len(text); {
		r, size := python.DecodeRune(text[i:])
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case r == '\r':
			b.WriteString(`\r`)
		case isUnwritable(r):
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteString(text[i : i+size])
		}
		i += size
	}
	b.WriteByte('"')
	return b.String()
}

// isUnwritable reports whether a character must be escaped: YAML rejects it, breaks
// the line at it, or takes it for a byte order mark.
func isUnwritable(r rune) bool {
	return r < ' ' || 0x7f <= r && r < 0xa0 || r == 0x2028 || r == 0x2029 || r == 0xfeff || r == 0xfffe || r == 0xffff || python.IsSurrogate(r)
}

func hasUnwritable(text string) bool {
	for i := 0; i < len(text); {
		r, size := python.DecodeRune(text[i:])
		if isUnwritable(r) {
			return true
		}
		i += size
	}
	return false
}

// fitsSingleQuotes reports whether single quotes, which have no escapes, can hold a
// text on one line.
func fitsSingleQuotes(text string) bool { return !hasUnwritable(text) }

// canBePlain reports whether a text may stand without quotes, in YAML 1.2 as well as
// in YAML 1.1, in which yes is a boolean and 1:30 a number.
func canBePlain(text string, inFlow bool) bool {
	switch {
	case text == "" || hasUnwritable(text) || text != strings.Trim(text, " \u00a0"):
		return false
	case strings.Contains(text, ": ") || strings.HasSuffix(text, ":") || strings.Contains(text, " #"):
		return false
	case strings.Contains(text, "${") || strings.Contains(text, ":\u00a0"):
		return false
	case strings.IndexByte(",[]{}#&*!|>'\"%@`", text[0]) >= 0:
		return false
	case strings.IndexByte("-?:", text[0]) >= 0:
		return false // even where YAML would read it: authors would not
	case strings.HasPrefix(text, "..."):
		return false
	case inFlow && strings.ContainsAny(text, ",[]{}:?"):
		return false
	}
	return !looksTyped(text)
}

// looksTyped reports whether some reader of YAML would take an unquoted text for a
// value of another type.
func looksTyped(text string) bool {
	switch strings.ToLower(text) {
	case "~", "null", "true", "false", "yes", "no", "on", "off", "y", "n", "=", "<<", ".nan":
		return true
	}
	if value, problem := resolvePlain(text); value.Kind() != python.KindStr || problem != "" {
		return true
	}
	// Numbers, dates, times.
	return strings.IndexByte("+.0123456789", text[0]) >= 0 && strings.Trim(text, "+-.:_0123456789abcdefoxABCDEFOXTZtz ") == ""
}

// WriteBlock returns a string as lines below | (or, folded, >), without the
// indicators, and the indicator of how it ends: "-" for no line break at the end, ""
// for one. ok is false if such a block cannot hold the string. Lines are indented by
// spaces; a folded line is broken at the width, counted in characters.
func WriteBlock(text string, folded bool, indent, width int, newline string) (lines, end string, ok bool) {
	body, hasBreak := strings.CutSuffix(text, "\n")
	if !hasBreak {
		end = "-"
	}
	if strings.Trim(body, " \n") == "" || strings.HasSuffix(body, "\n") || body[0] == '\n' || body[0] == ' ' || body[0] == '\t' || strings.Contains(body, "\n\t") {
		return "", "", false
	}
	var b strings.Builder
	for line := range strings.SplitSeq(body, "\n") {
		if hasUnwritable(strings.ReplaceAll(line, "\t", "")) || line != "" && strings.Trim(line, " \t") == "" {
			return "", "", false
		}
		if folded && line != "" && (isBlank(line[0]) || isBlank(line[len(line)-1])) {
			return "", "", false
		}
		if b.Len() > 0 {
			b.WriteString(newline)
		}
		if line == "" {
			continue
		}
		if folded && b.Len() > 0 {
			b.WriteString(newline) // a single line break would be a space
		}
		writeIndented(&b, line, folded, indent, width, newline)
	}
	return b.String(), end, true
}

func writeIndented(b *strings.Builder, line string, folded bool, indent, width int, newline string) {
	margin := strings.Repeat(" ", indent)
	b.WriteString(margin)
	if !folded || width <= 0 {
		b.WriteString(line)
		return
	}
	column := 0
	for i, word := range strings.Split(line, " ") {
		size := python.RuneCount(word)
		switch {
		case i == 0:
		case column+1+size > width && canBreakAt(line, word):
			b.WriteString(newline + margin)
			column = 0
		default:
			b.WriteByte(' ')
			column++
		}
		b.WriteString(word)
		column += size
	}
}

// canBreakAt reports whether a folded line may be broken before a word: lines that
// start or end with a blank are not folded.
func canBreakAt(line, word string) bool {
	return word != "" && !strings.Contains(line, "  ") && strings.IndexByte(word, '\t') < 0
}
