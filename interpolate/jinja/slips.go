package jinja

import (
	"iter"
	"slices"
	"strings"

	"nlgserver/internal/python"
)

// mended recognizes the usual slips of those who come from other languages, and
// says what they are and how to write it in Jinja2. An error that it does not
// recognize stays as it is.
func mended(text string, e *SyntaxError) *SyntaxError {
	begin := tagBefore(text, e.Offset)
	if e.Refused || begin < 0 || e.Offset > len(text) || text[begin+1] == '#' {
		return e
	}
	s := &slip{text: text, begin: begin, error: e}
	for _, recognize := range [...]func() bool{
		s.operator, s.negation, s.question, s.elseIf, s.notClosed, s.equals, s.braces, s.bracket, s.quotes, s.dollar, s.wordCase, s.colon,
	} {
		if recognize() {
			break
		}
	}
	return e
}

// slip is an error inside of a tag.
type slip struct {
	text  string
	begin int // of the tag
	error *SyntaxError
}

// tagBefore returns where the tag begins that an offset is in: the last one before
// it, or the first that is never closed; -1 if there is none.
func tagBefore(text string, offset int) int {
	last := -1
	for from := 0; from <= offset; {
		begin := tagAt(text, from)
		if begin < 0 || begin > offset || last >= 0 && !strings.Contains(text[last:begin], closers[text[last+1]]) {
			break
		}
		last, from = begin, begin+2
	}
	return last
}

// closers end the tags that begin with { and one of these bytes.
var closers = map[byte]string{'{': "}}", '%': "%}", '#': "#}"}

func (s *slip) rest() string   { return s.text[s.error.Offset:] }
func (s *slip) before() string { return s.text[s.begin:s.error.Offset] }
func (s *slip) prints() bool   { return strings.HasPrefix(s.text[s.begin:], "{{") }

// is moves the error to what is wrong.
func (s *slip) is(offset int, message, hint string) bool {
	s.error.Offset, s.error.Message, s.error.Hint = offset, message, hint
	before := s.text[:offset]
	s.error.Line = 1 + strings.Count(before, "\n") + strings.Count(before, "\r") - strings.Count(before, "\r\n")
	return true
}

// operator recognizes operators of other languages.
func (s *slip) operator() bool {
	for _, o := range [...]struct{ wrong, right string }{
		{"&&", "and"}, {"||", "or"}, {"!==", "!="}, {"===", "=="}, {"<>", "!="}, {"=>", ">="}, {"=<", "<="}, {"&", "and"},
	} {
		for back := range len(o.wrong) {
			if at := s.error.Offset - back; at > s.begin && strings.HasPrefix(s.text[at:], o.wrong) {
				s.error.Wrong, s.error.Right = o.wrong, o.right
				return s.is(at, "unexpected '"+o.wrong+"'", "write `"+o.right+"`")
			}
		}
	}
	return false
}

func (s *slip) negation() bool {
	rest, ok := strings.CutPrefix(s.rest(), "!")
	if !ok {
		return false
	}
	spaced := strings.TrimLeft(rest, " ")
	operand := path(spaced)
	hint := "write `not`"
	switch {
	case strings.HasPrefix(spaced, "="):
		hint = "write `!=`"
	case operand == "":
	case endsInOperator(s.before()) || startsWithOperator(strings.TrimLeft(spaced[len(operand):], " ")):
		// In Jinja, "not" comes after all of these.
		hint = "write `(not " + operand + ")`"
	default:
		hint = "write `not " + operand + "`"
	}
	return s.is(s.error.Offset, "unexpected '!'", hint)
}

func endsInOperator(text string) bool {
	text = strings.TrimRight(text, " ")
	return text != "" && strings.IndexByte("=<>+*/~", text[len(text)-1]) >= 0
}

func startsWithOperator(text string) bool {
	return text != "" && strings.IndexByte("=!<>+*/~", text[0]) >= 0
}

