package responses

import (
	"strings"

	"nlgserver/internal/diag"
	"nlgserver/internal/document"
	"nlgserver/internal/near"
)

// want is the type that the value of a key must have.
type want struct {
	name string
	is   func(Value) bool
}

var (
	wantText = want{"a string", func(v Value) bool { _, ok := v.Text(); return ok }}
	wantMap  = want{"a map", Value.IsMap}
	wantList = want{"a list", Value.IsList}
)

// checkNull reports a key without a value where current Rasa rejects the file. To
// nlgserver it means a missing key. Rasa: section 2.1, D22.
func (f *File) checkNull(key string, v Value) {
	if v.IsNull() {
		f.defect(v, diag.NullValue, key+" has no value: current Rasa rejects the file", "remove the key")
		f.mendRemove(diag.NullValue, key)
	}
}

// takeMap is take for a map that cannot be null.
func (f *File) takeMap(dst *Value, key string, v Value) {
	f.checkNull(key, v)
	f.take(dst, key, v, wantMap)
}

// take stores a value of the right type; null counts as a missing key.
func (f *File) take(dst *Value, key string, v Value, w want) {
	switch {
	case v.IsNull():
	case w.is(v):
		*dst = v
	case w.name == wantMap.name && f.refuseAnyKey(v):
	case w.name == wantText.name && isBracketed(v) && (v.IsMap() || key == "text" || key == "title" || key == "payload"):
		f.error(v, diag.WrongType, key+" must be a string, not "+v.Describe()+": text that starts with "+v.Line()[:1]+" must be quoted", hintForType(key, v, w.name))
	default:
		f.error(v, diag.WrongType, key+" must be "+w.name+", not "+v.Describe(), hintForType(key, v, w.name))
	}
}

// isBracketed reports whether a value is a text that starts with { or [, and so
// lacks its quotes.
func isBracketed(v Value) bool { return v.IsFlow() && (v.IsMap() || v.Len() < 2) }

func hintForType(key string, v Value, wanted string) string {
	switch {
	case wanted == wantText.name && v.IsNull():
		return "write a quoted string"
	case wanted == wantText.name && v.IsList() && isBracketed(v) && key != "text" && key != "title" && key != "payload":
		return "write " + diag.InBackticks(key+": "+strings.TrimSpace(strings.Trim(v.Line(), "[]")))
	case wanted == wantText.name && (v.IsScalar() || isBracketed(v)):
		return "quote it: " + diag.InBackticks(key+": "+v.Quoted())
	case wanted == wantText.name && v.IsMap():
		return "give `" + key + ":` a single string"
	case wanted == wantText.name:
		return "write a single string; to offer alternatives, add a variation for each"
	case key == "attachment":
		return "Rasa accepts only a map here, such as `{type: image, payload: {src: …}}`"
	case wanted == wantMap.name:
		return "put its keys below `" + key + ":`, one per line"
	case v.IsMap() && !v.IsFlow():
		return document.Write("- "+v.Line()) + below(v)
	case v.IsMap():
		return document.Write(key + ": [" + v.Line() + "]")
	default:
		return "put its items below `" + key + ":`, each starting with a dash"
	}
}

// variationKeys are the keys that Rasa knows, for suggestions.
var variationKeys = [...]string{
	"text", "image", "custom", "buttons", "button_type", "quick_replies", "elements", "attachment",
	"channel", "id", "condition", "metadata", "translation", "allow_interruptions",
}

// hintForKey suggests the key that the author probably meant.
func hintForKey(key string) string {
	for _, known := range variationKeys {
		if n := near.Distance(strings.ToLower(key), known, 2); n <= min(2, len(known)/3+1) {
			return "did you mean `" + known + "`?"
		}
	}
	return "move keys that only your channel reads below `custom:` or `metadata:`"
}

// checkButtons checks a list of buttons or quick replies: each must be a map,
// and its title and payload, if any, must be strings. Rasa: section 2.1.
func (f *File) checkButtons(key string, list Value) {
	for b := range list.Items() {
		if f.refuseBareKey(b, buttonKeys[:]) {
			continue
		}
		for e := range b.Entries() {
			f.refuseKey(e.Key)
		}
		if !b.IsMap() {
			f.error(b, diag.WrongType, "an item of "+key+" must be a map, not "+b.Describe(), "write `- {title: \"…\", payload: \"…\"}`")
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

// checkButtonTranslation warns about translations of a button that are ignored
// or that a channel cannot show. Rasa: section 7.
func (f *File) checkButtonTranslation(translation Value) {
	const shape = "write `translation: {de: {title: \"…\"}}`"
	f.checkNull("a button's translation", translation)
	if translation.IsMissing() || translation.IsNull() {
		return
	}
	if !translation.IsMap() {
		f.warn(translation, diag.WrongType, "a button's translation must be a map of languages, not "+translation.Describe()+"; it is ignored", shape)
		return
	}
	for field := range translation.Entries() {
		if !field.Value.IsMap() {
			f.warn(field.Value, diag.WrongType, "each language of a button's translation must be a map, not "+field.Value.Describe()+"; it is ignored", shape)
			continue
		}
		for _, name := range [...]string{"title", "payload"} {
			v := field.Value.Get(name)
			if !v.IsMissing() && !wantText.is(v) {
				f.warn(v, diag.WrongType, "a translated "+name+" must be a string, not "+v.Describe(), hintForType(name, v, wantText.name))
				f.mendQuoted(diag.WrongType, v)
			}
		}
	}
}

// checkElements reports elements that make Rasa's client reject the whole
// reply. Rasa: section 5.4.
func (f *File) checkElements(list Value) {
	for e := range list.Items() {
		if !e.IsMap() {
			f.defect(e, diag.WrongType, "an element must be a map, not "+e.Describe()+": Rasa rejects the reply, and the bot sends nothing", "write `- title: \"…\"`")
		}
	}
}

// readMetadata stores the metadata and checks what Rasa reads of it. Rasa: section
// 2.2.
func (f *File) readMetadata(p *parts, v Value) {
	if v.IsNull() {
		f.warn(v, diag.NullValue, "metadata has no value, which crashes current Rasa", "remove the key, or give it a map")
		f.mendRemove(diag.NullValue, "metadata")
		return
	}
	p.metadata = v
	if !v.IsMap() {
		f.warn(v, diag.WrongType, "metadata must be a map, not "+v.Describe()+": anything else crashes current Rasa", "put its keys below `metadata:`, one per line")
		return
	}
	for e := range v.Entries() {
		f.refuseKey(e.Key)
	}
	f.readRephrase(p, v)
	if e := v.Get("template"); !e.IsMissing() && engines[e.String()] == NoEngine {
		f.defect(e, diag.EngineName, "metadata.template must be format or jinja; with any other value Rasa sends nothing", "write `template: jinja`, or remove the key")
		if name, ok := onlyOf(strings.TrimRight(e.String(), "0123456789. "), "format", "jinja"); ok {
			f.mend(diag.EngineName, diag.Mend{Label: diag.LabelChange(e.String(), name), Put: jsonOf(name)})
		} else if strings.TrimRight(e.String(), "0123456789. ") == "jinja" {
			f.mend(diag.EngineName, diag.Mend{Label: diag.LabelChange(e.String(), "jinja"), Put: jsonOf("jinja")})
		}
	}
}
