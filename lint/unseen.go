package lint

import (
	"unicode/utf8"

	"nlgserver/internal/diag"
	"nlgserver/internal/invisible"
	"nlgserver/responses"
)

// invisibleText reports the first character of a text that nobody sees. One that
// is written as an escape, such as "\u00a0", is there on purpose.
func (k *checker) invisibleText(t *responses.Text, u use) {
	if t.Path == "text" && isBlankText(t.Source) {
		return // see blankText
	}
	find := invisible.Find
	if u == reply {
		find = invisible.FindInName
	}
	offset, name, ok := find(t.Source)
	if !ok {
		return
	}
	message := "there is an invisible character here: " + name
	switch more := countInvisible(t.Source, find) - 1; {
	case more == mostCounted-1:
		message += "; many more follow in this text"
	case more > 0:
		message += "; " + plural(more, "more follows", "more follow") + " in this text"
	}
	d := t.Value.DiagnoseAt(offset, diag.Warning, diag.InvisibleText, message, "delete it, and type a space if there should be one")
	line := []rune(d.Source)
	if t.Value.IsDoubleQuoted() && d.Column > 0 && d.Column <= len(line) && line[d.Column-1] == '\\' {
		return
	}
	k.diags = append(k.diags, d)
	label := "Remove the invisible characters"
	if countInvisible(t.Source, find) == 1 {
		label = "Remove the invisible character"
		if r, _ := utf8.DecodeRuneInString(t.Source[offset:]); invisible.IsBlank(r) && r != 0xFEFF {
			label = "Change the invisible character to a space"
		}
	}
	k.mendText(diag.InvisibleText, t, label, withoutUnseen(t.Source, find))
}

// mostCounted bounds the work on a text that is full of such characters.
const mostCounted = 20

// countInvisible counts the characters that find finds in a text, up to
// mostCounted.
func countInvisible(text string, find func(string) (int, string, bool)) (n int) {
	for n < mostCounted {
		offset, _, ok := find(text)
		if !ok {
			return n
		}
		n++
		_, size := utf8.DecodeRuneInString(text[offset:])
		text = text[:offset] + text[offset+size:]
	}
	return n
}
