package exchange

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"nlgserver/internal/diag"
	"nlgserver/internal/near"
)

// Policy says what an import may do that it otherwise does not.
type Policy struct {
	// Stale writes translations of a source that has changed since its export.
	Stale bool
	// Theirs writes translations over others that were written here since the export.
	Theirs bool
	// Fuzzy writes translations that the file marks as not finished.
	Fuzzy bool
}

// Change is a translation to write.
type Change struct {
	Unit *Unit
	Text string
	// Line and Column are where the file has it, from 1.
	Line, Column int
}

// Result is what a file would change, and what is wrong with it.
type Result struct {
	Changes []Change
	// Found are the findings in the order of the file: an error means that the unit
	// is not written.
	Found diag.List
	// Units counts the entries of the file; Unchanged those that the content has
	// already, Empty those without a translation, and Same those that equal their
	// source. Refused counts those that are not written: those with an error, and
	// those that are not finished.
	Units, Unchanged, Empty, Same, Refused int
}

// Check compares a file with the content as it is now.
func Check(doc *Document, f *File, policy Policy) *Result {
	k := checker{doc: doc, file: f, policy: policy, result: &Result{Found: slices.Clone(f.Found), Refused: len(f.Found)}, seen: map[*Unit]*Entry{}}
	of := match(doc.Units, f.Entries)
	for i := range f.Entries {
		k.entry(&f.Entries[i], of.units[i], of.taken[i])
	}
	k.keepWhole()
	k.result.Units = len(f.Entries) + len(f.Found)
	f.addSources(k.result.Found)
	k.result.Found.Sort()
	return k.result
}

// checker judges the entries of a file.
type checker struct {
	doc    *Document
	file   *File
	policy Policy
	result *Result
	seen   map[*Unit]*Entry
	// ids are the names of units, once they are needed; compared is the work that
	// comparing with them took.
	ids      []string
	compared int
}

// entry judges an entry and adds its change. u is the unit that it translates; isTaken is
// set if its id is that of another text by now.
func (k *checker) entry(e *Entry, u *Unit, isTaken bool) {
	r := k.result
	if strings.TrimSpace(e.Target) == "" && len(e.holes) == 0 && !e.Partly {
		r.Empty++
		return
	}
	switch {
	case isTaken:
		k.refuse(e, UnknownUnit, "the text that this translates was changed or removed since the export: "+quote(cmp.Or(e.Name, e.ID))+" is another one now", "export the texts again")
		return
	case u == nil:
		k.unknown(e)
		return
	}
	if code := e.Language; code != "" && code != k.doc.Language {
		k.refuse(e, OtherLanguage, fmt.Sprintf("this translation is into %s, not %s", quote(code), quote(k.doc.Language)), "import it with --language "+oneLine(code))
		return
	}
	if first := k.seen[u]; first != nil {
		k.refuse(e, DuplicateUnit, fmt.Sprintf("%s is in the file twice, first on line %d", quote(u.ID), first.Line), "keep one of them")
		return
	}
	k.seen[u] = e
	if !k.fill(e, u) {
		return
	}
	e.Source, e.Target = breaksOf(e.Source, u), breaksOf(e.Target, u)
	switch {
	case e.Target == u.Target && u.State != Missing, e.TargetHash != "" && hashOf(e.Target) == e.TargetHash:
		r.Unchanged++ // at the translator's; what changed here stays
		return
	case !k.isCurrent(e, u), !k.isFinished(e), !k.isSound(e, u):
		return
	}
	if e.Target == u.Source {
		r.Same++
	}
	r.Changes = append(r.Changes, Change{u, e.Target, e.Line, e.Column})
}

// breaksOf writes the line breaks of a text as the content has them: programs on Windows
// save those in a cell as they do those of the file.
func breaksOf(text string, u *Unit) string {
	if !strings.Contains(text, "\r") || strings.Contains(u.Source+u.Target, "\r") {
		return text
	}
	return strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
}

// mostCompared bounds the work of comparing unknown ids with known ones, in
// characters.
const mostCompared = 20 << 20

