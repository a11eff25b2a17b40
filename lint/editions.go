package lint

import (
	"slices"
	"strings"

	"golang.org/x/text/language"

	"nlgserver/nlg"
)

// Edition is the content of one language if each language has its own files,
// such as domain_de.yml and domain_en.yml, or de/faq.yml and en/faq.yml.
type Edition struct {
	Language string
	Files    []nlg.File
	Catalog  *nlg.Catalog
}

// Editions returns the editions of the files, sorted by language. There are
// none if the files are not organized by language. Two files are editions of
// each other if their paths differ only in a language code and they have most
// names in common.
func Editions(files []nlg.File, opts nlg.Options) []Edition {
	opts.KeepWritten, opts.Patterns = true, false
	byPattern := map[string]map[string]nlg.File{}
	for _, f := range files {
		for pattern, code := range languageSlots(f.Path) {
			if byPattern[pattern] == nil {
				byPattern[pattern] = map[string]nlg.File{}
			}
			byPattern[pattern][code] = f
		}
	}
	byLanguage := map[string][]nlg.File{}
	for _, pattern := range sorted(byPattern) {
		if set := byPattern[pattern]; len(set) > 1 && shareNames(set, opts) {
			for code, f := range set {
				byLanguage[code] = append(byLanguage[code], f)
			}
		}
	}
	var editions []Edition
	for _, code := range sorted(byLanguage) {
		c, _ := nlg.Compile(byLanguage[code], opts)
		if c == nil {
			return nil // the faults are reported elsewhere
		}
		editions = append(editions, Edition{Language: code, Files: byLanguage[code], Catalog: c})
	}
	return editions
}

// languageSlots returns the language codes in a path, by the path with the code
// replaced by an asterisk.
func languageSlots(name string) map[string]string {
	slots := map[string]string{}
	separator := func(r rune) bool { return strings.ContainsRune("/._", r) }
	start := 0
	for start <= len(name) {
		end := strings.IndexFunc(name[start:], separator)
		if end < 0 {
			end = len(name) - start
		}
		end += start
		if code := name[start:end]; isLanguage(code) {
			slots[name[:start]+"*"+name[end:]] = code
		}
		start = end + 1
	}
	return slots
}

// isLanguage reports whether a string is a code such as de, pt-BR or EN.
func isLanguage(code string) bool {
	base, _, _ := strings.Cut(code, "-")
	if len(base) != 2 || code == "md" {
		return false
	}
	_, err := language.Parse(code)
	return err == nil
}

// shareNames reports whether files define mostly the same responses.
func shareNames(set map[string]nlg.File, opts nlg.Options) bool {
	count, files := map[string]int{}, 0
	for _, f := range set {
		c, _ := nlg.Compile([]nlg.File{f}, opts)
		if c == nil {
			return false
		}
		files++
		for name := range c.Names() {
			count[name]++
		}
	}
	everywhere := 0
	for _, n := range count {
		if n == files {
			everywhere++
		}
	}
	return len(count) > 0 && 2*everywhere >= len(count)
}

// editionOf returns the language of the edition that a file belongs to.
func editionOf(editions []Edition, file string) (string, bool) {
	for _, e := range editions {
		if slices.ContainsFunc(e.Files, func(f nlg.File) bool { return f.Path == file }) {
			return e.Language, true
		}
	}
	return "", false
}

// fullest returns the edition with the most names, and the first of several.
func fullest(editions []Edition) *Edition {
	i := 0
	for j := range editions {
		if editions[j].Catalog.Len() > editions[i].Catalog.Len() {
			i = j
		}
	}
	return &editions[i]
}
