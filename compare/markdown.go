package compare

import (
	"fmt"
	"io"
	"strings"
)

// WriteMarkdown writes the differences as Markdown, for review comments and
// release notes.
func (d *Diff) WriteMarkdown(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "**%s**\n", capital(d.Summary()))
	m := marks{added: [2]string{"<ins>", "</ins>"}, removed: [2]string{"<del>", "</del>"}, escape: escapeMarkdown}
	for i := range d.Responses {
		r := &d.Responses[i]
		fmt.Fprintf(&b, "\n### %s: %s%s\n\n", escapeMarkdown(r.Name), r.Kind, escapeMarkdown(r.renamed()))
		for _, v := range r.Variations {
			fmt.Fprintf(&b, "- %s %s\n", v.Kind, escapeMarkdown(v.describe()))
			for _, c := range v.Changes {
				fmt.Fprintf(&b, "  - %s\n", c.describe(m))
			}
		}
		for _, o := range r.Order {
			fmt.Fprintf(&b, "- %s\n", escapeMarkdown(o.describe()))
		}
	}
	if len(d.Replies) > 0 {
		b.WriteString("\n### Expected replies\n\n")
	}
	for _, r := range d.Replies {
		fmt.Fprintf(&b, "- %s\n", r.describe(m))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func capital(text string) string { return strings.ToUpper(text[:1]) + text[1:] }

// escapeMarkdown escapes a string so that it is not read as markup.
func escapeMarkdown(text string) string {
	var b strings.Builder
	for _, r := range oneLine(text) {
		switch {
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '&':
			b.WriteString("&amp;")
		case strings.ContainsRune("\\`*_[]|~#!", r):
			b.WriteByte('\\')
			fallthrough
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
