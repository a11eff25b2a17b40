package view

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"nlgserver/edit"
	"nlgserver/exchange"
	"nlgserver/lint"
	"nlgserver/nlg"
)

// TranslationImport is a file that a translator has filled.
type TranslationImport struct {
	// Language is that to import; a file may have others.
	Language string
	// Name is that of the file, for its findings.
	Name   string
	Data   []byte
	Policy exchange.Policy
}

// Imported is what a file would change, and what is wrong with it.
type Imported struct {
	Language string `json:"language"`
	Name     string `json:"name"`
	// Written counts the translations to write, and Changes has the first of them.
	Written int              `json:"written"`
	Changes []ImportedChange `json:"changes"`
	// Errors and Warnings count the findings, of which Findings has the first in the
	// order of the file. A translation with an error is not among the changes.
	Errors   int       `json:"errors"`
	Warnings int       `json:"warnings"`
	Findings []Finding `json:"findings"`
	// Unchanged counts the translations that the content has already, Empty the texts
	// without one, and Refused those that are left out.
	Unchanged int `json:"unchanged"`
	Empty     int `json:"empty"`
	Refused   int `json:"refused"`

	// Ops write the translations, each only if the content has what the file was
	// checked against.
	Ops []edit.Op `json:"-"`
}

// ImportedChange is a translation to write.
type ImportedChange struct {
	// Line is that of the file.
	Line     int     `json:"line"`
	Response string  `json:"response"`
	Number   int     `json:"number"`
	Where    string  `json:"where"`
	Before   []Piece `json:"before"`
	After    []Piece `json:"after"`
}

const (
	// MaxImport bounds a file to import, in bytes. Judging a file takes many times its
	// size, and others work on the same desk.
	MaxImport = 16 << 20
	// maxImportedUnits bounds the translations of a file, those that change nothing
	// included.
	maxImportedUnits = 100_000
	// maxFileLanguages bounds the languages of a file: each is looked for in all of it.
	maxFileLanguages = 100
)

// mostReported is how many changes, and how many findings, of a file are shown.
const mostReported = 500

// ErrFixed says why content with files of their own for each language is not written.
var ErrFixed = errors.New("each language has files of its own here: change the response in the file of the language, or run `nlgserver translate import`")

// ErrNotWhole says why content that is not opened as a whole is not written.
var ErrNotWhole = errors.New("the draft cannot be loaded as it is: correct its errors first")

// Import checks a file against the content. The error is a *[LanguageError], [ErrFixed]
// or [ErrNotWhole].
func (c *Content) Import(i TranslationImport) (*Imported, error) {
	t := c.texts
	t.mu.Lock()
	t.begin()
	editions := t.editions
	doc, err := t.collect(i.Language) // a new one: what is applied changes it
	t.mu.Unlock()
	switch {
	case err != nil:
		return nil, err
	case len(editions) > 1:
		return nil, ErrFixed
	case len(c.parts) > 0:
		return nil, ErrNotWhole
	}
	file := exchange.ReadSome(i.Name, i.Data, maxImportedUnits)
	out := &Imported{Language: i.Language, Name: i.Name, Changes: []ImportedChange{}}
	var found nlg.Diagnostics
	codes := file.Languages()
	if n := len(codes); n > maxFileLanguages {
		file.Entries, file.Found, codes = nil, nlg.Diagnostics{file.Refuse(exchange.BadFile, fmt.Sprintf("the file is into %d languages", n), fmt.Sprintf("import a file into at most %d", maxFileLanguages))}, nil
	}
	if len(codes) == 0 && len(file.Entries) > 0 {
		codes = []string{i.Language}
	} else if len(codes) == 0 {
		found, out.Refused = slices.Clone(file.Found), len(file.Found)
	}
	files := t.files
	var texts []edit.Text
	for _, code := range codes {
		part := file.In(code)
		if !t.means(code, i.Language) {
			if len(file.Found) > 0 && code == codes[0] {
				found, out.Refused = append(found, file.Found...), out.Refused+len(file.Found) // those of the file as a whole
			}
			found = append(found, file.Refuse(exchange.OtherLanguage, "the translations are into "+code+", not "+i.Language, "choose that language, and import the file again"))
			out.Refused += len(part.Entries)
			continue
		}
		result := exchange.Check(doc, part, i.Policy)
		before := map[*exchange.Unit]exchange.Unit{}
		for _, change := range result.Changes {
			before[change.Unit] = *change.Unit
		}
		files = exchange.Apply(files, doc, part, result, editions, t.compile.Env)
		for _, change := range result.Changes {
			was := before[change.Unit]
			texts = append(texts, edit.Text{
				Response: was.Response, Number: was.Number, Path: was.Path, Language: i.Language,
				Text: change.Text, Was: was.Target, HasWas: was.State != exchange.Missing,
			})
			if len(out.Changes) < mostReported {
				out.Changes = append(out.Changes, ImportedChange{
					Line: change.Line, Response: was.Response, Number: was.Number, Where: whereOf(was.Path),
					Before: unitPieces(was.Target, was.Engine), After: unitPieces(change.Text, was.Engine),
				})
			}
		}
		found = append(found, result.Found...)
		out.Unchanged += result.Unchanged
		out.Empty += result.Empty
		out.Refused += result.Refused
	}
	out.Ops = edit.TextOps(texts)
	out.Written = len(texts)
	found.Sort()
	for i := range found {
		if found[i].Severity == nlg.Error {
			out.Errors++
		} else {
			out.Warnings++
		}
	}
	out.Findings = unplaced(inPageWords(found[:min(len(found), mostReported)]))
	return out, nil
}

// means reports whether the code of a file means a language: in any spelling, and many
// programs for translators know de-DE, and not de. That of another language of the
// content never does.
func (t *texts) means(code, language string) bool {
	if code == language {
		return true
	}
	standard, ok := lint.StandardCode(code)
	if ok {
		standard = code
	}
	if t.knows(code) || t.knows(standard) && standard != language {
		return false
	}
	return standard == language || baseOf(code) == language || baseOf(standard) == language
}

// baseOf returns a code without its region: de for de-DE.
func baseOf(code string) string {
	base, _, _ := strings.Cut(code, "-")
	return base
}

// allowing are the hints of findings that the policy of an import decides, in the words
// of the page: those of the command line name flags.
var allowing = map[nlg.Code]string{
	exchange.SourceChanged: "translate it anew, or also take translations whose source has changed",
	exchange.TargetChanged: "keep that, or also replace translations that were changed here",
	exchange.NotReviewed:   "finish it, or also take translations that are not finished",
}

// inPageWords returns findings without flags of the command line.
func inPageWords(found nlg.Diagnostics) nlg.Diagnostics {
	for i := range found {
		if hint, ok := allowing[found[i].Code]; ok && strings.Contains(found[i].Hint, "--") {
			found[i].Hint = hint
		}
	}
	return found
}
