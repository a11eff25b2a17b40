package exchange

import (
	"strings"
	"unicode/utf8"
)

// looksLikePO reports whether a file starts with comments and a msgid or msgctxt.
func looksLikePO(text string) bool {
	for line := range strings.SplitSeq(text, "\n") {
		switch line = strings.TrimSpace(line); {
		case line == "" || line[0] == '#':
		default:
			return strings.HasPrefix(line, "msgid") || strings.HasPrefix(line, "msgctxt") || strings.HasPrefix(line, "domain ")
		}
	}
	return strings.HasPrefix(text, "#~")
}

// poEntry is an entry while it is read.
type poEntry struct {
	line                  int
	comments              []string // the extracted ones, #.
	fuzzy                 bool
	context, id, str      strings.Builder
	hasContext, hasID     bool
	hasStr, plural, fault bool
}

// poReader reads a PO file line by line.
type poReader struct {
	file  *File
	entry *poEntry
	// into is the string that further lines continue; nil if there is none.
	into *strings.Builder
	seen map[string]bool
}

// readPO reads a PO file by gettext's rules.
func (f *File) readPO() {
	r := poReader{file: f, entry: &poEntry{}, seen: map[string]bool{}}
	n := 0
	for line := range strings.SplitSeq(f.text, "\n") {
		if n++; f.isFull() {
			return
		}
		r.line(n, strings.TrimSpace(line))
	}
	r.end()
}

func (r *poReader) line(n int, line string) {
	switch {
	case line == "":
		r.into = nil
	case strings.HasPrefix(line, "#"):
		r.comment(line)
	case line[0] == '"':
		if r.into == nil {
			r.fail(n, 1, "a string without a keyword before it")
			return
		}
		r.strings(n, 1, line)
	default:
		r.keyword(n, line)
	}
}

// comment reads a comment, which belongs to the entry after it.
func (r *poReader) comment(line string) {
	if r.entry.hasID {
		r.end()
	}
	r.into = nil
	switch {
	case strings.HasPrefix(line, "#~"), strings.HasPrefix(line, "#|"): // obsolete entries, and previous strings
	case strings.HasPrefix(line, "#,"):
		for flag := range strings.SplitSeq(line[2:], ",") {
			r.entry.fuzzy = r.entry.fuzzy || strings.TrimSpace(flag) == "fuzzy"
		}
	case strings.HasPrefix(line, "#."):
		r.entry.comments = append(r.entry.comments, strings.TrimSpace(line[2:]))
	}
}

func (r *poReader) keyword(n int, line string) {
	end := strings.IndexAny(line, " \t\"")
	if end < 0 {
		r.fail(n, 1, "not a line of a PO file")
		return
	}
	word := line[:end]
	starts := word == "msgctxt" || word == "msgid" && (!r.entry.hasContext || r.entry.hasID)
	if starts && (r.entry.hasID || r.entry.hasContext) {
		r.end()
	}
	e := r.entry
	if e.line == 0 {
		e.line = n
	}
	switch {
	case word == "msgctxt":
		r.into, e.hasContext = &e.context, true
	case word == "msgid":
		r.into, e.hasID = &e.id, true
	case word == "msgstr" && e.hasID && !e.hasStr:
		r.into, e.hasStr = &e.str, true
	case word == "msgid_plural" || strings.HasPrefix(word, "msgstr["):
		r.into, e.plural = &strings.Builder{}, true
	case word == "domain":
		r.into = &strings.Builder{}
	default:
		r.fail(n, 1, "unexpected "+quote(word))
		return
	}
	rest := strings.TrimLeft(line[end:], " \t")
	if rest == "" {
		r.fail(n, end+1, "a string is missing after "+word)
		return
	}
	r.strings(n, 1+utf8.RuneCountInString(line)-utf8.RuneCountInString(rest), rest)
}

// strings reads the strings in quotes at the end of a line.
func (r *poReader) strings(n, column int, text string) {
	for text != "" {
		if text[0] != '"' {
			r.fail(n, column, "only strings in quotes may be here")
			return
		}
		rest, ok := unquotePO(r.into, text[1:])
		if !ok {
			r.fail(n, column, "the string is never closed, or has an unknown escape")
			return
		}
		next := strings.TrimLeft(rest, " \t")
		column += utf8.RuneCountInString(text) - utf8.RuneCountInString(next)
		text = next
	}
}

