package lint

import (
	"slices"
	"strings"

	"nlgserver/internal/diag"
	"nlgserver/internal/python"
	"nlgserver/responses"
)

// compareEditions reports differences between the files of the languages.
func compareEditions(editions []Edition) diag.List {
	if len(editions) < 2 {
		return nil
	}
	var found diag.List
	told := map[string]bool{}
	reference := fullest(editions)
	for _, home := range editions {
		for w := range home.Catalog.AllWritten() {
			if told[w.Name] {
				continue
			}
			told[w.Name] = true
			var missing []string
			for _, e := range editions {
				if !e.Catalog.Has(w.Name) {
					missing = append(missing, e.Language)
				}
			}
			if len(missing) > 0 {
				found = append(found, w.Key.Diagnose(diag.Warning, diag.MissingInLanguage,
					quote(w.Name)+" is defined here but missing in "+list(missing),
					"add it to the files for "+list(missing)+", or remove it here"))
			}
		}
	}
	for _, e := range editions {
		if e.Language == reference.Language {
			continue
		}
		for w := range e.Catalog.AllWritten() {
			if original := reference.Catalog.Written(w.Name); original != nil {
				found = append(found, compareResponses(w, original, reference.Language)...)
			}
		}
	}
	return found
}

// compareResponses compares a response with the same one in another language.
// How many variations each has is a matter of taste; when they are used is not.
func compareResponses(w, original *responses.Response, language string) diag.List {
	var found diag.List
	differs := func(what string, ours, theirs []string) {
		lacks, adds := without(theirs, ours), without(ours, theirs)
		var parts []string
		if len(lacks) > 0 {
			parts = append(parts, "missing here "+list(lacks))
		}
		if len(adds) > 0 {
			parts = append(parts, "only here "+list(adds))
		}
		if len(parts) == 0 {
			return
		}
		d := w.Key.Diagnose(diag.Warning, diag.LanguageDiffers,
			quote(w.Name)+" has different "+what+" in "+quote(language)+": "+strings.Join(parts, "; "),
			"use the same "+what+" in every language")
		d.Related = &diag.Related{Position: original.Position, Message: "compared with this definition in " + quote(language)}
		found = append(found, d)
	}
	differs("variables", variablesOf(w), variablesOf(original))
	differs("payloads", payloadsOf(w), payloadsOf(original))
	differs("conditions and channels", occasionsOf(w), occasionsOf(original))
	return found
}

func variablesOf(w *responses.Response) []string {
	return collect(w, func(v *responses.Variation, add func(string)) {
		for _, t := range v.Texts {
			for _, name := range t.Variables() {
				add(name)
			}
		}
	})
}

func payloadsOf(w *responses.Response) []string {
	return collect(w, func(v *responses.Variation, add func(string)) {
		for _, t := range v.Texts {
			if isPayload(t.Path) && strings.HasPrefix(t.Source, "/") {
				add(t.Source)
			}
		}
	})
}

// occasionsOf describes when each variation is used.
func occasionsOf(w *responses.Response) []string {
	return collect(w, func(v *responses.Variation, add func(string)) {
		var parts []string
		if v.Condition != nil {
			parts = append(parts, v.Condition.Facts()...)
		}
		if v.HasChannel {
			parts = append(parts, "channel "+python.Str(v.Channel).Repr())
		}
		slices.Sort(parts)
		if len(parts) > 0 {
			add(strings.Join(parts, " and "))
		}
	})
}

// collect gathers strings from all variations, sorted and without duplicates.
func collect(w *responses.Response, from func(*responses.Variation, func(string))) []string {
	var all []string
	for _, v := range w.Variations {
		from(v, func(s string) { all = append(all, s) })
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// foldEditions replaces the diagnostics that say that another language's file
// defines the same name with one diagnostic per file.
func foldEditions(found diag.List, editions []Edition) diag.List {
	folded := map[string]int{}
	used := ""
	found = slices.DeleteFunc(slices.Clone(found), func(d diag.Diagnostic) bool {
		if d.Code != diag.DuplicateResponse || d.Related == nil {
			return false
		}
		here, ok := editionOf(editions, d.File)
		there, too := editionOf(editions, d.Related.File)
		if !ok || !too || here == there {
			return false
		}
		folded[d.File]++
		used = d.Related.File
		return true
	})
	for _, file := range sorted(folded) {
		found = append(found, diag.Diagnostic{
			Position: diag.Position{File: file}, Severity: diag.Warning, Code: diag.DuplicateResponse,
			Message: plural(folded[file], "response in this file is", "responses in this file are") + " not used: already defined in another language in " + used,
			Hint:    "serve the files of one language, or move the other languages to `translation:` in one file",
		})
	}
	return found
}
