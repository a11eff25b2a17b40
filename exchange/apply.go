package exchange

import (
	"errors"
	"slices"
	"strings"

	"nlgserver/edit"
	"nlgserver/internal/diag"
	"nlgserver/lint"
	"nlgserver/nlg"
)

// Apply returns the files of the content with the changes of a result written, each
// in its place and nothing else. A change that cannot be written becomes a finding of
// the result, and is no longer one of its changes. The units of the document get the
// new translations. The document and the editions are those that the file was checked
// against; env looks up environment variables, as in compiling.
func Apply(files []nlg.File, doc *Document, f *File, r *Result, editions []lint.Edition, env func(string) (string, bool)) []nlg.File {
	writable, target := files, editionOf(editions, doc.Language)
	if target != nil && len(editions) > 1 {
		writable = slices.DeleteFunc(slices.Clone(files), func(f nlg.File) bool {
			return !slices.ContainsFunc(target.Files, func(e nlg.File) bool { return e.Path == f.Path })
		})
	}
	// Whether a text is what its translator saw was checked already.
	editor := edit.NewEditor(writable, edit.Options{Env: env, IgnoreWas: true})
	var done []Change
	failed := 0
	for batches := [][]step{stepsOf(r.Changes, doc, target)}; len(batches) > 0; {
		batch := batches[0]
		batches = batches[1:]
		if len(batch) == 0 {
			continue
		}
		err := editor.Do(opsOf(batch)...)
		if err == nil {
			for i := range batch {
				done = append(done, batch[i].changes...)
			}
			continue
		}
		at, reason, hint := fault(err)
		if failed++; failed > mostFailed {
			for i := range batch {
				r.cannotWrite(f, &batch[i], "too many others cannot be written", "correct those, and import the file again")
			}
			continue
		}
		r.cannotWrite(f, &batch[at], reason, hint)
		batches = slices.Concat([][]step{batch[:at], batch[at+1:]}, batches)
	}
	r.Changes = done
	for _, c := range done { // what the next file is checked against
		c.Unit.Target = c.Text
		c.Unit.State = stateOf(c.Unit, true)
		c.Unit.added = nil
	}
	f.addSources(r.Found)
	r.Found.Sort()
	return merged(files, editor.Files())
}

// mostFailed bounds how many changes are found that cannot be written: each takes the
// others anew.
const mostFailed = 100

// cannotWrite reports changes that cannot be written.
func (r *Result) cannotWrite(f *File, s *step, reason, hint string) {
	for _, c := range s.changes {
		r.Refused++
		r.Found = append(r.Found, diag.Diagnostic{
			Position: diag.Position{File: f.Name, Line: c.Line, Column: c.Column}, Severity: diag.Error, Code: CannotWrite,
			Message: "this translation cannot be written: " + reason, Hint: hint, Related: &diag.Related{Position: c.Unit.Position, Message: "the source is here"},
		})
	}
}

func opsOf(steps []step) []edit.Op {
	ops := make([]edit.Op, len(steps))
	for i := range steps {
		ops[i] = steps[i].op
	}
	return ops
}

// fault returns which op cannot be done, and why.
func fault(err error) (index int, reason, hint string) {
	if e, ok := errors.AsType[*edit.Error](err); ok {
		return e.Index, e.Reason, e.Hint
	}
	if c, ok := errors.AsType[*edit.Conflict](err); ok {
		return c.Index, "it was changed by somebody else", c.Hint()
	}
	return 0, err.Error(), ""
}

// merged returns the files, with those that were edited in their places.
func merged(files, edited []nlg.File) []nlg.File {
	byPath := map[string]nlg.File{}
	for _, f := range edited {
		byPath[f.Path] = f
	}
	out := make([]nlg.File, len(files))
	for i, f := range files {
		out[i] = f
		if e, ok := byPath[f.Path]; ok {
			out[i] = e
		}
	}
	return out
}

// Languages returns the codes that the entries of a file are in, in their order; none
// if the file does not say.
func (f *File) Languages() []string {
	var codes []string
	seen := map[string]bool{"": true}
	for i := range f.Entries {
		code := f.Entries[i].Language
		if code == "" {
			code = f.Language
		}
		if !seen[code] {
			seen[code] = true
			codes = append(codes, code)
		}
	}
	if len(codes) == 0 && f.Language != "" {
		codes = append(codes, f.Language)
	}
	return codes
}

// In returns the entries of a language as a file, and those without one. The faults of
// the file itself are in the first such part only.
func (f *File) In(code string) *File {
	part := *f
	part.Entries = nil
	for _, e := range f.Entries {
		if own := e.Language; own == code || own == "" && (f.Language == code || f.Language == "") {
			e.Language = ""
			part.Entries = append(part.Entries, e)
		}
	}
	if codes := f.Languages(); len(codes) > 0 && codes[0] != code {
		part.Found = nil
	}
	return &part
}

// Refuse returns a finding about a file as a whole.
func (f *File) Refuse(code diag.Code, message, hint string) diag.Diagnostic {
	d := diag.Diagnostic{Position: diag.Position{File: f.Name, Line: 1}, Severity: diag.Error, Code: code, Message: message, Hint: hint}
	for line := range strings.SplitSeq(f.text, "\n") {
		if len(line) <= longestSource {
			d.Source = shown(line)
		}
		break
	}
	return d
}
