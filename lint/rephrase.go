package lint

import (
	"slices"

	"nlgserver/internal/diag"
	"nlgserver/responses"
)

// rephrase checks what a variation says to the rephraser. Rasa: section 8.
func (k *checker) rephrase(v *responses.Variation) {
	asked, said := v.Rephrase()
	prompt := v.Prompt()
	if prompt != nil && prompt.Jinja != nil && len(prompt.Source) <= longestText {
		k.prompt(prompt)
	}
	metadata := v.Key("metadata")
	switch {
	case asked && !isSaid(v):
		k.warn(metadata.Get("rephrase"), diag.UnusedRephrase, "metadata.rephrase has no effect: this variation has no text to reword", "remove the key, or add a text")
		k.mend(diag.UnusedRephrase, diag.Mend{Label: "Remove rephrase", Remove: true})
	case asked:
		k.rephrasedTitles(v)
		k.rephrasedUntranslated(v)
	case prompt != nil && !said:
		k.warn(prompt.Value, diag.UnusedRephrase, "metadata.rephrase_prompt has no effect unless the rephraser is set to `rephrase_all`", "add `rephrase: true` to the metadata")
		k.mend(diag.UnusedRephrase, diag.Mend{Label: "Add rephrase: true", Add: "metadata.rephrase", InVariation: true, Put: "true"})
	}
}

// isSaid reports whether a variation has a text in any language.
func isSaid(v *responses.Variation) bool {
	return slices.ContainsFunc(v.Texts, func(t *responses.Text) bool { return t.Path == "text" && t.Source != "" })
}

// rephrasedUntranslated warns about a text without a translation that is rephrased:
// the prompt names the user's language, beside a text in another one, so a model translates or does not.
func (k *checker) rephrasedUntranslated(v *responses.Variation) {
	missing := without(k.languages, v.Languages)
	if len(missing) == 0 || !hasWords(v) {
		return
	}
	k.warnAlike(v.Value.At("text"), diag.RephrasedUntranslated, "rephrased without "+list(missing),
		"this text is rephrased, but not translated into "+list(missing)+": in that language, the model translates it as it likes, or it stays untranslated",
		translationHint(v, missing[0])+"; `rephrase: false` keeps the text as it is")
}

// asksForRephrasing returns the warning about Rasa's own definition of a response, if
// Rasa does not train with it. Rasa: section 12a.
func asksForRephrasing(rasas *responses.Response) (d diag.Diagnostic, ok bool) {
	i := slices.IndexFunc(rasas.Variations, func(v *responses.Variation) bool {
		asked, _ := v.Rephrase()
		return asked
	})
	if i < 0 {
		return d, false
	}
	at := rasas.Variations[i].Key("metadata").Get("rephrase")
	d = at.Diagnose(diag.Warning, diag.DomainRephrases,
		"Rasa's own domain asks for rephrasing in "+quote(rasas.Name)+": Rasa 3.16 and newer refuse to train with it while nlgserver is the generator",
		"remove the key from Rasa's domain, or write that domain with `nlgserver export-domain`; the content keeps it")
	d.Fact = "rephrase in " + at.Position().File
	return d, true
}
