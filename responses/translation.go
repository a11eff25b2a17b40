package responses

import (
	"slices"

	"nlgserver/internal/diag"
)

const translationKey = "translation"

// Button is a button or a quick reply.
type Button struct{ Value Value }

func buttonsOf(list Value) []Button {
	buttons := make([]Button, 0, list.Len())
	for b := range list.Items() {
		buttons = append(buttons, Button{b})
	}
	return buttons
}

// Title returns the button's title as written.
func (b Button) Title() string { return b.Value.Get("title").String() }

// Payload returns the button's payload as written.
func (b Button) Payload() string { return b.Value.Get("payload").String() }

// Translated returns the value of a key of the button in a language, or no
// value if the key is not translated into it. Rasa: section 7.
func (b Button) Translated(code, key string) Value {
	return b.Value.Get(translationKey).Get(code).Get(key)
}

// languagesOf returns the codes of a variation's translations, in file order.
func (f *File) languagesOf(translation Value) []string {
	var codes []string
	for field := range translation.Entries() {
		code, v := field.Key.String(), field.Value
		if f.refuseKey(field.Key) {
			continue
		}
		if code == "" {
			f.warn(field.Key, diag.NonTextKey, "a language code must be a string, not "+field.Key.Describe(), "quote it: "+diag.InBackticks(field.Key.Quoted()))
			continue
		}
		if v.IsNull() {
			f.warn(v, diag.NullValue, "the translation into "+code+" is empty: nothing is sent in that language", "write the translated text, or remove the line")
		} else if !wantText.is(v) {
			f.defect(v, diag.WrongType, "the translation into "+code+" must be a string, not "+v.Describe()+": Rasa rejects the reply, and the bot sends nothing", hintForType(code, v, wantText.name))
			f.mendQuoted(diag.WrongType, v)
		}
		if len(codes) < maxLanguages {
			codes = append(codes, code)
		}
	}
	return codes
}

// TranslatedInto returns the codes of the languages that the text or a button
// is translated into.
func (v *Variation) TranslatedInto() []string {
	codes, _ := v.translatedInto()
	return codes
}

// maxLanguages bounds the languages of a variation, which is composed in each.
const maxLanguages = 500

// translatedInto returns the first languages; beyond is where there is one more
// than a variation may have.
func (v *Variation) translatedInto() (codes []string, beyond Value) {
	add := func(t Value) {
		for field := range t.Entries() {
			code := field.Key.String()
			switch {
			case code == "" || slices.Contains(codes, code):
			case len(codes) < maxLanguages:
				codes = append(codes, code)
			default:
				beyond = field.Key
				return
			}
		}
	}
	add(v.parts.translation)
	for b := range v.parts.buttons.Items() {
		if !beyond.IsMissing() {
			break
		}
		add(b.Get(translationKey))
	}
	return codes, beyond
}

// translated returns the entry of a map of translations for the first of the
// languages that it has, or no value if it has none of them.
func translated(translations Value, languages []string) Value {
	if translations.IsMap() {
		for _, code := range languages {
			if t := translations.Get(code); !t.IsMissing() {
				return t
			}
		}
	}
	return Value{}
}
