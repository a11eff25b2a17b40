package lint

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"nlgserver/nlg"
)

// Coverage is how much of the content is translated into each language.
type Coverage struct {
	Languages []LanguageCoverage `json:"languages"`
}

// LanguageCoverage is the coverage of one language.
type LanguageCoverage struct {
	Language string `json:"language"`
	// Responses counts responses of which every variation has the language.
	Responses Share `json:"responses"`
	// Variations and Buttons are not counted if each language has its own
	// files: how many of them a language has is a matter of taste.
	Variations Share `json:"variations"`
	// Buttons counts titles.
	Buttons Share `json:"buttons"`
	// Missing are the names of responses that are not fully translated.
	Missing []string `json:"missing,omitempty"`
}

// Share is a part of a total.
type Share struct {
	Have int `json:"have"`
	All  int `json:"all"`
}

// String returns the share as in "9/12  75%".
func (s Share) String() string {
	if s.All == 0 {
		return "–"
	}
	return fmt.Sprintf("%d/%d %3d%%", s.Have, s.All, 100*s.Have/s.All)
}

func (s *Share) count(have bool) {
	s.All++
	if have {
		s.Have++
	}
}

// Covered measures the coverage of each language: of the editions if there are
// several, and otherwise of the translations in the catalog.
func Covered(c *nlg.Catalog, editions []Edition, languages []string) Coverage {
	var out Coverage
	if len(editions) > 1 {
		all := map[string]bool{}
		for _, e := range editions {
			for name := range e.Catalog.Names() {
				all[name] = true
			}
		}
		for _, e := range editions {
			l := LanguageCoverage{Language: e.Language}
			for _, name := range sorted(all) {
				l.Responses.count(e.Catalog.Has(name))
				if !e.Catalog.Has(name) {
					l.Missing = append(l.Missing, name)
				}
			}
			out.Languages = append(out.Languages, l)
		}
		return out
	}
	for _, code := range allLanguages(c, languages) {
		out.Languages = append(out.Languages, CoveredIn(c, code))
	}
	return out
}

// allLanguages returns the given languages and every one that occurs.
func allLanguages(c *nlg.Catalog, asked []string) []string {
	set := map[string]bool{}
	for _, code := range asked {
		set[code] = true
	}
	for w := range c.AllWritten() {
		for _, v := range w.Variations {
			for _, code := range v.Languages {
				set[code] = true
			}
		}
	}
	return sorted(set)
}

// CoveredIn measures the coverage of one language by the translations in the catalog.
func CoveredIn(c *nlg.Catalog, code string) LanguageCoverage {
	l := LanguageCoverage{Language: code}
	for w := range c.AllWritten() {
		whole := true
		for _, v := range w.Variations {
			have := slices.Contains(writtenLanguages(v), code) || !hasWords(v)
			l.Variations.count(have)
			whole = whole && have
			for i, b := range v.Buttons() {
				has := isWritten(b.Translated(code, "title")) || !hasWordsAt(v, titlePath(i))
				l.Buttons.count(has)
				whole = whole && has
			}
		}
		l.Responses.count(whole)
		if !whole {
			l.Missing = append(l.Missing, w.Name)
		}
	}
	return l
}

// WriteText writes the coverage as a table for a terminal.
func (c Coverage) WriteText(w io.Writer) error {
	if len(c.Languages) == 0 {
		_, err := fmt.Fprintln(w, "no translations")
		return err
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	var b strings.Builder
	b.WriteString("language\tresponses\tvariations\tbuttons\t\n")
	for _, l := range c.Languages {
		fmt.Fprintf(&b, "%s\t%s\t%s\t%s\t\n", l.Language, l.Responses, l.Variations, l.Buttons)
	}
	if _, err := io.WriteString(t, b.String()); err != nil {
		return err
	}
	return t.Flush()
}
