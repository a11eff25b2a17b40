package compare

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"

	"nlgserver/nlg"
)

// WriteDomain writes a domain file that lets Rasa train and validate while the
// texts live elsewhere: every response of the catalog, by name, with a
// placeholder for its text. The catalog must have been compiled with
// nlg.Options.KeepWritten.
//
// Rasa sends the id of the first variation that it finds eligible. The first
// one here has no id, so it sends none, and the server's own choice stays
// free; after it comes one variation for each id. Channels and conditions are
// left out: they would only serve to find that id.
func WriteDomain(w io.Writer, c *nlg.Catalog) error {
	var b strings.Builder
	fmt.Fprintf(&b, `# The names of the responses that nlgserver serves, for Rasa's training and
# validation. Written by "nlgserver export-domain" from catalog %s;
# write it again instead of editing it.
version: "3.1"

responses:
`, c.ShortVersion())
	for r := range c.AllWritten() {
		placeholder := doubleQuoted("(nlgserver says " + bracesDoubled(r.Name) + ")")
		fmt.Fprintf(&b, "  %s:\n    - text: %s\n", plainOrQuoted(r.Name), placeholder)
		var ids []string
		for _, v := range r.Variations {
			if v.ID != "" && !slices.Contains(ids, v.ID) {
				ids = append(ids, v.ID)
			}
		}
		for _, id := range ids {
			fmt.Fprintf(&b, "    - text: %s\n      id: %s\n", placeholder, doubleQuoted(id))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// bracesDoubled writes a text so that the format engine prints it as it is.
func bracesDoubled(text string) string {
	return strings.NewReplacer("{", "{{", "}", "}}").Replace(text)
}

// plainOrQuoted writes a name without quotes if it looks like one of Rasa's.
func plainOrQuoted(name string) string {
	rest, isUtter := strings.CutPrefix(name, "utter_")
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("_-/.", r)
	}
	if isUtter && strings.IndexFunc(rest, func(r rune) bool { return !plain(r) }) < 0 {
		return name
	}
	return doubleQuoted(name)
}

// doubleQuoted writes a text as a double-quoted scalar of one line.
func doubleQuoted(text string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == ' ' || unicode.IsPrint(r):
			b.WriteRune(r)
		default:
			fmt.Fprintf(&b, `\U%08X`, r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