// question recognizes a ? b : c, a ?: b and a ?? b.
func (s *slip) question() bool {
	rest, ok := strings.CutPrefix(s.rest(), "?")
	if !ok {
		return false
	}
	end := tagClose(rest)
	test, rest := strings.TrimSpace(s.before()[2:]), rest[:end]
	if !s.prints() {
		_, test, ok = strings.Cut(test, "=")
		test = strings.TrimSpace(test)
	}
	if strings.HasPrefix(rest, ".") {
		return s.is(s.error.Offset, "unexpected '?.'", "write `.`")
	}
	if after := strings.TrimLeft(rest, "?:"); len(after) < len(rest) {
		hint := "write `or`"
		if ok {
			hint = "write `" + test + " or " + strings.TrimSpace(after) + "`"
		}
		return s.is(s.error.Offset, "unexpected '?"+rest[:1]+"'", hint)
	}
	test = innermost(test)
	then, otherwise, found := cutOutsideQuotes(rest, ':')
	otherwise = upToBracket(otherwise)
	hint := "write `value if condition else other`"
	if ok && found && test != "" && !strings.ContainsAny(then+otherwise, "?&|!") {
		hint = "write `" + strings.TrimSpace(then) + " if " + test + " else " + strings.TrimSpace(otherwise) + "`"
	}
	return s.is(s.error.Offset, "unexpected '?'", hint)
}

func (s *slip) elseIf() bool {
	before := strings.TrimRight(s.before(), " \t\n")
	if !strings.HasPrefix(s.rest(), "if") || !strings.HasSuffix(before, "else") || s.prints() {
		return false
	}
	at := s.begin + len(before) - len("else")
	s.error.Wrong, s.error.Right = s.text[at:s.error.Offset+len("if")], "elif"
	return s.is(at, "unexpected 'else if'", "write `elif`")
}

// notClosed recognizes a tag without its end, or with the end of another.
func (s *slip) notClosed() bool {
	open, closer := "{%", "%}"
	if s.prints() {
		open, closer = "{{", "}}"
	}
	inside := s.text[s.begin+2:]
	if next := tagAt(inside, 0); next >= 0 {
		inside = inside[:next]
	}
	if strings.Contains(inside, closer) {
		return false
	}
	content, _, wrong := strings.Cut(inside, "}")
	message := "'" + open + "' is not closed with '" + closer + "'"
	content = strings.TrimSpace(strings.TrimRight(content, "%-+ "))
	if wrong && content != "" && !strings.ContainsAny(content, "{\n") {
		if bare := path(content) == content && !slices.Contains(knownTags, content); bare {
			open, closer = "{{", "}}"
		}
		return s.is(s.error.Offset, message, "write `"+open+" "+content+" "+closer+"`")
	}
	hint := "close it with `" + closer + "`"
	if name := path(strings.TrimLeft(inside, "-+ ")); s.prints() && name != "" {
		hint = "write `{{ " + name + " }}`"
	}
	return s.is(s.begin, "'"+open+"' is never closed", hint)
}

func (s *slip) equals() bool {
	switch {
	case strings.HasSuffix(s.error.Message, ", got '='"):
		s.error.Hint = "to compare, write `==`"
	case strings.HasSuffix(s.error.Message, ", got '=='") && strings.HasPrefix(strings.TrimLeft(s.before()[2:], "-+ "), "set "):
		s.error.Hint = "write `=`"
	default:
		return false
	}
	return true
}

// braces recognizes {{ {name} }} and {{{ name }}}.
func (s *slip) braces() bool {
	open := strings.LastIndexByte(s.before(), '{')
	if s.error.Message != "expected ':', got '}'" || open < 2 {
		return false
	}
	name := strings.TrimSpace(s.before()[open+1:])
	if path(name) != name || name == "" {
		return false
	}
	hint := "write `" + name + "`"
	if s.prints() {
		hint = "write `{{ " + name + " }}`"
	}
	return s.is(s.begin+open, "unexpected '{': names in a tag have no braces", hint)
}

func (s *slip) bracket() bool {
	_, closer, ok := strings.Cut(s.error.Message, ", expected '")
	if !ok || len(closer) != 2 || !strings.HasPrefix(s.error.Message, "unexpected '") {
		return false
	}
	s.error.Hint = "add `" + closer[:1] + "` before it"
	return true
}

// quotes recognizes the quotes of a word processor.
func (s *slip) quotes() bool {
	const curly = "“”„‟‘’‚‛«»"
	r, size := python.DecodeRune(s.rest())
	if !strings.ContainsRune(curly, r) {
		return false
	}
	s.error.Hint = "write straight quotes"
	if end := strings.IndexAny(s.rest()[size:], curly); end >= 0 && !strings.ContainsAny(s.rest()[size:size+end], "'\\\n") {
		s.error.Hint = "write `'" + s.rest()[size:size+end] + "'`"
	}
	return true
}

func (s *slip) dollar() bool {
	rest, ok := strings.CutPrefix(s.rest(), "$")
	if !ok {
		return false
	}
	s.error.Hint = "remove it"
	if name := path(strings.TrimLeft(rest, "{ ")); name != "" {
		s.error.Hint = "write `" + name + "`"
	}
	return true
}

