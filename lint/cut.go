package lint

import (
	"strings"
	"unicode/utf8"

	"nlgserver/internal/diag"
	"nlgserver/responses"
)

// cutText reports a comment behind an unquoted text: nearly always a # that was
// meant to be read, or else perhaps. It returns whether the text is cut.
func (k *checker) cutText(t *responses.Text, u use) (cut bool) {
	if u == otherUse || !t.Value.IsPlain() {
		return false
	}
	behind := t.Value.Behind()
	comment := strings.TrimLeft(behind, " \t")
	blanks := behind[:len(behind)-len(comment)]
	comment, ok := strings.CutPrefix(comment, "#")
	if !ok || blanks == "" {
		return false
	}
	comment = strings.TrimRight(comment, " \t\r")
	hint := cutTextHint(t, t.Source+blanks+"#"+comment, u)
	switch {
	case isCut(t.Source, comment, u):
		message := "the text ends before this \"#\", which starts a comment: users read "
		if u != speech {
			message = "the value ends before this \"#\", which starts a comment: it is "
		}
		k.warnBehind(t, len(blanks), diag.CutText, message+shown(t.Source)+" and nothing more", hint)
		return true
	case u == speech && !strings.HasPrefix(strings.TrimSpace(comment), ignoreMark):
		k.warnBehind(t, len(blanks), diag.TextComment, "this is a comment, not part of the text", "if it is part of the text, "+hint)
	}
	return false
}

// cutTextHint says how to write a text with what is behind its #.
func cutTextHint(t *responses.Text, whole string, u use) string {
	if env := envReference().FindString(t.Value.Written()); env != "" {
		return "write the # without a blank before it, or pass the value as a slot: in quotes, " + env + " is not replaced"
	}
	if inner, ok := unwrap(whole); ok {
		whole = inner
	}
	hint := "put the text in quotes"
	if pasted, short := meant(whole, u); short {
		hint += ": `" + pasted + "`"
	}
	return hint
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
