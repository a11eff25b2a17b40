package predicate

import (
	"slices"
	"strings"

	"nlgserver/internal/python"
)

// The limits of [Mend].
const (
	maxMended = 300 // bytes of a predicate that is still worth showing
	maxEdits  = 10  // slips in one predicate
)

// Mend returns a predicate with its usual slips put right, such as && for and.
// The result has no syntax error and nothing suspicious. It reports false if
// there is nothing to mend, or no way that is certain enough.
func Mend(source string) (string, bool) {
	if len(source) > maxMended || holdsJinja(source) || strings.ContainsAny(source, "\r\n#") {
		return "", false
	}
	text := source
	for range maxEdits {
		_, problems := parse(text, patternPolicy{source: text})
		problems = slices.DeleteFunc(problems, func(p Problem) bool { return p.Kind == SlowRegex })
		if len(problems) == 0 {
			if text == source {
				return "", false
			}
			return text, true
		}
		if problems[0].Kind != Syntax && problems[0].Kind != Suspicious {
			return "", false
		}
		next, ok := edit(text, problems[0].Offset)
		if !ok {
			return "", false
		}
		text = next
	}
	return "", false
}

// mender mends a text at the token that a problem is about.
type mender struct {
	text   string
	tokens []token // all tokens, and the end
	at     int     // the index of the token
}

// edit mends the slip at an offset.
func edit(text string, offset int) (string, bool) {
	m := mender{text: text}
	l := lexer{text: text}
	for {
		t := l.next()
		if t.start <= offset {
			m.at = len(m.tokens)
		}
		m.tokens = append(m.tokens, t)
		if t.kind == tokenEnd {
			break
		}
	}
	if m.tokens[m.at].start != offset {
		return "", false
	}
	for _, rule := range [...]func(*mender) (string, bool){
		(*mender).sign, (*mender).brackets, (*mender).quotes, (*mender).order, (*mender).word, (*mender).surplus,
	} {
		if mended, ok := rule(&m); ok {
			return mended, true
		}
	}
	return "", false
}

// source returns the text of the token that is some tokens away.
func (m *mender) source(away int) string {
	t := m.token(away)
	return m.text[t.start:t.end]
}

func (m *mender) token(away int) token {
	if i := m.at + away; i >= 0 && i < len(m.tokens) {
		return m.tokens[i]
	}
	return token{tokenEnd, len(m.text), len(m.text)}
}

// here returns the text from the token on.
func (m *mender) here() string { return m.text[m.token(0).start:] }

// replace puts a text in place of the bytes between two places.
func (m *mender) replace(from, to int, by string) (string, bool) {
	return m.text[:from] + by + m.text[to:], true
}

// replaceWord is replace for a word, with a space at each side.
func (m *mender) replaceWord(from, to int, word string) (string, bool) {
	before, after := strings.TrimRight(m.text[:from], " "), strings.TrimLeft(m.text[to:], " ")
	if before != "" && !strings.HasSuffix(before, "(") {
		before += " "
	}
	return before + word + " " + after, true
}

// signs are the signs of other languages, and what they are here.
var signs = []struct{ other, ours string }{
	{"&&", "and"}, {"||", "or"}, {"&", "and"}, {"|", "or"}, {"!", "not"}, {"~", "not"}, {"≥", ">="}, {"≤", "<="}, {"≠", "!="},
}

