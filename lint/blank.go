package lint

import (
	"strings"
	"unicode"

	"nlgserver/internal/diag"
	"nlgserver/internal/invisible"
	"nlgserver/responses"
)

// blankText reports a message without anything to read. Rasa sends none for an
// empty text, which some authors mean.
func (k *checker) blankText(v *responses.Variation) {
	if v.IsRich() {
		return
	}
	for _, t := range v.Texts {
		switch {
		case t.Path != "text" || !isBlankText(t.Source):
		case t.Source != "":
			k.warn(t.Value, diag.BlankText, "this message has nothing to read: some channels show an empty message, others fail to send it",
				"write the text, or nothing between the quotes to send no message")
		case t.Language == "":
			k.warn(t.Value, diag.EmptyText, "Rasa sends nothing for an empty text", "write the text, unless nothing should be said")
		}
	}
}

// isBlankText reports whether a text has only characters that nobody sees.
func isBlankText(text string) bool {
	return strings.IndexFunc(text, func(r rune) bool {
		_, unseen := invisible.Name(r)
		return !unseen && !unicode.IsSpace(r)
	}) < 0
}
