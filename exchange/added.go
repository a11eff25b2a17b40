package exchange

import (
	"encoding/json"
	"fmt"
	"strings"

	"nlgserver/edit"
	"nlgserver/internal/diag"
	"nlgserver/internal/python"
	"nlgserver/lint"
	"nlgserver/responses"
)

// added is a response that the files of the translated language lack. It is added once
// all its texts are translated: with some of them, users would read two languages.
type added struct {
	source *responses.Response
	// texts counts its units.
	texts int
}

// keepWhole takes the changes of responses that are only partly translated, and that
// the files of the language do not have, out of the result.
func (k *checker) keepWhole() {
	have := map[*added]int{}
	for i := range k.result.Changes {
		if a := k.result.Changes[i].Unit.added; a != nil {
			have[a]++
		}
	}
	kept := k.result.Changes[:0]
	for _, c := range k.result.Changes {
		if a := c.Unit.added; a == nil || have[a] == a.texts {
			kept = append(kept, c)
			continue
		}
		e := &Entry{Line: c.Line, Column: c.Column}
		k.refuse(e, NoPlace, fmt.Sprintf("the files for %s do not have response %s, and this is only %d of its %d texts",
			quote(k.doc.Language), quote(c.Unit.Response), have[c.Unit.added], c.Unit.added.texts), "translate all of its texts; then it is added")
	}
	k.result.Changes = kept
}

// step is an op, with the changes that it writes.
type step struct {
	op      edit.Op
	changes []Change
}

// stepsOf returns the ops that write changes: one for each text, and one for each
// response to add.
func stepsOf(changes []Change, doc *Document, target *lint.Edition) []step {
	var steps []step
	place := map[*added]int{}
	for _, c := range changes {
		if a := c.Unit.added; a != nil {
			if place[a] == 0 {
				steps = append(steps, step{})
				place[a] = len(steps)
			}
			s := &steps[place[a]-1]
			s.changes = append(s.changes, c)
			continue
		}
		text := edit.Text{Response: c.Unit.Response, Number: c.Unit.Number, Path: c.Unit.Path, Text: c.Text}
		if !c.Unit.Edition {
			text.Language = doc.Language
		}
		steps = append(steps, step{edit.TextOps([]edit.Text{text})[0], []Change{c}})
	}
	for a, n := range place {
		steps[n-1].op = a.op(steps[n-1].changes, doc, target)
	}
	return steps
}

// op adds the response with its translated texts, and everything else as it is in the
// source.
func (a *added) op(changes []Change, doc *Document, target *lint.Edition) edit.Op {
	texts := map[int]map[string]string{}
	for _, c := range changes {
		if texts[c.Unit.Number] == nil {
			texts[c.Unit.Number] = map[string]string{}
		}
		texts[c.Unit.Number][c.Unit.Path] = c.Text
	}
	var variations []python.Value
	for i, v := range a.source.Variations {
		variations = append(variations, replaced(v.Value.Python(), "", texts[i+1]))
	}
	return edit.Op{
		Kind: edit.AddResponse, Response: a.source.Name, Value: json.RawMessage(python.List(variations...).AppendJSON(nil)),
		File: fileLike(a.source.Position, doc, target),
	}
}

// replaced returns a variation with other texts, by their paths.
func replaced(v python.Value, path string, texts map[string]string) python.Value {
	if text, ok := texts[path]; ok {
		return python.Str(text)
	}
	switch v.Kind() {
	case python.KindStr:
		if text, ok := texts["text"]; ok && path == "" { // a variation in the old form
			return python.Str(text)
		}
	case python.KindDict:
		out := python.NewDict(v.Dict().Len())
		for _, e := range v.Dict().Entries() {
			key, _ := e.Key.Text()
			out.SetKey(e.Key, replaced(e.Value, strings.TrimPrefix(path+"."+key, "."), texts))
		}
		return python.OfDict(out)
	case python.KindList:
		var items []python.Value
		for i, item := range v.Items() {
			items = append(items, replaced(item, fmt.Sprintf("%s[%d]", path, i), texts))
		}
		return python.List(items...)
	}
	return v
}

// fileLike returns the file of a language whose path differs from that of a source
// only in the code; empty if there is none.
func fileLike(source diag.Position, doc *Document, target *lint.Edition) string {
	for i := range source.File {
		rest, ok := strings.CutPrefix(source.File[i:], doc.SourceLanguage)
		if !ok {
			continue
		}
		for _, f := range target.Files {
			if f.Path == source.File[:i]+doc.Language+rest {
				return f.Path
			}
		}
	}
	return ""
}
