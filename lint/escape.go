package lint

import (
	"strings"

	"nlgserver/internal/diag"
	"nlgserver/internal/pattern"
	"nlgserver/responses"
)

// yamlEscape is an escape that works in double quotes only.
var yamlEscape = pattern.Lazy(`\\(?:[nrt"']|u[0-9A-Fa-f]{4}|U000[0-9A-Fa-f]{5}|x[0-9A-Fa-f]{2})`)

// writtenEscape reports an escape such as \n outside of double quotes: users read
// the backslash.
func (k *checker) writtenEscape(t *responses.Text) {
	if t.Value.IsDoubleQuoted() || !strings.Contains(t.Source, `\`) || isJSONText(t.Source) {
		return
	}
	text := t.Source
	if t.Engine == responses.Jinja {
		text = blankJinja(text) // Jinja has escapes of its own
	}
	const most = 50 // of the escapes in a text, so that a long one takes no time
	for _, at := range yamlEscape().FindAllStringIndex(text, most) {
		if !isEscape(text, at[0], at[1]) {
			continue
		}
		hint := "put the text in double quotes"
		if len(t.Source) <= longestPasted && !strings.Contains(t.Value.Written(), "${") {
			hint += ": `" + unescaped(t.Source) + "`"
		}
		escape := text[at[0]:at[1]]
		k.warnIn(t.Value, at[0], diag.WrittenEscape, escape+" is not an escape outside of double quotes: users read it as written", hint)
		k.mendText(diag.WrittenEscape, t, labelEscape(escape), mendedEscapes(t))
		return
	}
}

// mendedEscapes returns a text whose escapes are what they stand for, but for those of
// Jinja.
func mendedEscapes(t *responses.Text) string {
	if t.Engine != responses.Jinja {
		return evaluated(t.Source)
	}
	var b strings.Builder
	from := 0
	for _, at := range jinjaPiece().FindAllStringIndex(t.Source, -1) {
		b.WriteString(evaluated(t.Source[from:at[0]]))
		b.WriteString(t.Source[at[0]:at[1]])
		from = at[1]
	}
	b.WriteString(evaluated(t.Source[from:]))
	return b.String()
}

func labelEscape(escape string) string {
	if escape == `\n` {
		return `Make \n a line break`
	}
	return "Make " + escape + " what it stands for"
}

var jinjaPiece = pattern.Lazy(`(?s)\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}`)

// blankJinja replaces the expressions and tags of a Jinja text by blanks of the
// same length.
func blankJinja(text string) string {
	return jinjaPiece().ReplaceAllStringFunc(text, blanks)
}

// blanks returns as many blanks as s has bytes.
func blanks(s string) string { return strings.Repeat(" ", len(s)) }

// unescaped writes a text in double quotes such that its escapes work.
func unescaped(text string) string {
	var b strings.Builder
	from := 0
	b.WriteByte('"')
	plain := func(s string) {
		whole, _ := doubleQuoted(s)
		b.WriteString(whole[1 : len(whole)-1])
	}
	for _, at := range yamlEscape().FindAllStringIndex(text, -1) {
		plain(text[from:at[0]])
		switch escape := text[at[0]:at[1]]; {
		case !isEscape(text, at[0], at[1]):
			plain(escape)
		case escape == `\'`:
			b.WriteByte('\'')
		default:
			b.WriteString(escape)
		}
		from = at[1]
	}
	plain(text[from:])
	b.WriteByte('"')
	return b.String()
}
