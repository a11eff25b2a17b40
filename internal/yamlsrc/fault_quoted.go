package yamlsrc

import "strings"

// quoted reads quoted text, which may span lines.
func (f *finder) quoted(start int) (end int, ok bool) {
	quote := f.src[start]
	for i := start + 1; i < len(f.src); {
		switch c := f.src[i]; {
		case c == quote && quote == '\'' && f.at(i+1) == '\'':
			i += 2
		case c == quote:
			return i + 1, true
		case c == '\\' && quote == '"':
			_, size := unescape(f.src[i:])
			if size == 0 {
				f.badEscape(i)
				return i, false
			}
			i += size
		case isBreak(c):
			i = skipBreak(f.src, i)
			if f.isMarkerAt(i) {
				f.unclosedQuote(start)
				return i, false
			}
		default:
			i++
		}
	}
	f.unclosedQuote(start)
	return len(f.src), false
}

func (f *finder) unclosedQuote(start int) {
	quote := f.src[start : start+1]
	hint := "write " + quote + " at the end of the text"
	next := nextLine(f.src, start)
	if at := skipSpaces(f.src, next); f.startsValue(start) && (at == len(f.src) || f.looksLikeEntry(at) || f.isMarkerAt(next)) {
		hint = "write " + f.withKey(f.untilComment(start)+quote)
	}
	f.found(start, "this quote is never closed", hint)
}

// badEscape explains an unknown escape.
func (f *finder) badEscape(i int) {
	message, hint := explainEscape(f.src[i:min(i+10, len(f.src))])
	f.found(i, message, hint)
}

// afterQuote explains text after a closing quote. If the quotes span a line that
// looks like an entry, the opening quote was never closed.
func (f *finder) afterQuote(start, end int) {
	if f.holdsEntry(start, end) {
		f.unclosedQuote(start)
		return
	}
	if f.isKeyColon(skipBlanks(f.src, end)) {
		f.colon(start, skipBlanks(f.src, end))
		return
	}
	f.textAfterQuote(start, end)
}

// textAfterQuote explains what stands after a closing quote: a comma, the end of
// the text, or text whose own quotes end it too early.
func (f *finder) textAfterQuote(start, end int) {
	if s, ok := invisibleSlip(f.src, skipBlanks(f.src, end)); ok {
		f.foundIn(s.Offset, s.Code, s.Message, "delete it")
		return
	}
	quote := f.src[start : start+1]
	rest := f.untilComment(end)
	if !f.onOneLine(start, end) {
		f.found(end-1, "this quote ends the text", "quote the whole text, and double or escape the quotes inside of it")
		return
	}
	inner := strings.TrimSuffix(f.src[start+1:end]+rest, quote)
	last := strings.LastIndex(rest, quote)
	name := "double quote"
	if quote == "'" {
		name = "single quote"
	}
	switch next := strings.TrimLeft(rest, " \t"); {
	case strings.Trim(next, ",;") == "":
		f.found(skipBlanks(f.src, end), "a "+nameOf(next[0])+" must not follow quoted text", "write "+f.withKey(f.src[start:end]))
	case last >= 0 && last == len(rest)-1, quote == "'" && end-start > 2 && !isBlank(rest[0]) && isNameByte(rest[0]):
		f.found(end-1, "this "+name+" ends the text", "write "+f.withKey(requote(inner, quote)))
	case last >= 0:
		f.found(end-1, "this "+name+" ends the text", "write "+f.withKey(Quote(f.untilComment(start))))
	case next[0] == ',':
		f.found(skipBlanks(f.src, end), "there is text after the closing quote; if the quotes belong to the text, it needs others around it",
			"write "+f.withKey(Quote(f.untilComment(start))))
	default:
		f.found(skipBlanks(f.src, end), "there is text after the closing quote", "write "+f.withKey(f.src[start:end-1]+rest+quote))
	}
}

func nameOf(c byte) string {
	if c == ';' {
		return "semicolon"
	}
	return "comma"
}

// requote returns text that contains the quotes around it in quotes that it does
// not contain, or escapes them.
func requote(inner, quote string) string {
	switch {
	case quote == "'" && !strings.ContainsAny(inner, `"\`):
		return `"` + strings.ReplaceAll(inner, "''", "'") + `"`
	case quote == "'":
		return "'" + strings.ReplaceAll(strings.ReplaceAll(inner, "''", "'"), "'", "''") + "'"
	case !strings.ContainsAny(inner, `'\`):
		return "'" + inner + "'"
	default:
		return `"` + escapeQuotes(inner) + `"`
	}
}

// escapeQuotes escapes the double quotes of a text that are not escaped yet.
func escapeQuotes(text string) string {
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] == '"' {
			b.WriteByte('\\')
		}
		if text[i] == '\\' && i+1 < len(text) {
			b.WriteByte(text[i])
			i++
		}
		b.WriteByte(text[i])
	}
	return b.String()
}

// holdsEntry reports whether a line that starts between two offsets looks like a
// list item or a key with its value.
func (f *finder) holdsEntry(start, end int) bool {
	for pos := nextLine(f.src, start); pos < end; pos = nextLine(f.src, pos) {
		if f.looksLikeEntry(skipSpaces(f.src, pos)) {
			return true
		}
	}
	return false
}

// looksLikeEntry reports whether a dash or a key is at i.
func (f *finder) looksLikeEntry(i int) bool {
	if f.isDash(i) {
		return true
	}
	end := i
	for end < len(f.src) && (isNameByte(f.src[end]) || f.src[end] == '/') {
		end++
	}
	return end > i && f.isKeyColon(end)
}
