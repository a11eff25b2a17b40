package responses

import (
	"fmt"
	"iter"

	"nlgserver/internal/content"
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
	// Copy says whether the file is a copy of another, to judge by their names.
	Copy Copy
	// Variations are the variations that were kept; see [Response.Read].
	Variations []*Variation

	place document.Place
	file  *File
	list  Value
}

// Copy says why a file is a copy of another.
type Copy = content.Copy

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
			if r.file.meter.IsEnded() || r.file.isBeyond() {
				return
			}
			if v == nil || keep {
				v = &Variation{}
			} else {
				*v = Variation{}
			}
			if !r.file.readVariation(v, item) || r.file.meter.IsEnded() {
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
			f.report(first.Key.DiagnoseAt(slip.Offset, diag.Error, slip.Code, slip.Message, slip.How()+below(list)))
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
