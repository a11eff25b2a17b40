package jinja

import "nlgserver/internal/python"

// view is what a dict's keys(), values() and items() return. It shows the dict as
// it is at the time.
type view struct {
	dict *python.Dict
	kind string // dict_keys, dict_values, dict_items
}

func (v *view) TypeName() string { return v.kind }
func (v *view) Truth() bool      { return v.dict.Len() > 0 }

func (v *view) part(e python.Entry) python.Value {
	switch v.kind {
	case "dict_keys":
		return e.Key
	case "dict_values":
		return e.Value
	}
	return python.Tuple(e.Key, e.Value)
}

func (v *view) contents() []python.Value {
	items := make([]python.Value, v.dict.Len())
	for i, e := range v.dict.Entries() {
		items[i] = v.part(e)
	}
	return items
}

func (v *view) AppendRepr(dst []byte) []byte {
	dst = append(append(dst, v.kind...), '(')
	return append(python.List(v.contents()...).AppendRepr(dst), ')')
}

// EqualTo compares as sets, as keys and items do; values equal only themselves.
func (v *view) EqualTo(other python.Value) bool {
	o, _ := other.Object()
	w, ok := o.(*view)
	if !ok || v.kind == "dict_values" || w.kind == "dict_values" {
		return ok && v == w
	}
	if v.dict.Len() != w.dict.Len() {
		return false
	}
	for _, e := range v.dict.Entries() {
		if v.kind != w.kind {
			return false
		}
		value, ok := w.dict.GetKey(e.Key)
		if !ok || v.kind == "dict_items" && !python.Equal(value, e.Value) {
			return false
		}
	}
	return true
}

func (v *view) iterate(*render) iterator { return iterateDict(v.dict, v.part) }

// isKeyView reports whether a value is a dict's keys or items, which are sets and so not hashable.
func isKeyView(v python.Value) bool {
	o, _ := v.Object()
	w, ok := o.(*view)
	return ok && w.kind != "dict_values"
}

func viewOf(d *python.Dict, kind string) python.Value { return python.OfObject(&view{d, kind}) }
