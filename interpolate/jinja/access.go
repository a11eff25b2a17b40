package jinja

import (
	"nlgserver/internal/python"
	"nlgserver/internal/python/text"
)

// attributed is an object with attributes of its own.
type attributed interface {
	attribute(r *render, name string) (v python.Value, ok bool)
}

// attribute is Python's getattr; ok is false if there is no such attribute.
func (r *render) attribute(v python.Value, name string) (value python.Value, ok bool, err error) {
	if o, _ := v.Object(); o != nil {
		if l, is := o.(*loop); is {
			if value, ok, err := l.field(r, name); ok || err != nil {
				return value, ok, err
			}
		}
		if a, is := o.(attributed); is {
			if value, ok := a.attribute(r, name); ok {
				return value, true, nil
			}
		}
	}
	if name == "__class__" {
		return python.OfObject(&class{name: className(v)}), true, nil
	}
	if value, ok := dataAttribute(v, name); ok {
		return value, true, nil
	}
	if op, ok := r.lookupMethod(v, name); ok {
		return python.OfObject(&method{of: v, name: name, op: op}), true, nil
	}
	return python.Value{}, false, nil
}

// getAttr is value.name in a template: an attribute, else an item. ofDict says
// whether a dict has an attribute of that name.
func (r *render) getAttr(v python.Value, name string, ofDict bool) (python.Value, error) {
	if v.Kind() == python.KindDict && !ofDict { // the common case
		if item, ok := v.Dict().Get(name); ok {
			return item, nil
		}
		return undefinedItem(v, python.Str(name)), nil
	}
	if value, ok, err := r.attribute(v, name); ok || err != nil {
		return value, err
	}
	if err := defined(v); err != nil {
		return v, err
	}
	if item, ok, err := r.item(v, python.Str(name)); ok || err != nil {
		return item, err
	}
	return undefinedItem(v, python.Str(name)), nil
}

// getItem is value[index] in a template: an item, else an attribute.
func (r *render) getItem(v, index python.Value) (python.Value, error) {
	if err := defined(v); err != nil {
		return v, err
	}
	if item, ok, err := r.item(v, index); ok || err != nil {
		return item, err
	}
	if name, ok := isText(index); ok {
		if value, ok, err := r.attribute(v, name); ok || err != nil {
			return value, err
		}
	}
	return undefinedItem(v, index), nil
}

// item is Python's v[index]; ok is false where that raises.
func (r *render) item(v, index python.Value) (item python.Value, ok bool, err error) {
	if v.Kind() == python.KindDict {
		if isContainer(index) {
			if index, err = r.key(index); err != nil {
				if e, isError := err.(*Error); isError && e.Kind == Raised { //nolint:errorlint // never wrapped
					err = nil
				}
				return item, false, err
			}
		}
		if s, isStr := isText(index); isStr {
			if err := r.charge(len(s) / sameBytesPerStep); err != nil {
				return item, false, err
			}
		}
		item, ok = v.Dict().GetKey(plain(index))
		return item, ok, nil
	}
	if o, _ := v.Object(); o != nil {
		if s, isSelf := o.(*selfReference); isSelf {
			name, _ := isText(index)
			item, ok = s.block(r, name)
			return item, ok, nil
		}
	}
	var i int
	switch index.Kind() {
	case python.KindInt, python.KindBool:
		if i, err = asIndex(index); err != nil {
			return item, false, err
		}
	default:
		return item, false, nil
	}
	if s, isStr := isText(v); isStr {
		text, ok, err := r.character(s, i)
		return like(v, text), ok, err
	}
	if items, isSequence := elements(v); isSequence {
		if i < 0 {
			i += len(items)
		}
		if i < 0 || i >= len(items) {
			return item, false, nil
		}
		return items[i], true, nil
	}
	if o, _ := v.Object(); o != nil {
		if s, isSpan := o.(*span); isSpan {
			n := int64(i)
			if n < 0 {
				n += s.len()
			}
			if n < 0 || n >= s.len() {
				return item, false, nil
			}
			return s.at(n), true, nil
		}
	}
	return item, false, nil
}

// character returns the i-th character of a text.
func (r *render) character(s string, i int) (string, bool, error) {
	if err := r.charge(len(s) / bytesPerStep); err != nil {
		return "", false, err
	}
	if text.IsASCII(s) {
		if i < 0 {
			i += len(s)
		}
		if i < 0 || i >= len(s) {
			return "", false, nil
		}
		return s[i : i+1], true, nil
	}
	if err := r.charge(len(s) / charsPerStep); err != nil {
		return "", false, err
	}
	if i < 0 {
		i += python.RuneCount(s)
	}
	if i < 0 {
		return "", false, nil
	}
	rest := s[text.Offset(s, i):]
	if rest == "" {
		return "", false, nil
	}
	_, size := python.DecodeRune(rest)
	return rest[:size], true, nil
}

// length is Python's len().
func (r *render) length(v python.Value) (int, error) {
	if s, ok := isText(v); ok {
		if err := r.charge(len(s) / bytesPerStep); err != nil {
			return 0, err
		}
		return python.RuneCount(s), nil
	}
	if items, ok := elements(v); ok {
		return len(items), nil
	}
	switch o, _ := v.Object(); o := o.(type) {
	case *undefined:
		return 0, nil
	case *view:
		return o.dict.Len(), nil
	case *span:
		return int(o.len()), nil
	case *loop:
		return o.size(r)
	}
	if v.Kind() == python.KindDict {
		return v.Dict().Len(), nil
	}
	return 0, typeError("object of type '%s' has no len()", v.TypeName())
}
