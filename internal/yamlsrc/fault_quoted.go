package yamlsrc

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
	f.found(start, "this quote is never closed", "write "+f.src[start:start+1]+" at the end of the text")
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
	if f.src[start] == '\'' {
		f.found(end-1, "this single quote ends the text",
			"double it ('') or use double quotes")
		return
	}
	f.found(end-1, "this double quote ends the text",
		`write \" instead, or use single quotes`)
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
