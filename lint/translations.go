package lint

import (
	"fmt"
	"slices"
	"strings"

	"nlgserver/internal/diag"
	"nlgserver/internal/document"
	"nlgserver/internal/near"
	"nlgserver/nlg"
	"nlgserver/responses"
)

// expectedLanguages returns the codes that everything should be translated
// into: those given, or else those that half of the translated responses have.
func expectedLanguages(c *nlg.Catalog, asked []string) []string {
	if len(asked) > 0 {
		return asked
	}
	translated, count := 0, map[string]int{}
	for w := range c.AllWritten() {
		seen := map[string]bool{}
		for _, v := range w.Variations {
			for _, code := range writtenLanguages(v) {
				seen[code] = true
			}
		}
		if len(seen) > 0 {
			translated++
		}
		for code := range seen {
			count[code]++
		}
	}
	var expected []string
	for _, code := range sorted(count) {
		if 2*count[code] >= translated {
			expected = append(expected, code)
		}
	}
	return expected
}

// translations compares a variation with its translations.
func (k *checker) translations(v *responses.Variation) {
	if v.Value.IsMap() && v.Key("text").IsMissing() {
		return
	}
	k.missingTranslations(v)
	k.translatedVariables(v)
	k.buttonTranslations(v)
}

// missingTranslations reports languages that a variation is not translated into.
// A variation without words needs no translation. Of a language that most of the
// content lacks, every missing translation is the same fact.
func (k *checker) missingTranslations(v *responses.Variation) {
	var missing []string
	for _, code := range k.languages {
		if !slices.Contains(v.Languages, code) {
			missing = append(missing, code)
		}
	}
	if len(missing) == 0 || !hasWords(v) {
		return
	}
	at := v.Value.At("text")
	var some []string
	for _, code := range missing {
		if share := k.shares[code]; share.All-share.Have > few && 2*share.Have < share.All {
			k.warn(at, diag.MissingTranslation, fmt.Sprintf("only %d of %d texts are translated into %s", share.Have, share.All, quote(code)),
				translationHint(v, code))
		} else {
			some = append(some, code)
		}
	}
	if len(some) > 0 {
		k.warn(at, diag.MissingTranslation, "no translation into "+list(some)+": in that language this text is sent untranslated, or not at all if another variation is translated",
			translationHint(v, some[0]))
	}
}

// few is how many texts may lack a language before they are told together.
const few = 3

// translationHint says where a translation of the text goes.
func translationHint(v *responses.Variation, code string) string {
	if v.Key("translation").IsMap() {
		return "add a line `" + code + ": \"…\"` below `translation:`"
	}
	return "add `translation: {" + code + ": \"…\"}` to the variation"
}

// translatedShares counts the texts that each of the languages has.
func translatedShares(c *nlg.Catalog, languages []string) map[string]Share {
	all, have := 0, map[string]int{}
	for w := range c.AllWritten() {
		for _, v := range w.Variations {
			if !hasWords(v) {
				continue
			}
			all++
			for _, code := range writtenLanguages(v) {
				have[code]++
			}
		}
	}
	shares := map[string]Share{}
	for _, code := range languages {
		shares[code] = Share{Have: have[code], All: all}
	}
	return shares
}

// hintForTranslation says where to write an entry: a second translation would be a
// duplicate key.
func hintForTranslation(existing document.Value, entry, whole string) string {
	if existing.Len() > 0 {
		return "add `" + entry + "` to the `translation:` of " + whole
	}
	return "add `translation: {" + entry + "}` to " + whole
}

// hasWords reports whether a variation's text has anything to translate.
func hasWords(v *responses.Variation) bool { return hasWordsAt(v, "text") }

// hasWordsAt reports whether a text of a variation has anything to translate.
func hasWordsAt(v *responses.Variation, path string) bool {
	return slices.ContainsFunc(v.Texts, func(t *responses.Text) bool {
		return t.Path == path && t.Language == "" && t.HasWords()
	})
}

// titlePath is the path of the title of a button.
func titlePath(i int) string { return fmt.Sprintf("buttons[%d].title", i) }

// translatedVariables compares the variables of each text with those of its
// translations.
func (k *checker) translatedVariables(v *responses.Variation) {
	for _, t := range v.Texts {
		if t.Language == "" || strings.TrimSpace(t.Source) == "" { // which is told as such
			continue
		}
		base := slices.IndexFunc(v.Texts, func(b *responses.Text) bool { return b.Language == "" && b.Path == t.Path })
		if base < 0 {
			continue
		}
		lacks := without(v.Texts[base].Variables(), t.Variables())
		adds := without(t.Variables(), v.Texts[base].Variables())
		if len(lacks) == 0 && len(adds) == 0 {
			continue
		}
		var message string
		switch {
		case len(adds) == 0:
			message = "the translation into " + t.Language + " omits " + list(lacks)
		case len(lacks) == 0:
			message = "the translation into " + t.Language + " uses " + list(adds) + ", which the text does not"
		default:
			message = "the translation into " + t.Language + " uses " + list(adds) + " where the text uses " + list(lacks)
		}
		k.warn(t.Value, diag.TranslationDiffers, message, "use the same variables in every language")
		if len(adds) == 1 && len(lacks) == 1 {
			if only, ok := near.Only(adds[0], slices.Values(v.Texts[base].Variables())); ok && only == lacks[0] && !k.isSlip(only, adds[0]) {
				k.mendText(diag.TranslationDiffers, t, diag.LabelChange(inBraces(t, adds[0]), inBraces(t, only)), renamed(t, adds[0], only))
			}
		}
	}
}

// isSlip reports whether of two names only the other is a slot: then the translation is
// right, and the text is not.
func (k *checker) isSlip(name, other string) bool {
	return k.domain.Slot(name) == nil && k.domain.Slot(other) != nil
}

// without returns the names in a that are not in b.
func without(a, b []string) []string {
	return slices.DeleteFunc(slices.Clone(a), func(name string) bool { return slices.Contains(b, name) })
}

// buttonTranslations reports buttons that are not translated although the text
// is.
func (k *checker) buttonTranslations(v *responses.Variation) {
	for i, b := range v.Buttons() {
		var missing []string
		for _, code := range v.Languages {
			if b.Translated(code, "title").IsMissing() {
				missing = append(missing, code)
			}
		}
		title := b.Title()
		if len(missing) == 0 || !hasWordsAt(v, titlePath(i)) {
			continue
		}
		k.warn(b.Value, diag.MissingTranslation, "button "+quote(title)+" is not translated into "+list(missing)+", but the text is",
			hintForTranslation(b.Value.Get("translation"), missing[0]+": {title: \"…\"}", "the button"))
	}
}