// fail reports an error of syntax; the entry is not used.
func (r *poReader) fail(n, column int, message string) {
	r.file.refuse(n, column, BadFile, message, "a PO file has `msgctxt`, `msgid` and `msgstr`, each with strings in double quotes")
	r.entry.fault, r.into = true, nil
	if r.entry.line == 0 {
		r.entry.line = n
	}
}

// end takes the entry that was read.
func (r *poReader) end() {
	e := r.entry
	r.entry, r.into = &poEntry{}, nil
	id := e.context.String()
	switch key := id + "\x04" + e.id.String(); {
	case e.fault || !e.hasID && !e.hasContext:
	case e.id.Len() == 0 && !e.hasContext:
		r.header(e.str.String())
	case e.plural:
		r.file.refuse(e.line, 1, PluralEntry, "this entry has plural forms, which responses do not have", "write one text, as a `msgstr` without a number")
	case !e.hasID || !e.hasStr:
		r.file.refuse(e.line, 1, BadFile, "this entry has no msgid or no msgstr", "")
	case r.seen[key]:
		r.file.refuse(e.line, 1, DuplicateUnit, "this entry is in the file twice", "keep one of them")
	default:
		r.seen[key] = true
		entry := Entry{ID: id, Source: e.id.String(), HasSource: true, Target: e.str.String(), Unreviewed: e.fuzzy, Line: e.line, Column: 1}
		for _, c := range e.comments {
			if rest, ok := strings.CutPrefix(c, poHashes); ok {
				entry.setHashes(rest)
			}
		}
		r.file.Entries = append(r.file.Entries, entry)
	}
}

// header reads the entry with an empty msgid.
func (r *poReader) header(text string) {
	for line := range strings.SplitSeq(text, "\n") {
		name, value, _ := strings.Cut(line, ":")
		if strings.EqualFold(strings.TrimSpace(name), "Language") {
			r.file.Language = languageCode(value)
		}
	}
}

// setHashes reads the two hashes of an export.
func (e *Entry) setHashes(text string) {
	if source, target, ok := strings.Cut(strings.TrimSpace(text), " "); ok {
		e.SourceHash, e.TargetHash = source, strings.TrimSpace(target)
	}
}

// unquotePO appends a string without its first quote to b, and returns what is after
// its last.
func unquotePO(b *strings.Builder, text string) (rest string, ok bool) {
	for i := 0; i < len(text); i++ {
		switch c := text[i]; c {
		case '"':
			return text[i+1:], true
		case '\\':
			n := unescapePO(b, text[i+1:])
			if n == 0 {
				return "", false
			}
			i += n
		default:
			b.WriteByte(c)
		}
	}
	return "", false
}

// unescapePO reads what is behind a backslash, and returns how many bytes that is; 0
// for an unknown escape.
func unescapePO(b *strings.Builder, text string) int {
	if text == "" {
		return 0
	}
	const simple, means = `abfnrtv"\'?`, "\a\b\f\n\r\t\v\"\\'?"
	if i := strings.IndexByte(simple, text[0]); i >= 0 {
		b.WriteByte(means[i])
		return 1
	}
	digits, from, most, base := "01234567", 0, 3, 8
	if text[0] == 'x' {
		digits, from, most, base = "0123456789abcdefABCDEF", 1, 2, 16
	}
	value, end := 0, from
	for end < len(text) && end-from < most && strings.IndexByte(digits, text[end]) >= 0 {
		value = value*base + hexDigit(text[end])
		end++
	}
	if end == from || value > 0x7f { // above, it would be a byte of an unknown encoding
		return 0
	}
	b.WriteByte(byte(value))
	return end
}

func hexDigit(c byte) int {
	switch {
	case c <= '9':
		return int(c - '0')
	default:
		return int(c|0x20-'a') + 10
	}
}

func quote(text string) string { return `"` + oneLine(text) + `"` }
