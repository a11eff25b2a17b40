package lint

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"nlgserver/internal/diag"
	"nlgserver/responses"
)

// cutText reports a comment behind an unquoted text: nearly always a # that was
// meant to be read, or else perhaps.
func (k *checker) cutText(t *responses.Text, u use) {
	if u == otherUse || !t.Value.IsPlain() {
		return
	}
	behind := t.Value.Behind()
	comment := strings.TrimLeft(behind, " \t")
	blanks := behind[:len(behind)-len(comment)]
	comment, ok := strings.CutPrefix(comment, "#")
	if !ok || blanks == "" {
		return
	}
	comment = strings.TrimRight(comment, " \t\r")
	expanded := strings.Contains(t.Value.Written(), "${")
	hint := "put the text in quotes"
	if whole, short := quoted(t.Source + blanks + "#" + comment); short && !expanded {
		hint += ": `" + whole + "`"
	}
	switch {
	case isCut(t.Source, comment, u):
		message := "the text ends before this \"#\", which starts a comment: users read "
		if u != speech {
			message = "the value ends before this \"#\", which starts a comment: it is "
		}
		k.warnBehind(t, len(blanks), diag.CutText, message+shown(t.Source)+" and nothing more", hint)
	case u == speech && !strings.HasPrefix(strings.TrimSpace(comment), ignoreMark):
		k.warnBehind(t, len(blanks), diag.TextComment, "this is a comment, not part of the text", "if it is part of the text, "+hint)
	}
}

// isCut reports whether what is behind a # belongs to the text before it.
func isCut(text, comment string, u use) bool {
	first, _ := utf8.DecodeRuneInString(comment)
	switch {
	case comment == "":
		return true // nobody writes an empty comment: Press #
	case strings.ContainsRune(" \t", first):
		return isUnfinished(text) || u == speech && isContinued(text, strings.TrimSpace(comment))
	case isRemark(comment):
		return false
	default: // #1, #hashtag, #{number}
		return true
	}
}

// isRemark reports whether a comment without a blank after its # is one anyway:
// a ruler, a note to developers, or a line of YAML that was taken out.
func isRemark(comment string) bool {
	if strings.HasPrefix(comment, ignoreMark) || strings.ContainsAny(comment[:1], "#-=*~_!/<>|") {
		return true
	}
	word := strings.TrimRight(comment, ":")
	if i := strings.IndexAny(word, " \t:("); i >= 0 {
		word = word[:i]
	}
	return slices.Contains([]string{"todo", "fixme", "note", "xxx", "hack", "noqa", "yamllint"}, strings.ToLower(word)) || takenOut.MatchString(comment)
}

// takenOut is a key of YAML.
var takenOut = regexp.MustCompile(`^[a-z_]+: `)

// isUnfinished reports whether a text stops in the middle: a bracket or a quote is
// still open, or it ends with a comma or a word that joins.
func isUnfinished(text string) bool {
	for _, pair := range [...]string{"()", "[]", "{}", "“”", "«»"} {
		open, size := utf8.DecodeRuneInString(pair)
		if strings.Count(text, string(open)) > strings.Count(text, pair[size:]) {
			return true
		}
	}
	last, _ := utf8.DecodeLastRuneInString(text)
	word := strings.ToLower(text[strings.LastIndexByte(text, ' ')+1:])
	return strings.Count(text, `"`)%2 == 1 || strings.ContainsRune(",&+=/", last) || joiningWords[word]
}

// joiningWords are words that end no text, and those before the # of a keypad.
var joiningWords = map[string]bool{
	"a": true, "an": true, "and": true, "by": true, "for": true, "of": true, "or": true, "our": true, "the": true, "to": true, "with": true, "your": true,
	"dial": true, "enter": true, "hit": true, "press": true, "push": true, "type": true, "number": true,
	"das": true, "der": true, "die": true, "oder": true, "und": true, "mit": true,
	"con": true, "de": true, "el": true, "et": true, "la": true, "le": true, "ou": true, "para": true, "pour": true,
}

// isContinued reports whether a comment reads as the rest of a sentence: the text
// does not end one, and the comment starts in the middle of one and ends it.
func isContinued(text, comment string) bool {
	const ends = ".!?…。！？"
	last, _ := utf8.DecodeLastRuneInString(text)
	first, _ := utf8.DecodeRuneInString(comment)
	end, _ := utf8.DecodeLastRuneInString(comment)
	return unicode.IsLetter(last) && strings.Contains(text, " ") && (unicode.IsLower(first) || first == '{') && strings.ContainsRune(ends, end)
}

// cutHint returns the hint for a missing string of a map: if its whole value is
// behind a #, to quote it, and otherwise another.
func cutHint(of responses.Value, key, otherwise string) string {
	if v := of.Get(key); v.IsNull() {
		if comment := strings.TrimSpace(v.Behind()); strings.HasPrefix(comment, "#") {
			whole, _ := quoted(comment)
			return "the \"#\" starts a comment; if it is part of the " + key + ", put it in quotes: `" + key + ": " + whole + "`"
		}
	}
	return otherwise
}
