package guard

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// newTag returns a tag or a mark of a template that is in the answer and not in the text.
func (e *echo) newTag(answer string) (string, bool) {
	for rest := answer; ; {
		i := strings.IndexAny(rest, "<{[&")
		if i < 0 {
			return "", false
		}
		rest = rest[i:]
		n := tagLength(rest)
		if n == 0 {
			rest = rest[1:]
			continue
		}
		if !strings.Contains(e.text, rest[:n]) {
			return rest[:n], true
		}
		rest = rest[n:]
	}
}

// tagLength returns the length of the tag at the start of s: <name>, </name>, &lt;name&gt;,
// {{, {%, [INST], <|im_start|>; 0 for none.
func tagLength(s string) int {
	for _, mark := range [...]string{"{{", "{%", "<|", "[INST]", "[/INST]"} {
		if strings.HasPrefix(s, mark) {
			return len(mark)
		}
	}
	for _, brackets := range [...][2]string{{"<", ">"}, {"&lt;", "&gt;"}} {
		after, ok := strings.CutPrefix(s, brackets[0])
		if !ok {
			continue
		}
		name, _, ok := strings.Cut(after[:min(len(after), 40)], brackets[1])
		if ok && isTagName(strings.TrimSuffix(strings.TrimPrefix(name, "/"), "/")) {
			return len(brackets[0]) + len(name) + len(brackets[1])
		}
	}
	return 0
}

func isTagName(s string) bool {
	for _, c := range []byte(s) {
		if (c|0x20 < 'a' || c|0x20 > 'z') && c != '_' && c != '-' {
			return false
		}
	}
	return s != ""
}

const fenceMark = "```"

// newFence returns the fence of a block of code, if the text has none.
func (e *echo) newFence(answer string) (string, bool) {
	return fenceMark, strings.Contains(answer, fenceMark) && !strings.Contains(e.text, fenceMark)
}

// newQuotes returns the quotes around an answer that the text has not.
func (e *echo) newQuotes(answer string) (string, bool) {
	answer = strings.TrimSpace(answer)
	marks, ok := quotesAround(answer)
	if !ok || strings.Contains(e.text, answer) {
		return "", false
	}
	_, quoted := quotesAround(strings.TrimSpace(e.text))
	return marks, !quoted
}

// quotes are the opening marks, each with its closing ones.
var quotes = map[rune]string{
	'"': "\"", '\'': "'", '`': "`", '“': "”“", '„': "“”", '”': "”", '«': "»", '»': "«", '‘': "’", '‚': "‘’", '‹': "›", '「': "」", '『': "』",
}

// quotesAround returns the two quotes around a text: the first one that can close the quote is
// the end of the text.
func quotesAround(s string) (marks string, ok bool) {
	open, size := utf8.DecodeRuneInString(s)
	closing := quotes[open]
	if closing == "" {
		return "", false
	}
	for i, r := range s[size:] {
		if !strings.ContainsRune(closing, r) {
			continue
		}
		rest := s[size+i+utf8.RuneLen(r):]
		if rest == "" && i > 0 {
			return string(open) + string(r), true
		}
		before, _ := utf8.DecodeLastRuneInString(s[:size+i])
		after, _ := utf8.DecodeRuneInString(rest)
		if r == open && unicode.IsSpace(before) || isWordRune(before) && isWordRune(after) {
			continue // it opens another quote, or is an apostrophe
		}
		return "", false
	}
	return "", false
}

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
