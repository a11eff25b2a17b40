package view

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"nlgserver/exchange"
	"nlgserver/lint"
	"nlgserver/nlg"
)

// undetermined is the code of a language that nobody has named: that of the texts to
// translate from, if English is one to translate into.
const undetermined = "und"

// mostDocuments is how many languages' texts are kept.
const mostDocuments = 4

// texts are the texts to translate of content as it was opened, collected when somebody
// asks for them.
type texts struct {
	of       *Content
	files    []nlg.File
	compile  nlg.Options
	required []string

	mu       sync.Mutex
	began    bool
	editions []lint.Edition
	covered  []lint.LanguageCoverage
	docs     []*document

	// counting guards statuses: those of the languages that were counted.
	counting sync.Mutex
	statuses map[string]exchange.Status
}

// document is the texts of one language. It does not change.
type document struct {
	*exchange.Document
	// folded are the texts as they are searched.
	folded func() []string
}

// LanguageError is returned for a language that nothing can be translated into.
type LanguageError struct {
	Code, Reason string
}

// Error says which language it is, and why.
func (e *LanguageError) Error() string {
	if named := fmt.Sprintf("%q ", e.Code); strings.HasPrefix(e.Reason, named) {
		return e.Reason
	}
	return fmt.Sprintf("%q: %s", e.Code, e.Reason)
}

// begin finds out how the files are organized; mu is locked.
func (t *texts) begin() {
	if t.began {
		return
	}
	t.began = true
	t.editions = lint.Editions(t.files, t.compile)
	t.covered = lint.Covered(t.of.catalog, t.editions, t.required).Languages
}

// source returns the language to translate from into another; mu is locked.
func (t *texts) source() string {
	code := exchange.SourceOf("", t.editions)
	if len(t.editions) < 2 && t.has(code) {
		return undetermined
	}
	return code
}

// has reports whether the content has a language, or must have it; mu is locked.
func (t *texts) has(code string) bool {
	return slices.ContainsFunc(t.covered, func(l lint.LanguageCoverage) bool { return l.Language == code })
}

// document returns the texts of a language. The error is a *[LanguageError].
func (c *Content) document(code string) (*document, error) {
	opened, err := c.texts.document(code)
	if err != nil || len(c.parts) == 0 {
		return opened, err
	}
	doc := *opened.Document
	doc.Units = nil
	placed := map[string]bool{}
	for _, u := range opened.Units {
		catalog, changed := c.parts[u.Response]
		switch {
		case !changed, catalog == nil && c.entryOf(u.Response) != nil: // one that cannot be loaded is as it was
			doc.Units = append(doc.Units, u)
		case catalog != nil && !placed[u.Response]:
			placed[u.Response] = true
			doc.Units = append(doc.Units, c.unitsOf(catalog, &doc)...)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(c.parts)) {
		if catalog := c.parts[name]; catalog != nil && !placed[name] {
			doc.Units = append(doc.Units, c.unitsOf(catalog, &doc)...)
		}
	}
	return newDocument(&doc), nil
}

// unitsOf returns the texts of a part of the content.
func (c *Content) unitsOf(part *nlg.Catalog, doc *exchange.Document) []exchange.Unit {
	units, err := exchange.Units(part, exchange.Options{SourceLanguage: doc.SourceLanguage, Language: doc.Language, Channels: c.channels})
	if err != nil {
		return nil // the whole has been collected with the same languages
	}
	return units.Units
}

func newDocument(doc *exchange.Document) *document {
	return &document{Document: doc, folded: sync.OnceValue(func() []string { return foldedUnits(doc.Units) })}
}

// document returns the texts of a language. The error is a *[LanguageError].
func (t *texts) document(code string) (*document, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.begin()
	for _, d := range t.docs {
		if d.Language == code {
			return d, nil
		}
	}
	doc, err := t.collect(code)
	if err != nil {
		return nil, err
	}
	d := newDocument(doc)
	t.docs = append(t.docs, d)
	if len(t.docs) > mostDocuments {
		t.docs = slices.Clone(t.docs[1:])
	}
	return d, nil
}

// collect collects the texts of a language anew; mu is locked.
func (t *texts) collect(code string) (*exchange.Document, error) {
	if !t.has(code) {
		if err := checkCode(code); err != nil {
			return nil, err
		}
	}
	doc, err := exchange.Units(t.of.catalog, t.options(code))
	if err != nil {
		return nil, &LanguageError{code, err.Error()}
	}
	return doc, nil
}

// options say what to collect; mu is locked.
func (t *texts) options(code string) exchange.Options {
	return exchange.Options{SourceLanguage: t.source(), Language: code, Editions: t.editions, Channels: t.of.channels}
}

// status returns how far the content as it was opened is translated. Collecting the texts
// of each language for that would take the place of those that somebody works on.
func (t *texts) status(opts exchange.Options) (exchange.Status, error) {
	t.counting.Lock()
	defer t.counting.Unlock()
	if known, ok := t.statuses[opts.Language]; ok {
		return known, nil
	}
	s, err := exchange.StatusOf(t.of.catalog, opts, nil)
	if err != nil {
		return s, err
	}
	if t.statuses == nil {
		t.statuses = map[string]exchange.Status{}
	}
	t.statuses[opts.Language] = s
	return s, nil
}

// status returns how far the content is translated.
func (c *Content) status(opts exchange.Options) (exchange.Status, error) {
	s, err := c.texts.status(opts)
	if err != nil || len(c.parts) == 0 {
		return s, err
	}
	was, err := exchange.StatusOf(c.texts.of.catalog, opts, func(name string) bool {
		catalog, changed := c.parts[name]
		return changed && (catalog != nil || c.entryOf(name) == nil) // one that cannot be loaded is as it was
	})
	if err != nil {
		return s, err
	}
	s, opts.Editions = s.Minus(was), nil
	for _, catalog := range c.parts {
		if catalog == nil {
			continue
		}
		if now, err := exchange.StatusOf(catalog, opts, nil); err == nil {
			s = s.Plus(now)
		}
	}
	return s, nil
}

// checkCode checks the code of a language that the content does not have.
func checkCode(code string) error {
	standard, ok := lint.StandardCode(code)
	switch {
	case ok && code != undetermined:
		return nil
	case standard != "" && standard != code:
		return &LanguageError{code, fmt.Sprintf("not a standard language code; did you mean %q?", standard)}
	default:
		return &LanguageError{code, "not a language code: write one such as de, pt-BR or x-de-formal"}
	}
}

func foldedUnits(units []exchange.Unit) []string {
	out := make([]string, len(units))
	for i := range units {
		u := &units[i]
		out[i] = string(appendFolded(nil, strings.Join([]string{u.Response, u.Source, u.Target}, "\x00")))
	}
	return out
}

// TranslationCoverage returns how far the content is translated, by language. The
// numbers are those of `nlgserver translate status`.
func (c *Content) TranslationCoverage() []TranslationCoverage {
	t := c.texts
	t.mu.Lock()
	t.begin()
	covered, source := t.covered, t.source()
	t.mu.Unlock()
	out := []TranslationCoverage{}
	for _, l := range covered {
		if l.Language == source {
			continue
		}
		t.mu.Lock()
		opts := t.options(l.Language)
		t.mu.Unlock()
		if status, err := c.status(opts); err == nil {
			out = append(out, TranslationCoverage{Status: status, Name: languageName(l.Language), Responses: l.Responses})
		}
	}
	return out
}
