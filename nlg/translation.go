package nlg

import (
	"slices"

	"nlgserver/internal/diag"
	"nlgserver/internal/yamlsrc"
)

const translationKey = "translation"

// languagesOf returns the codes of a variation's translations, in file order:
// those by which a selection filters. Rasa: section 3.1, step 4.
func (u *unit) languagesOf(translation *yamlsrc.Node) []string {
	if translation == nil {
		return nil
	}
	var codes []string
	for _, pair := range translation.Pairs {
		code := keyText(pair.Key)
		if code == "" {
			u.warn(pair.Key, diag.NonTextKey, "a language code must be a text, not "+yamlsrc.Describe(pair.Key), "put it in quotes")
			continue
		}
		v := pair.Value
		if yamlsrc.IsNull(v) {
			u.warn(v, diag.NullValue, "the translation into "+code+" is empty: in that language nothing is said", `write a text, or remove the line`)
		} else if ok, _ := isText(v); !ok {
			u.defect(v, diag.WrongType, "the translation into "+code+" must be a text, not "+yamlsrc.Describe(v)+": Rasa refuses the reply, and the bot is silent", "write one text")
		}
		codes = append(codes, code)
	}
	return codes
}

// translatedInto returns the codes that the text or a button knows.
func (u *unit) translatedInto(p *parts) []string {
	var codes []string
	add := func(t *yamlsrc.Node) {
		if t == nil || t.Kind != yamlsrc.Mapping {
			return
		}
		for _, pair := range t.Pairs {
			if code := keyText(pair.Key); code != "" && !slices.Contains(codes, code) {
				codes = append(codes, code)
			}
		}
	}
	add(p.translation)
	if p.buttons != nil {
		for _, b := range p.buttons.Items {
			add(b.Get(translationKey))
		}
	}
	return codes
}

// translated returns the node that a map of translations has for the best of
// the composer's languages, nil if it has none.
func (c *composer) translated(translations *yamlsrc.Node) *yamlsrc.Node {
	if translations == nil || translations.Kind != yamlsrc.Mapping {
		return nil
	}
	for _, code := range c.languages {
		if n := translations.Get(code); n != nil {
			return n
		}
	}
	return nil
}

// translatedText returns the node of the text in the composer's language.
func (c *composer) translatedText(p *parts) *yamlsrc.Node {
	if n := c.translated(p.translation); n != nil {
		return n
	}
	return p.text
}