// wordCase recognizes AND, Or, and the like, and "of" for "in".
func (s *slip) wordCase() bool {
	if !strings.HasPrefix(s.error.Message, "expected ") {
		return false
	}
	word := path(s.rest())
	switch right := strings.ToLower(word); right {
	case "and", "or", "not", "in", "is", "if", "else":
		if right == word {
			return false
		}
		s.error.Hint, s.error.Wrong, s.error.Right = "write `"+right+"`", word, right
	case "of":
		if !strings.HasPrefix(s.error.Message, "expected 'in'") {
			return false
		}
		s.error.Hint, s.error.Wrong, s.error.Right = "write `in`", word, "in"
	default:
		return false
	}
	return true
}

// colon recognizes x|default:'y', as other template languages write it.
func (s *slip) colon() bool {
	rest, ok := strings.CutPrefix(s.rest(), ":")
	before := strings.TrimRight(s.before(), " ")
	bar := strings.LastIndexByte(before, '|')
	if !ok || bar < 0 {
		return false
	}
	name, value := strings.TrimSpace(before[bar+1:]), strings.TrimSpace(rest[:tagClose(rest)])
	if path(name) != name || value == "" {
		return false
	}
	value, _, _ = cutOutsideQuotes(value, '|')
	s.error.Hint = "write `" + name + "(" + strings.TrimSpace(value) + ")`"
	return true
}

// path returns the name, with its attributes, at the start of a text.
func path(text string) string {
	end := 0
	for end < len(text) {
		if next := nameEnd(text, end); next > end {
			end = next
		} else if text[end] == '.' && end > 0 {
			end++
		} else {
			break
		}
	}
	return strings.TrimRight(text[:end], ".")
}

// tagClose returns where the tag that the text is inside of ends.
func tagClose(text string) int {
	end := len(text)
	for _, closer := range [...]string{"}}", "%}", "\n"} {
		if i := strings.Index(text, closer); i >= 0 {
			end = min(end, i)
		}
	}
	for end > 0 && (text[end-1] == '-' || text[end-1] == '+') {
		end--
	}
	return end
}

// innermost returns the part of an unfinished expression that is in the last of its
// brackets, and after a comma or the equals sign of an argument.
func innermost(text string) string {
	var starts []int
	start := 0
	for i, c := range outsideQuotes(text) {
		switch {
		case strings.IndexByte("([{", c) >= 0:
			starts = append(starts, start)
			start = i + 1
		case strings.IndexByte(")]}", c) >= 0 && len(starts) > 0:
			start = starts[len(starts)-1]
			starts = starts[:len(starts)-1]
		case c == ',', c == '=' && !isComparison(text, i):
			start = i + 1
		}
	}
	return strings.TrimSpace(text[start:])
}

// isComparison reports whether an equals sign belongs to an operator.
func isComparison(text string, at int) bool {
	return at > 0 && strings.IndexByte("=!<>", text[at-1]) >= 0 || strings.HasPrefix(text[at+1:], "=")
}

// upToBracket returns a text up to the bracket that it does not open, or a comma.
func upToBracket(text string) string {
	depth := 0
	for i, c := range outsideQuotes(text) {
		switch {
		case strings.IndexByte("([{", c) >= 0:
			depth++
		case strings.IndexByte(")]}", c) >= 0:
			depth--
		}
		if depth < 0 || depth == 0 && c == ',' {
			return text[:i]
		}
	}
	return text
}

// outsideQuotes visits the bytes that are not in quotes.
func outsideQuotes(text string) iter.Seq2[int, byte] {
	return func(yield func(int, byte) bool) {
		var quote byte
		for i := range len(text) {
			switch c := text[i]; {
			case quote != 0:
				if c == quote {
					quote = 0
				}
			case c == '\'' || c == '"':
				quote = c
			case !yield(i, c):
				return
			}
		}
	}
}

// cutOutsideQuotes is strings.Cut at the first separator outside of quotes and
// brackets.
func cutOutsideQuotes(text string, separator byte) (before, after string, found bool) {
	depth := 0
	for i, c := range outsideQuotes(text) {
		switch {
		case strings.IndexByte("([{", c) >= 0:
			depth++
		case strings.IndexByte(")]}", c) >= 0:
			depth--
		case c == separator && depth == 0:
			return text[:i], text[i+1:], true
		}
	}
	return text, "", false
}
