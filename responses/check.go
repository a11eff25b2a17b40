package responses

import (
	"strings"

	"nlgserver/internal/diag"
	"nlgserver/internal/near"
	"nlgserver/internal/python"
)

// want is the type that a key's value must have.
type want struct {
	name string
	is   func(Value) bool
}

var (
	wantText = want{"a text", func(v Value) bool { _, ok := v.Text(); return ok }}
	wantMap  = want{"a map", Value.IsMap}
	wantList = want{"a list", Value.IsList}
)

// take stores a value of the right type; null counts as a missing key.
func (f *File) take(dst *Value, key string, v Value, w want) {
	switch {
	case v.IsNull():
	case w.is(v):
		*dst = v
	default:
		f.error(v, diag.WrongType, key+" must be "+w.name+", not "+v.Describe(), hintForType(key, v, w.name))
	}
}

func hintForType(key string, v Value, wanted string) string {
	switch {
	case wanted == wantText.name && v.IsMap():
		return "a text that begins with a brace must stand in quotes: " + key + `: "{name}"`
	case wanted == wantText.name && v.IsScalar():
		return "put it in quotes: " + key + `: "` + python.JSONKey(v.Python()) + `"`
	case wanted == wantText.name:
		return "write one text; what may be said in its place is a variation of its own"
	case key == "attachment":
		return "Rasa's own checks refuse anything but a map here, such as {type: image, payload: {src: …}}"
	case wanted == wantMap.name:
		return "write its keys below " + key + ":, each on a line of its own"
	default:
		return "write its items below " + key + ":, each with a dash"
	}
}

// The keys that an author may have meant.
var variationKeys = [...]string{
	"text", "image", "custom", "buttons", "button_type", "quick_replies", "elements", "attachment",
	"channel", "id", "condition", "metadata", "translation",
}

// hintForKey names the key that an author may have meant.
func hintForKey(key string) string {
	for _, known := range variationKeys {
		if n := near.Distance(strings.ToLower(key), known, 2); n <= min(2, len(known)/3+1) {
			return "did you mean " + quote(known) + "?"
		}
	}
	return "what only your channel reads belongs below custom: or metadata:"
}

// checkButtons checks a list of buttons or quick replies: maps, and a title
// and a payload that are strings. Neither is required. Rasa: section 2.1.
func (f *File) checkButtons(key string, list Value) {
	for b := range list.Items() {
		if !b.IsMap() {
			f.error(b, diag.WrongType, "an item of "+key+" must be a map, not "+b.Describe(), `write  - title: "…"  and below it  payload: "…"`)
			continue
		}
		for _, name := range [...]string{"title", "payload"} {
			if v := b.Get(name); !v.IsMissing() {
				var kept Value
				f.take(&kept, name, v, wantText)
			}
		}
		if key == "buttons" {
			f.checkButtonTranslation(b.Get(translationKey))
		}
	}
}

// checkButtonTranslation finds translations of a button that do nothing, or
// that a channel cannot show. Rasa: section 7.
func (f *File) checkButtonTranslation(translation Value) {
	const shape = `write  translation: {de: {title: "…"}}`
	if translation.IsMissing() || translation.IsNull() {
		return
	}
	if !translation.IsMap() {
		f.warn(translation, diag.WrongType, "a button's translation must be a map of languages, not "+translation.Describe()+"; it does nothing", shape)
		return
	}
	for field := range translation.Entries() {
		if !field.Value.IsMap() {
			f.warn(field.Value, diag.WrongType, "a button's translation into a language must be a map of its keys, not "+field.Value.Describe()+"; it does nothing", shape)
			continue
		}
		for _, name := range [...]string{"title", "payload"} {
			v := field.Value.Get(name)
			if !v.IsMissing() && !wantText.is(v) {
				f.warn(v, diag.WrongType, "a translated "+name+" must be a text, not "+v.Describe(), "put it in quotes")
			}
		}
	}
}

// checkElements finds elements at which Rasa's client refuses the whole reply.
// Rasa: section 5.4.
func (f *File) checkElements(list Value) {
	for e := range list.Items() {
		if !e.IsMap() {
			f.defect(e, diag.WrongType, "an element must be a map, not "+e.Describe()+": Rasa refuses the reply, and the bot is silent", `write  - title: "…"`)
		}
	}
}

// readMetadata keeps the metadata and looks at its engine name. Rasa: section
// 2.2.
func (f *File) readMetadata(p *parts, v Value) {
	if v.IsNull() {
		f.warn(v, diag.NullValue, "metadata without a value crashes newer Rasa", "remove the key, or give it a map")
		return
	}
	p.metadata = v
	if !v.IsMap() {
		f.warn(v, diag.WrongType, "metadata that is not a map crashes newer Rasa", "make it a map of keys")
		return
	}
	if e := v.Get("template"); !e.IsMissing() && engines[e.String()] == NoEngine {
		f.defect(e, diag.EngineName, "metadata.template must be format or jinja; with anything else Rasa says nothing", `write  template: jinja  or remove the key`)
	}
}
