package lint

import (
	"iter"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"nlgserver/internal/diag"
	"nlgserver/internal/invisible"
	"nlgserver/internal/near"
	"nlgserver/internal/python"
	"nlgserver/responses"
)

// mend gives the last diagnostic, if it is of the code, what fixes it for certain.
func (k *checker) mend(code diag.Code, m diag.Mend) {
	if n := len(k.diags); n > 0 && k.diags[n-1].Code == code {
		diag.SetMend(&k.diags[n-1], m)
	}
}

// only returns the one known name that an author can have meant by a misspelled one.
func (k *checker) only(name string, known iter.Seq[string]) (string, bool) {
	found, ok := near.Only(name, k.within(known))
	return found, ok && k.compared <= mostCompared
}

// mendText makes a text another one.
func (k *checker) mendText(code diag.Code, t *responses.Text, label, text string) {
	if text != t.Source && t.Path != "" {
		k.mend(code, diag.Mend{Label: label, Texts: []diag.MendedText{{Path: t.Path, Language: t.Language, Text: text}}})
	}
}

// mendPart changes the only place of a part of a text.
func (k *checker) mendPart(code diag.Code, t *responses.Text, label, from, to string) {
	if strings.Count(t.Source, from) == 1 {
		k.mendText(code, t, label, strings.Replace(t.Source, from, to, 1))
	}
}

// mendVariable renames a variable of a text in all languages: it is reported in the
// first.
func (k *checker) mendVariable(code diag.Code, v *responses.Variation, t *responses.Text, from, to string) {
	m := diag.Mend{Label: diag.LabelChange(inBraces(t, from), inBraces(t, to))}
	for _, other := range v.Texts {
		if other.Path != t.Path {
			continue
		}
		if text := renamed(other, from, to); text != other.Source {
			m.Texts = append(m.Texts, diag.MendedText{Path: other.Path, Language: other.Language, Text: text})
		}
	}
	if len(m.Texts) > 0 {
		k.mend(code, m)
	}
}

func inBraces(t *responses.Text, name string) string {
	if t.Engine == responses.Jinja {
		return name
	}
	return "{" + name + "}"
}

// renamed returns a text with another name for a variable.
func renamed(t *responses.Text, from, to string) string {
	if t.Engine != responses.Jinja {
		return strings.ReplaceAll(t.Source, "{"+from+"}", "{"+to+"}")
	}
	name := regexp.MustCompile(`(^|[^\pL\pN_."'])` + regexp.QuoteMeta(from) + `($|[^\pL\pN_"'])`)
	return jinjaPiece().ReplaceAllStringFunc(t.Source, func(piece string) string {
		if strings.HasPrefix(piece, "{#") {
			return piece
		}
		return name.ReplaceAllString(piece, "${1}"+strings.ReplaceAll(to, "$", "$$")+"${2}")
	})
}

// withoutUnseen returns a text without the characters that nobody sees: a space in the
// place of a blank one, nothing in that of others.
func withoutUnseen(text string, find func(string) (int, string, bool)) string {
	var b strings.Builder
	for {
		offset, _, ok := find(text)
		if !ok {
			b.WriteString(text)
			return b.String()
		}
		r, size := utf8.DecodeRuneInString(text[offset:])
		b.WriteString(text[:offset])
		if invisible.IsBlank(r) && r != 0xFEFF {
			b.WriteByte(' ')
		}
		text = text[offset+size:]
	}
}

// evaluated returns a text whose escapes are what they stand for.
func evaluated(text string) string {
	var b strings.Builder
	from := 0
	for _, at := range yamlEscape().FindAllStringIndex(text, -1) {
		if !isEscape(text, at[0], at[1]) {
			continue
		}
		b.WriteString(text[from:at[0]])
		b.WriteString(escaped(text[at[0]+1 : at[1]]))
		from = at[1]
	}
	b.WriteString(text[from:])
	return b.String()
}

// escaped returns what an escape stands for, given without its backslash.
func escaped(s string) string {
	switch s[0] {
	case 'n':
		return "\n"
	case 'r':
		return "\r"
	case 't':
		return "\t"
	case 'u', 'U', 'x':
		if code, err := strconv.ParseUint(s[1:], 16, 32); err == nil && code <= unicode.MaxRune {
			return string(rune(code))
		}
	}
	return s
}

// jsonOf writes a text as JSON.
func jsonOf(text string) string { return string(python.AppendJSONString(nil, text)) }

// mendSlot renames a slot in a condition, which is reported at its first use.
func (k *checker) mendSlot(code diag.Code, v *responses.Variation, at responses.Value, from, to string) {
	m := diag.Mend{Label: diag.LabelChange(from, to)}
	source, isPredicate := v.Key("condition").Text()
	if !isPredicate {
		if at.String() == from {
			m.Put = jsonOf(to)
			k.mend(code, m)
		}
		return
	}
	slot := regexp.MustCompile(`(\bslots\.)` + regexp.QuoteMeta(from) + `($|[^\pL\pN_])`)
	if text := slot.ReplaceAllString(source, "${1}"+strings.ReplaceAll(to, "$", "$$")+"${2}"); text != source {
		m.Put = jsonOf(text)
		k.mend(code, m)
	}
}

// mendValue gives what a condition's list compares a slot with another value, as JSON.
func (k *checker) mendValue(code diag.Code, v *responses.Variation, label, value string) {
	if v.Key("condition").IsList() {
		k.mend(code, diag.Mend{Label: label, Put: value})
	}
}
