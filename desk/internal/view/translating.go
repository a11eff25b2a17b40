package view

import (
	"slices"
	"strconv"
	"strings"

	"nlgserver/exchange"
	"nlgserver/responses"
)

// isOpen reports whether there is something left to do.
func isOpen(u *exchange.Unit) bool {
	return u.State == exchange.Missing || u.State == exchange.Empty || u.State == exchange.Differs
}

// Translations returns a page of the texts of a language. The error is a
// *[LanguageError].
func (c *Content) Translations(q TranslationQuery) (*Translations, error) {
	doc, err := c.document(q.Language)
	if err != nil {
		return nil, err
	}
	out := &Translations{
		Version: c.Version(), Language: q.Language, Name: languageName(q.Language), Known: c.texts.knows(q.Language),
		Total: len(doc.Units), Offset: max(q.Offset, 0), Next: -1, Rows: []TranslationRow{}, QuickReplies: doc.QuickReplies,
	}
	if c.texts.isFixed() {
		out.Fixed = ErrFixed.Error()
	}
	worded := doc.having(&q)
	out.States = statesOf(worded)
	selected := worded[:0:0]
	for _, u := range worded {
		if q.State == "" || string(u.State) == q.State || q.State == OpenTexts && isOpen(u) || slices.Contains(q.Keep, u.ID) {
			selected = append(selected, u)
		}
	}
	out.Matched = len(selected)
	out.Next = nextOpen(selected, q.After)
	limit := q.Limit
	if limit <= 0 {
		limit = DefaultLimit
	}
	start := min(out.Offset, len(selected))
	found := map[string]map[int][]Finding{}
	for _, u := range selected[start:min(start+min(limit, MaxLimit), len(selected))] {
		out.Rows = append(out.Rows, c.translationRow(u, q.Language, found))
	}
	return out, nil
}

// knows reports whether the content has a language, or must have it.
func (t *texts) knows(code string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.has(code)
}

// isFixed reports whether each language has files of its own.
func (t *texts) isFixed() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.editions) > 1
}

// having returns the units that have the words of a query, and are of its response.
func (d *document) having(q *TranslationQuery) []*exchange.Unit {
	words := wordsOf(q.Words)
	var folded []string
	if len(words) > 0 {
		folded = d.folded()
	}
	out := make([]*exchange.Unit, 0, len(d.Units))
	for i := range d.Units {
		u := &d.Units[i]
		if (q.Response == "" || u.Response == q.Response) && (len(words) == 0 || hasAll(folded[i], words)) {
			out = append(out, u)
		}
	}
	return out
}

// statesOf counts the units by their states, and those that are open.
func statesOf(units []*exchange.Unit) []Facet {
	counts := map[exchange.State]int{}
	open := 0
	for _, u := range units {
		counts[u.State]++
		open += one(isOpen(u))
	}
	out := []Facet{{OpenTexts, open}}
	for _, s := range exchange.States() {
		out = append(out, Facet{string(s), counts[s]})
	}
	return out
}

// nextOpen returns the index of the first open unit after an index, or else of the
// first; -1 if none is open.
func nextOpen(units []*exchange.Unit, after int) int {
	after = min(max(after, -1), len(units)-1)
	if i := slices.IndexFunc(units[after+1:], isOpen); i >= 0 {
		return after + 1 + i
	}
	return slices.IndexFunc(units[:after+1], isOpen)
}

// translationRow returns the row of a unit; found are the findings of responses that
// were looked up.
func (c *Content) translationRow(u *exchange.Unit, language string, found map[string]map[int][]Finding) TranslationRow {
	r := TranslationRow{
		ID: u.ID, Response: u.Response, Number: u.Number, Path: u.Path, Where: whereOf(u.Path), State: string(u.State),
		Source: unitPieces(u.Source, u.Engine), Target: unitPieces(u.Target, u.Engine),
		Variables: []string{}, Notes: []TranslationNote{}, Position: u.Position, Findings: []Finding{},
	}
	for _, p := range r.Source {
		if p.Kind == variablePiece && !slices.Contains(r.Variables, p.Text) {
			r.Variables = append(r.Variables, p.Text)
		}
	}
	for _, n := range u.Notes {
		r.Notes = append(r.Notes, TranslationNote{n.Kind, n.Text})
	}
	if l := u.Limit; l != nil {
		r.Limit = &TranslationLimit{Max: l.Max, Unit: string(l.Unit), Channel: l.Channel, Length: l.Length(u.Target, u.Engine)}
	}
	if u.Edition {
		return r // the content that is checked is not that of one language
	}
	e := c.entryOf(u.Response)
	if e == nil {
		return r
	}
	if found[u.Response] == nil {
		found[u.Response] = e.findingsOf()
	}
	for _, f := range found[u.Response][u.Number] {
		if f.Path == u.Path && f.Language == language {
			r.Findings = append(r.Findings, f)
		}
	}
	return r
}

// unitPieces returns a text in the pieces of a translator.
func unitPieces(text string, engine responses.Engine) []Piece {
	pieces := []Piece{}
	for _, p := range exchange.Pieces(text, engine) {
		kind := ""
		if p.Code {
			kind = variablePiece
			if engine == responses.Jinja && !strings.HasPrefix(p.Text, "{{") {
				kind = codePiece
			}
		}
		pieces = append(pieces, Piece{p.Text, kind})
	}
	return pieces
}

// whereOf says what a field is.
func whereOf(path string) string {
	list, item, isItem := strings.Cut(path, "[")
	index, key, _ := strings.Cut(item, "].")
	n, err := strconv.Atoi(index)
	if !isItem || err != nil {
		return path
	}
	what := "button "
	if list == "quick_replies" {
		what = "quick reply "
	}
	return key + " of " + what + itoa(n+1)
}
