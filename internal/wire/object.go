package wire

import (
	"math"

	"nlgserver/internal/python"
)

// Object is a JSON object whose values are decoded when they are used. The zero
// Object is empty.
type Object struct {
	text   string
	offset int
	name   string

	indexed bool
	fields  []field
	// byKey finds a field in an object of more than indexFrom keys; nil in
	// a smaller one, where a scan is faster.
	byKey map[string]int
	err   *Error
}

// indexFrom bounds the cost of finding a key, whatever a client sends.
const indexFrom = 64

// field is one key of an Object.
type field struct {
	key     string
	raw     string
	offset  int
	decoded bool
	value   python.Value
}

func (o *Object) clear() { *o = Object{fields: clearFields(o.fields)} }

// clearFields empties the list and drops its pointers into the body.
func clearFields(fields []field) []field {
	clear(fields)
	return fields[:0]
}

func (o *Object) set(text string, offset int, name string) {
	o.text, o.offset, o.name = text, offset, name
}

// JSON returns the object's text, empty if there is none. It shares memory with
// the body.
func (o *Object) JSON() string { return o.text }

// Get returns the value of a key, decoding it the first time. A value that
// cannot be decoded counts as missing, and [Request.Err] returns why.
func (o *Object) Get(key string) (python.Value, bool) {
	o.index()
	if f := o.find(key); f != nil {
		return o.decode(f)
	}
	return python.None(), false
}

// find returns the last field with that key, nil if there is none.
func (o *Object) find(key string) *field {
	if o.byKey != nil {
		if i, ok := o.byKey[key]; ok {
			return &o.fields[i]
		}
		return nil
	}
	for i := len(o.fields) - 1; i >= 0; i-- {
		if f := &o.fields[i]; f.key == key {
			return f
		}
	}
	return nil
}

// Each calls yield for every key, decoding the values. Of two equal keys the
// last wins, at the position of the first.
func (o *Object) Each(yield func(key string, v python.Value) bool) {
	o.eachField(func(f *field) bool {
		v, ok := o.decode(f)
		return !ok || yield(f.key, v)
	})
}

// eachField is Each without decoding.
func (o *Object) eachField(yield func(f *field) bool) {
	o.index()
	seen := make(map[string]struct{}, len(o.fields))
	for i := range o.fields {
		key := o.fields[i].key
		if _, again := seen[key]; again {
			continue
		}
		seen[key] = struct{}{}
		if !yield(o.find(key)) {
			return
		}
	}
}

func (o *Object) decode(f *field) (python.Value, bool) {
	if f.decoded {
		return f.value, true
	}
	v, err := python.ParseJSON(f.raw)
	if err != nil {
		o.note(syntaxError(err, f.offset))
		return python.None(), false
	}
	f.value, f.decoded = v, true
	return v, true
}

// index finds the keys and the extents of their values.
func (o *Object) index() {
	if o.indexed || o.text == "" {
		return
	}
	o.indexed = true
	s := scanner{text: o.text, forget: -1, room: math.MaxInt64} // the depth was checked when the object was skipped
	err := s.object(func(key string) *Error {
		start := s.pos
		if err := s.pass(); err != nil {
			return err
		}
		o.fields = append(o.fields, field{key: key, raw: s.text[start:s.pos], offset: o.offset + start})
		return nil
	})
	if err != nil {
		err.Offset += o.offset
		o.note(err)
	}
	if len(o.fields) > indexFrom {
		o.byKey = make(map[string]int, len(o.fields))
		for i := range o.fields {
			o.byKey[o.fields[i].key] = i
		}
	}
}

// note keeps the first error.
func (o *Object) note(err *Error) {
	if o.err == nil {
		o.err = err.in(o.name)
	}
}
