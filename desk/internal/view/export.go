package view

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"

	"nlgserver/exchange"
)

// TranslationExport says what to give to a translator.
type TranslationExport struct {
	Language string
	// Format is one of [exchange.Formats].
	Format string
	// States are those of the texts to export; none for all.
	States []string
	// Name is that of the assistant, for the name of the file.
	Name string
}

// TranslationFile is a file for a translator.
type TranslationFile struct {
	Name, MediaType string
	Data            []byte
}

// Check says which field has a value that it cannot have.
func (e *TranslationExport) Check() error {
	if !slices.Contains(exchange.Formats(), exchange.Format(e.Format)) {
		return errors.New("format: write xliff, po or csv")
	}
	for _, state := range e.States {
		if !isState(state) {
			return errors.New("only: write " + stateNames())
		}
	}
	return nil
}

// Check says which field has a value that it cannot have.
func (q *TranslationQuery) Check() error {
	if q.State != "" && q.State != OpenTexts && !isState(q.State) {
		return fmt.Errorf("state: write %s, %s", OpenTexts, stateNames())
	}
	return nil
}

func isState(name string) bool { return slices.Contains(exchange.States(), exchange.State(name)) }

func stateNames() string {
	var names []string
	for _, s := range exchange.States() {
		names = append(names, string(s))
	}
	return strings.Join(names[:len(names)-1], ", ") + " or " + names[len(names)-1]
}

// fileTypes are the media types of files for translators.
var fileTypes = map[exchange.Format]string{
	exchange.XLIFF: "application/xliff+xml", exchange.PO: "text/x-gettext-translation; charset=utf-8", exchange.CSV: "text/csv; charset=utf-8",
}

// Export writes the texts of a language for translators. The error is a
// *[LanguageError], or says which text no file can hold.
func (c *Content) Export(e TranslationExport) (*TranslationFile, error) {
	doc, err := c.document(e.Language)
	if err != nil {
		return nil, err
	}
	part := *doc.Document
	if len(e.States) > 0 {
		part.Units = slices.DeleteFunc(slices.Clone(part.Units), func(u exchange.Unit) bool { return !slices.Contains(e.States, string(u.State)) })
	}
	format := exchange.Format(e.Format)
	var b bytes.Buffer
	if err := exchange.Write(&b, format, &part); err != nil {
		return nil, err
	}
	return &TranslationFile{Name: fileName(e.Name, e.Language) + format.Extension(), MediaType: fileTypes[format], Data: b.Bytes()}, nil
}

// fileName returns a name in the letters that every system takes, with a language.
func fileName(name, code string) string {
	plain := func(r rune) rune {
		switch {
		case r >= '0' && r <= '9', r >= 'A' && r <= 'Z', r >= 'a' && r <= 'z', r == '-', r == '_':
			return r
		default:
			return '-'
		}
	}
	if name = strings.Trim(strings.Map(plain, name), "-"); name == "" {
		name = "responses"
	}
	return name + "." + strings.Map(plain, code)
}
