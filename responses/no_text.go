package responses

import (
	"strings"

	"nlgserver/internal/diag"
)

// noText reports a variation without text and custom. The text may be there, but
// behind a # that is not quoted.
func (f *File) noText(variation Value) {
	text := variation.Get("text")
	comment := strings.TrimSpace(text.Behind())
	if text.IsNull() && len(comment) > 1 && comment[0] == '#' && comment[1] != ' ' && !strings.ContainsAny(comment, `"\`) {
		f.error(text, diag.NoTextOrCustom, "this variation has no text: the \"#\" starts a comment", "put the text in quotes: `text: \""+comment+"\"`")
		return
	}
	f.error(variation, diag.NoTextOrCustom, "a variation needs text or a non-empty custom map", "add `text: \"…\"` (the text may be empty: `text: \"\"`)")
}