// unknown reports an entry whose unit the content does not have.
func (k *checker) unknown(e *Entry) {
	id := cmp.Or(e.Name, e.ID) // in XLIFF, an id is another spelling of the name
	if id == "" {
		k.refuse(e, UnknownUnit, "this translation does not say what it translates", "keep the id of each unit; in a PO file it is the msgctxt")
		return
	}
	if k.ids == nil {
		for i := range k.doc.Units {
			k.ids = append(k.ids, k.doc.Units[i].ID)
		}
	}
	hint := "it was renamed or removed since the export: export the texts again"
	if k.compared += len(k.ids) * len(id); k.compared < mostCompared {
		if name, ok := near.Name(id, slices.Values(k.ids)); ok {
			hint = "did you mean `" + name + "`? If it was renamed or removed since the export, export the texts again"
		}
	}
	k.refuse(e, UnknownUnit, "the content has no text "+quote(id), hint)
}

// fill writes the text of placeholders that the file only numbers.
func (k *checker) fill(e *Entry, u *Unit) bool {
	if len(e.holes) == 0 {
		return true
	}
	codes := codesIn(u.Source, u.Engine)
	var b strings.Builder
	at := 0
	for _, h := range e.holes {
		n, err := strconv.Atoi(h.id)
		if err != nil || n < 1 || n > len(codes) {
			k.refuse(e, UnknownPlace, "placeholder "+quote(h.id)+" stands for nothing in the source", "take the placeholders over from the source")
			return false
		}
		b.WriteString(e.Target[at:h.offset])
		b.WriteString(codes[n-1])
		at = h.offset
	}
	b.WriteString(e.Target[at:])
	e.Target, e.holes = b.String(), nil
	return true
}

// isCurrent reports whether neither the source nor the translation have changed since
// the export.
func (k *checker) isCurrent(e *Entry, u *Unit) bool {
	stale := e.SourceHash != "" && e.SourceHash != hashOf(u.Source) || e.SourceHash == "" && e.HasSource && e.Source != u.Source
	if stale {
		message, hint := "the source has changed since this was exported: it is now "+quote(u.Source), "translate it anew, or write it with --accept-stale"
		if !k.policy.Stale {
			k.relate(k.refuse(e, SourceChanged, message, hint), u)
			return false
		}
		k.warn(e, SourceChanged, message, "check that it still says the same")
	}
	if u.State == Missing || u.State == Empty || e.TargetHash == hashOf(u.Target) || k.policy.Theirs {
		return true
	}
	message := "the content has another translation: " + quote(u.Target)
	if e.TargetHash != "" {
		message = "the translation was changed here since this was exported: it is now " + quote(u.Target)
	}
	k.relate(k.refuse(e, TargetChanged, message, "keep that, or replace it with --theirs"), u)
	return false
}

// isFinished reports whether the translator has finished the translation.
func (k *checker) isFinished(e *Entry) bool {
	switch {
	case e.Partly:
		k.refuse(e, PartlyTranslated, "only a part of this text is translated", "translate the other segments of the unit")
		return false
	case e.Unreviewed && !k.policy.Fuzzy:
		k.warn(e, NotReviewed, "this translation is marked as not finished, and left out", "finish it, or write it with --accept-fuzzy")
		k.result.Refused++
		return false
	}
	return true
}

// refuse reports that an entry is not written, and returns the index of the finding.
func (k *checker) refuse(e *Entry, code diag.Code, message, hint string) int {
	k.result.Refused++
	return k.report(e, diag.Error, code, message, hint)
}

func (k *checker) warn(e *Entry, code diag.Code, message, hint string) {
	k.report(e, diag.Warning, code, message, hint)
}

func (k *checker) report(e *Entry, severity diag.Severity, code diag.Code, message, hint string) int {
	k.result.Found = append(k.result.Found, diag.Diagnostic{
		Position: diag.Position{File: k.file.Name, Line: e.Line, Column: e.Column}, Severity: severity, Code: code, Message: message, Hint: hint,
	})
	return len(k.result.Found) - 1
}

// relate adds the place of the source to a finding.
func (k *checker) relate(finding int, u *Unit) {
	k.result.Found[finding].Related = &diag.Related{Position: u.Position, Message: "the source is here"}
}

// isText reports whether a translation has only characters that a text may have.
func isText(text, source string) (bad rune, ok bool) {
	for _, r := range text {
		control := r < ' ' && r != '\n' && r != '\t' && r != '\r' || r == 0x7f || r == utf8.RuneError || r == 0xfffe || r == 0xffff
		if control && (r == 0 || !strings.ContainsRune(source, r)) {
			return r, false
		}
	}
	return 0, true
}
