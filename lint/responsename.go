package lint

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"nlgserver/internal/diag"
	"nlgserver/internal/near"
)

const utter = "utter_"

// responseName warns about a name that Rasa probably never asks for.
func (k *checker) responseName() {
	name := k.w.Name
	meant, why := k.meantName(name)
	switch {
	case meant != "":
		hint := "write `" + meant + ":`"
		if k.content.Has(meant) {
			hint = "there is a " + quote(meant) + " too: move the variations there, or remove them"
		}
		k.warn(k.w.Key, diag.ResponseName, "the response name "+quote(name)+" "+why, hint)
	case !strings.HasPrefix(name, utter):
		k.warnAlike(k.w.Key, diag.NameWithoutUtter, "without "+utter, "the response name "+quote(name)+" does not start with utter_: Rasa cannot predict it, and only a custom action can send it",
			"unless a custom action does, write `"+utter+strings.TrimSpace(name)+":`")
	}
}

// meantName returns the name that an author probably meant, and what is wrong
// with the one that is written; "" if nothing is.
func (k *checker) meantName(name string) (meant, why string) {
	trimmed := strings.TrimFunc(name, unicode.IsSpace)
	if rest, ok := strings.CutPrefix(trimmed, utter); ok {
		if trimmed != name && rest != "" {
			return trimmed, "has blanks around it, which are part of the name"
		}
		return "", ""
	}
	const wrongStart = "does not start with utter_, so Rasa cannot predict it"
	if rest, ok := afterUtter(trimmed); ok {
		return utter + strings.ReplaceAll(lowered(trimmed, rest), " ", "_"), wrongStart
	}
	if intent, key, ok := strings.Cut(trimmed, "/"); ok && key != "" && k.domain.Intents.Has(intent) {
		return utter + trimmed, wrongStart + "; it answers the intent " + quote(intent)
	}
	return "", ""
}

// lowered returns the rest of a name without the capital letters that only come
// from how the whole is written, as in UTTER_BYE and utterBye.
func lowered(name, rest string) string {
	if name == strings.ToUpper(name) {
		return strings.ToLower(rest)
	}
	if first, size := utf8.DecodeRuneInString(rest); strings.HasPrefix(name, "utter"+string(first)) {
		return string(unicode.ToLower(first)) + rest[size:]
	}
	return rest
}

// afterUtter returns what follows a misspelled utter_ in a name.
func afterUtter(name string) (rest string, ok bool) {
	const word = "utter"
	if len(name) > len(word) && strings.EqualFold(name[:len(word)], word) {
		rest := name[len(word):]
		cut := strings.TrimLeft(rest, "_-. :")
		isCamel := unicode.IsUpper(rune(rest[0])) && name[0] == 'u'
		if cut != "" && (cut != rest || isCamel) {
			return cut, true
		}
	}
	head, rest, found := strings.Cut(name, "_")
	lower := strings.ToLower(head)
	return rest, found && rest != "" && strings.HasPrefix(lower, "u") && lower != word && near.Distance(lower, word, 1) <= 1
}