// sign mends signs of other languages.
func (m *mender) sign() (string, bool) {
	start := m.token(0).start
	for _, s := range signs {
		if strings.HasPrefix(m.here(), s.other) {
			return m.replaceWord(start, start+len(s.other), s.ours)
		}
	}
	before := m.token(-1)
	if m.at > 0 && before.end == start {
		for _, s := range [...]struct{ other, ours string }{{"=>", ">="}, {"=<", "<="}, {"<>", "!="}, {"===", "=="}, {"!==", "!="}} {
			if m.source(-1)+m.source(0) == s.other {
				return m.replace(before.start, m.token(0).end, s.ours)
			}
		}
	}
	for _, sigil := range [...]string{"$", "@"} {
		if rest, ok := strings.CutPrefix(m.here(), sigil); ok && rest != "" && isLetter(rest[0]) {
			return m.replace(start, start+1, slotPrefix(rest))
		}
	}
	return "", false
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' || c == '_' }

// slotPrefix is what is missing before the name of a slot.
func slotPrefix(name string) string {
	if strings.HasPrefix(name, "slots.") {
		return ""
	}
	return "slots."
}

// brackets mends lists and indexes in square brackets, and what is not closed.
func (m *mender) brackets() (string, bool) {
	t := m.token(0)
	switch {
	case strings.HasPrefix(m.here(), "["):
		end := strings.IndexByte(m.here(), ']')
		if end < 0 {
			return "", false
		}
		inner := strings.TrimSpace(m.here()[1:end])
		if name := strings.Trim(inner, `'"`); strings.HasSuffix(strings.ToLower(m.text[:t.start]), "slots") && len(name) == len(inner)-2 {
			return m.replace(t.start, t.start+end+1, "."+name)
		}
		return m.replace(t.start, t.start+end+1, "{"+withoutCommas(inner)+"}")
	case strings.HasPrefix(m.here(), ","):
		if rest := strings.TrimLeft(m.here()[1:], " "); rest != "" {
			return m.replace(t.start, len(m.text), " "+rest)
		}
	case t.kind == tokenOpen && m.source(-1) != "" && m.at > 0 && m.token(-1).kind == tokenWord:
		return "", false // a function
	case (t.kind == tokenOpen || t.kind == tokenSetOpen) && m.isUnclosed():
		return m.text + map[tokenKind]string{tokenOpen: ")", tokenSetOpen: "}"}[t.kind], true
	case t.kind == tokenSetOpen && m.at > 0 && m.token(-1).kind == tokenContains:
		return m.containsSet()
	case t.kind == tokenSetOpen:
		if end := strings.IndexByte(m.here(), '}'); m.at > 0 && end > 0 { // a set in a set
			return m.replace(t.start, t.start+end+1, strings.TrimSpace(m.here()[1:end]))
		}
	}
	return "", false
}

// withoutCommas returns the values of a set with spaces between them.
func withoutCommas(values string) string {
	var out []string
	for value := range strings.SplitSeq(values, ",") {
		out = append(out, strings.TrimSpace(value))
	}
	return strings.Join(out, " ")
}

// isUnclosed reports whether the text lacks a partner of the token.
func (m *mender) isUnclosed() bool {
	count := map[tokenKind]int{}
	for _, t := range m.tokens {
		count[t.kind]++
	}
	return m.token(0).kind == tokenOpen && count[tokenOpen] > count[tokenClose] || m.token(0).kind == tokenSetOpen && count[tokenSetOpen] > count[tokenSetEnd]
}

// containsSet mends a set on the right side of contains: each value for itself.
func (m *mender) containsSet() (string, bool) {
	left := m.token(-2)
	end := slices.IndexFunc(m.tokens[m.at:], func(t token) bool { return t.kind == tokenSetEnd })
	if left.kind != tokenWord || end < 2 {
		return "", false
	}
	var each []string
	for i := 1; i < end; i++ {
		each = append(each, m.source(-2)+" contains "+m.source(i))
	}
	mended := strings.Join(each, " or ")
	if len(each) > 1 && len(m.tokens) > m.at+end+2 || len(each) > 1 && m.at > 2 {
		mended = "(" + mended + ")"
	}
	return m.replace(left.start, m.token(end).end, mended)
}

// quotes mends curly quotes, quotes that are not closed, and text without any.
func (m *mender) quotes() (string, bool) {
	t := m.token(0)
	const closers = "’”'\"‘“»`"
	first, size := python.DecodeRune(m.here())
	if strings.ContainsRune("‘“„«`’”", first) {
		end := strings.IndexAny(m.here()[size:], closers)
		if end < 0 {
			return "", false
		}
		_, closing := python.DecodeRune(m.here()[size+end:])
		return m.replace(t.start, t.start+size+end+closing, quoted(m.here()[size:size+end]))
	}
	if word := m.here(); (first == '\'' || first == '"') && t.kind == tokenBad && !strings.ContainsAny(word, " )}") {
		return m.text + word[:1], true
	}
	if m.at == 0 || m.token(-1).end != t.start {
		return "", false
	}
	before := m.token(-1)
	switch {
	case before.kind == tokenQuoted && t.kind == tokenQuoted: // 'it''s'
		mark := m.text[before.start : before.start+1]
		return m.replace(before.start, t.end, quoted(m.text[before.start+1:before.end-1]+mark+m.text[t.start+1:t.end-1]))
	case before.kind == tokenQuoted && m.text[before.end-2] == '\\': // 'it\'s'
		mark := m.text[before.end-1 : before.end]
		end := strings.Index(m.here(), mark)
		if end < 0 {
			return "", false
		}
		return m.replace(before.start, t.start+end+1, quoted(m.text[before.start+1:before.end-2]+mark+m.here()[:end]))
	case before.kind == tokenNumber && t.kind == tokenWord:
		return m.replace(before.start, t.end, quoted(m.text[before.start:t.end]))
	}
	return "", false
}

// quoted returns a text in the quotes that it does not have.
func quoted(text string) string {
	if strings.Contains(text, "'") {
		return `"` + text + `"`
	}
	return "'" + text + "'"
}

// order mends operators in the wrong place.
func (m *mender) order() (string, bool) {
	t, before := m.token(0), m.token(-1)
	if m.at == 0 {
		return "", false
	}
	_, compares := t.kind.compares()
	switch {
	case t.kind == tokenNot && before.kind == tokenWord && m.token(1).kind == tokenContains: // x not contains y
		return m.replace(before.start, m.token(1).end, "not "+m.source(-1)+" contains")
	case compares && isValueToken(before.kind) && m.at > 1 && before.kind == tokenWord: // 1 < x < 5
		return m.replace(before.end, before.end, " and "+m.source(-1))
	case strings.EqualFold(m.source(0), "in") && before.kind == tokenWord:
		return m.in()
	}
	return "", false
}

// in mends x in {…} and x in y.
func (m *mender) in() (string, bool) {
	start := m.token(1).start
	set := m.text[start:]
	for _, pair := range [...]string{"[]", "{}", "()"} {
		if strings.HasPrefix(set, pair[:1]) {
			end := strings.IndexByte(set, pair[1])
			if end < 0 {
				return "", false
			}
			values := withoutCommas(strings.TrimSpace(set[1:end]))
			return m.replace(m.token(-1).start, start+end+1, "{"+values+"} contains "+m.source(-1))
		}
	}
	if m.token(1).kind == tokenWord {
		return m.replace(m.token(-1).start, m.token(1).end, m.source(1)+" contains "+m.source(-1))
	}
	return "", false
}

// otherWords are the words of other languages, and what they are here.
var otherWords = map[string]string{
	"equals": "is", "equal": "is", "eq": "is", "like": "is", "are": "is", "isnot": "is not", "has": "contains", "includes": "contains", "exists": "is not null",
}

// word mends words.
func (m *mender) word() (string, bool) {
	t, word := m.token(0), m.source(0)
	if t.kind == tokenPattern && m.at > 0 && (m.token(-1).kind == tokenIs || m.token(-1).kind == tokenEqual) {
		return m.replace(m.token(-1).start, m.token(-1).end, "matches")
	}
	if t.kind != tokenWord {
		return "", false
	}
	if m.at > 0 && isValueToken(m.token(-1).kind) && !m.isInSet() { // in the place of an operator
		if ours, known := otherWords[strings.ToLower(word)]; known {
			return m.replace(t.start, t.end, ours)
		}
		if strings.EqualFold(word, "isn") && strings.HasPrefix(m.text[t.end:], "'t ") {
			return m.replace(t.start, t.end+2, "is not")
		}
		return m.manyWords()
	}
	first, rest, dotted := strings.Cut(word, ".")
	isValue := m.at > 0 && (m.token(-1).kind == tokenIs || m.token(-1).kind == tokenNot || m.token(-1).kind == tokenContains || m.isInSet())
	if _, compares := m.token(-1).kind.compares(); m.at > 0 && compares {
		isValue = true
	}
	switch {
	case strings.EqualFold(word, "none") || strings.EqualFold(word, "nil"):
		return m.replace(t.start, t.end, "null")
	case strings.EqualFold(word, "slots") || strings.EqualFold(word, "slot"):
		return m.replace(t.start, t.end, "slots")
	case dotted && (strings.EqualFold(first, "slots") || strings.EqualFold(first, "slot")):
		return m.replace(t.start, t.end, "slots."+rest)
	case first == "context" || dotted && !isValue:
		return "", false
	case isValue && (m.token(-1).kind != tokenNot || m.at < 2 || m.token(-2).kind == tokenIs):
		return m.replace(t.start, t.end, quoted(word))
	case !isValue || m.token(-1).kind == tokenNot:
		return m.replace(t.start, t.end, "slots."+word)
	}
	return "", false
}

// isInSet reports whether the token is between { and }.
func (m *mender) isInSet() bool {
	depth := 0
	for _, t := range m.tokens[:m.at] {
		switch t.kind {
		case tokenSetOpen:
			depth++
		case tokenSetEnd:
			depth--
		}
	}
	return depth > 0
}

// manyWords puts quotes around a text of several words.
func (m *mender) manyWords() (string, bool) {
	first := m.token(-1)
	if first.kind != tokenWord || strings.Contains(m.source(-1), ".") || m.at < 2 {
		return "", false
	}
	last := m.token(0)
	for i := 1; m.token(i).kind == tokenWord && !strings.Contains(m.source(i), "."); i++ {
		last = m.token(i)
	}
	return m.replace(first.start, last.end, quoted(m.text[first.start:last.end]))
}

// surplus deletes what is too much at an end, and quotes a pattern.
func (m *mender) surplus() (string, bool) {
	t, rest := m.token(0), strings.TrimSpace(m.here())
	switch {
	case rest == "," || rest == ";" || rest == ".":
		return strings.TrimRight(m.text[:t.start], " "), true
	case m.at == 0 && (t.kind == tokenAnd || t.kind == tokenOr):
		return strings.TrimLeft(m.text[t.end:], " "), true
	case t.kind == tokenNumber && m.at > 0 && m.token(-1).kind == tokenMatches:
		return m.replace(t.start, t.end, quoted(m.source(0)))
	case t.kind == tokenClose:
		return m.replace(t.start, t.end, "")
	}
	return "", false
}
