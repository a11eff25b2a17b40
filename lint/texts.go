package lint

import (
	"strconv"
	"strings"

	"nlgserver/internal/diag"
	"nlgserver/responses"
)

// use is what the string at a path is for.
type use uint8

const (
	// otherUse is a string of a channel's own, such as a URL.
	otherUse use = iota
	// speech is what users read or hear.
	speech
	// reply is what a button sends.
	reply
	// operand is what a condition compares a slot with.
	operand
)

// speechKeys are the keys whose strings users read.
var speechKeys = map[string]bool{
	"text": true, "title": true, "subtitle": true, "label": true, "description": true, "caption": true, "fallback": true, "pretext": true,
}

// useOf returns what the string at a path is for.
func useOf(path string) use {
	key := path[strings.LastIndexByte(path, '.')+1:]
	switch {
	case speechKeys[key]:
		return speech
	case key == "payload":
		return reply
	default:
		return otherUse
	}
}

// texts checks the strings of a variation for slips that change what users read.
func (k *checker) texts(v *responses.Variation) {
	k.enclosedVariables(v)
	k.blankText(v)
	k.operands(v)
	for _, t := range v.Texts {
		k.text(t)
		k.bracesInJinja(t)
		k.doubledVariable(t)
		k.markup(v, t)
	}
	for _, t := range elementTexts(v) {
		k.text(t)
		k.unfilledElement(t)
		if useOf(t.Path) == reply {
			k.elementPayload(t)
		}
	}
}

// text checks a string, filled or not.
func (k *checker) text(t *responses.Text) {
	u := useOf(t.Path)
	isCut := k.cutText(t, u)
	k.invisibleText(t, u)
	k.quotedEnv(t)
	if u == otherUse || isCut {
		return // the hint mends the whole text
	}
	if !k.strayQuotes(t, u) && u == speech {
		k.writtenEscape(t)
	}
}

// operands checks the texts that a condition compares slots with.
func (k *checker) operands(v *responses.Variation) {
	if v.Condition == nil {
		return
	}
	for _, u := range v.Condition.Uses() {
		if text, ok := u.ValueAt.Text(); ok && u.Equals {
			t := &responses.Text{Value: u.ValueAt, Source: text}
			k.cutText(t, operand)
			k.strayQuotes(t, operand)
		}
	}
}

// elementTexts returns the strings of a variation's elements, which Rasa does not
// fill.
func elementTexts(v *responses.Variation) []*responses.Text {
	var texts []*responses.Text
	var walk func(at responses.Value, path string)
	walk = func(at responses.Value, path string) {
		i := 0
		for item := range at.Items() {
			walk(item, path+"["+strconv.Itoa(i)+"]")
			i++
		}
		for e := range at.Entries() {
			walk(e.Value, path+"."+e.Name())
		}
		if text, ok := at.Text(); ok {
			texts = append(texts, &responses.Text{Value: at, Source: text, Path: path})
		}
	}
	walk(v.Key("elements"), "elements")
	return texts
}

// longestPasted is the length, in bytes, of the longest text that a hint repeats.
const longestPasted = 300

// doubleQuoted writes a text in double quotes, as YAML reads it. It reports
// whether that is short enough for a hint.
func doubleQuoted(text string) (string, bool) {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range text {
		switch r {
		case '"', '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case '\n':
			b.WriteString(`\n`)
		case '\t':
			b.WriteString(`\t`)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String(), b.Len() <= longestPasted
}

// quoted writes a text in the quotes that need no escapes, if it can.
func quoted(text string) (string, bool) {
	if strings.ContainsAny(text, `"\`) && !strings.ContainsAny(text, "\n\t") {
		text = "'" + strings.ReplaceAll(text, "'", "''") + "'"
		return text, len(text) <= longestPasted
	}
	return doubleQuoted(text)
}

// meant writes a text in the quotes in which YAML reads what its author meant:
// its escapes work.
func meant(text string, u use) (string, bool) {
	if u == speech && len(text) <= longestPasted && !isJSONText(text) {
		for _, at := range yamlEscape().FindAllStringIndex(text, -1) {
			if isEscape(text, at[0], at[1]) {
				return unescaped(text), true
			}
		}
	}
	return quoted(text)
}

// shown shortens a text for a message: its end, if it is long.
func shown(text string) string {
	const longest = 40
	text = strings.ReplaceAll(text, "\n", " ")
	if runes := []rune(text); len(runes) > longest {
		text = "…" + string(runes[len(runes)-longest:])
	}
	return quote(text)
}

// warnBehind adds a warning some characters behind the end of a text.
func (k *checker) warnBehind(t *responses.Text, characters int, code diag.Code, message, hint string) {
	if k.enabled(code) {
		d := t.Value.DiagnoseAt(len(t.Source), diag.Warning, code, message, hint)
		if !strings.Contains(t.Value.Written(), "${") { // else d is at the start of the text
			d.Column += characters
		}
		k.diags = append(k.diags, d)
	}
}
