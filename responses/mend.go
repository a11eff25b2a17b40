package responses

import (
	"slices"
	"strings"
	"unicode/utf8"

	"nlgserver/internal/diag"
	"nlgserver/internal/invisible"
	"nlgserver/internal/near"
	"nlgserver/internal/python"
	"nlgserver/interpolate/jinja"
)

// mend gives the last diagnostic, if it is of the code, what fixes it for certain.
func (f *findings) mend(code diag.Code, m diag.Mend) {
	if n := len(f.diags); n > 0 && f.left == 0 && f.diags[n-1].Code == code {
		diag.SetMend(&f.diags[n-1], m)
	}
}

// mendText makes a text another one.
func (f *findings) mendText(code diag.Code, t *Text, label, text string) {
	f.mend(code, diag.Mend{Label: label, Texts: []diag.MendedText{{Path: t.Path, Language: t.Language, Text: text}}})
}

// mendRemove removes a key that has no value.
func (f *findings) mendRemove(code diag.Code, key string) {
	f.mend(code, diag.Mend{Label: "Remove the empty " + strings.TrimPrefix(key, "a button's "), Remove: true})
}

// mendQuoted makes a value a string of what is written.
func (f *findings) mendQuoted(code diag.Code, v Value) {
	source, ok := v.Source()
	if ok && v.IsScalar() && v.IsPlain() && !v.IsNull() {
		f.mend(code, diag.Mend{Label: "Make it the text " + diag.Labeled(source), Put: jsonOf(source)})
	}
}

// mendOf is what [explainBrace] says to do about a brace, where that is certain: the
// text as it will be, and the name of the variable that it has then.
func mendOf(text string, offset int) (mended, name string, ok bool) {
	_, hint := explainBrace(text, offset, "")
	name, ok = strings.CutPrefix(hint, "write `{")
	name, closed := strings.CutSuffix(name, "}`")
	if !ok || !closed || strings.HasPrefix(name, "{") || !startsName(name) {
		return "", "", false
	}
	if text[offset] == '{' {
		end := offset + 1 + len(name)
		return text[:end] + "}" + text[end:], name, true
	}
	start := offset - len(name)
	return text[:start] + "{" + text[start:], name, true
}

// mendBrace closes or opens the only variable of a text.
func (f *findings) mendBrace(t *Text, offset int) {
	if mended, name, ok := mendOf(t.Source, offset); ok {
		f.mendText(diag.FormatRaises, t, "Change to {"+diag.Labeled(name)+"}", mended)
		return
	}
	if isSign(t.Source, offset) {
		f.mendText(diag.FormatRaises, t, "Change } to }}", t.Source[:offset]+"}"+t.Source[offset:])
		return
	}
	if offset > 0 && offset < len(t.Source) && strings.HasSuffix(t.Source[:offset+1], "}}") && strings.Count(t.Source, "{") < strings.Count(t.Source, "}") && !strings.Contains(t.Source, "{{") {
		f.mendText(diag.FormatRaises, t, "Remove one }", t.Source[:offset]+t.Source[offset+1:])
	}
}

// isSign reports whether a closing brace is one of the text: no name is before it that it
// could close.
func isSign(text string, offset int) bool {
	return offset > 0 && offset < len(text) && text[offset] == '}' && strings.IndexByte(".:;,-=*^'\"", text[offset-1]) >= 0 && !strings.Contains(text[:offset], "{")
}

// mendDoubled writes a variable in doubled braces in single ones, beside other variables.
func (f *findings) mendDoubled(t *Text, offset int) {
	at := min(max(offset, 0), len(t.Source))
	word, ok := strings.CutPrefix(t.Source[at:], "{{")
	end := strings.Index(word, "}}")
	if !ok || end < 1 || !IsVariableName(word[:end]) {
		return
	}
	name := "{" + word[:end] + "}"
	f.mendText(diag.NeverFilled, t, diag.LabelChange("{"+name+"}", name), t.Source[:at]+name+word[end+2:])
}

// mendJinja writes what can only be meant in a template.
func (f *findings) mendJinja(code diag.Code, t *Text, e *jinja.SyntaxError) {
	if e.Wrong != "" && e.Offset >= 0 && e.Offset <= len(t.Source) && strings.HasPrefix(t.Source[e.Offset:], e.Wrong) {
		f.mendText(code, t, diag.LabelChange(e.Wrong, e.Right), t.Source[:e.Offset]+e.Right+t.Source[e.Offset+len(e.Wrong):])
	}
}

// withoutUnseen removes the characters that nobody sees from a name.
func withoutUnseen(name string) string {
	for {
		offset, _, ok := invisible.FindInName(name)
		if !ok {
			return name
		}
		_, size := utf8.DecodeRuneInString(name[offset:])
		name = name[:offset] + name[offset+size:]
	}
}

// onlyOf returns the one of a few words that can be meant by a misspelled one.
func onlyOf(word string, known ...string) (string, bool) {
	return near.Only(word, slices.Values(known))
}

func jsonOf(text string) string { return string(python.AppendJSONString(nil, text)) }
