package responses

import (
	"fmt"
	"iter"
	"slices"

	"nlgserver/internal/diag"
	"nlgserver/internal/document"
)

// Response is one response of one file.
type Response struct {
	Name string
	// Key is the name in the file.
	Key Value
	// Position is where the name is. It remains after [File.Forget].
	Position diag.Position
	// Training is set if the response is in training data, not in a domain.
	Training bool
	// Variations are the variations that were kept; see [Response.Read].
	Variations []*Variation

	place document.Place
	file  *File
	list  Value
}

// Len returns the number of variations in the file, including faulty ones.
func (r *Response) Len() int { return r.list.Len() }

// Read yields the response's variations in file order, and skips those that have
// an error. It can be called once. If keep is set, they are kept in Variations; otherwise a
// variation is valid only until the next one, so that a long response takes no
// more memory than a short one.
func (r *Response) Read(keep bool) iter.Seq[*Variation] {
	return func(yield func(*Variation) bool) {
		var v *Variation
		for item := range r.list.Items() {
			if v == nil || keep {
				v = &Variation{}
			} else {
				*v = Variation{}
			}
			if !r.file.readVariation(v, item) {
				continue
			}
			if keep {
				r.Variations = append(r.Variations, v)
			}
			if !yield(v) {
				return
			}
		}
	}
}

// Release releases what was written, and keeps the name and its position.
func (r *Response) Release() { r.Key, r.list, r.file, r.Variations = Value{}, Value{}, nil, nil }

// isList checks the value of a response's name.
func (f *File) isList(r *Response) bool {
	switch list := r.list; {
	case list.IsList():
		return true
	case list.IsNull() && f.misread:
	case list.IsNull():
		f.error(r.Key, diag.WrongType, "response "+quote(r.Name)+" has no variations", "add at least one below it: `- text: \"…\"`")
	case list.IsMap():
		f.refuseMap(r)
	case f.refuseBareKey(list, variationKeys[:]):
	case list.IsScalar():
		f.error(list, diag.WrongType, "the variations of "+quote(r.Name)+" must be a list, not "+list.Describe(), document.Write("- text: "+textOf(list))+" on the next line")
	}
	return false
}

// refuseMap reports variations without dashes.
func (f *File) refuseMap(r *Response) {
	list := r.list
	for first := range list.Entries() {
		line := first.Key.Line()
		if slip, ok := document.DashSlip(line); ok && !list.IsFlow() {
			f.diags = append(f.diags, first.Key.DiagnoseAt(slip.Offset, diag.Error, slip.Code, slip.Message, slip.How()+below(list)))
			return
		}
		break
	}
	const message = "a dash is missing: the variations of %s must be a list, not a map"
	hint := document.Write("[" + list.Line() + "]")
	if !list.IsFlow() {
		hint = document.Write("- "+list.Line()) + below(list)
	}
	f.error(list, diag.WrongType, fmt.Sprintf(message, quote(r.Name)), hint)
}

// textOf returns a scalar as the value of a text.
func textOf(v Value) string {
	if _, isText := v.Text(); isText {
		return v.Line()
	}
	return v.Quoted()
}

// Merger merges the responses of all files: the first domain file that defines
// a name wins, and training data overrides everything before it. Rasa: section
// 1.4, D3, D10.
type Merger struct {
	chosen map[string]*Response
	diags  diag.List
}

// Add merges a response. It reports whether the response is used; one that is
// added later may still replace it.
func (m *Merger) Add(r *Response) bool {
	if m.chosen == nil {
		m.chosen = map[string]*Response{}
	}
	other := m.chosen[r.Name]
	if other != nil && !r.Training {
		m.shadowed(r, other)
		return false
	}
	m.chosen[r.Name] = r
	if other != nil {
		m.shadowed(other, r)
	}
	return true
}

// Used returns the responses that are used, by name.
func (m *Merger) Used() map[string]*Response { return m.chosen }

// Diagnostics returns a warning for each response that is not used.
func (m *Merger) Diagnostics() diag.List { return slices.Clone(m.diags) }

// shadowed adds a warning that a response is not used.
func (m *Merger) shadowed(unused, used *Response) {
	d := unused.place.Diagnose(diag.Warning, diag.DuplicateResponse,
		"response "+quote(unused.Name)+" is defined more than once; this definition is not used",
		"remove or rename one of them; variations from different files are never merged")
	why := "this definition is used: it is read first"
	switch {
	case used.Training && unused.Training:
		why = "this definition is used: the last training data file wins"
	case used.Training:
		why = "this definition is used: training data takes precedence over a domain"
	}
	d.Related = &diag.Related{Position: used.Position, Message: why}
	m.diags = append(m.diags, d)
}
