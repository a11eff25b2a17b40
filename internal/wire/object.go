package wire

import (
	"errors"
	"strings"
	"unsafe"

	"nlgserver/internal/budget"
	"nlgserver/internal/python"
)

// Object is a JSON object whose values are decoded when they are used. The zero
// Object is empty.
type Object struct {
	text   string
	offset int
	name   string
	budget *budget.Budget

	state state
	// fields are those of the whole object, or if it is huge, those that were asked.
	fields []field
	// byKey finds a field in an object of more than indexFrom keys; nil in
	// a smaller one, where a scan is faster.
	byKey map[string]int
	err   *Error
}

// state is what is known of the fields of an Object.
type state uint8

const (
	// unread: nothing.
	unread state = iota
	// indexed: all of them.
	indexed
	// huge: there are so many that each is searched when it is asked.
	huge
)

const (
	// indexFrom bounds the cost of finding a key, whatever a client sends.
	indexFrom = 64
	// indexMost is the number of fields from which on finding the few that are
	// needed costs less than an index.
	indexMost = 4096
	// keepFields is the size above which the memory of a list of fields is not kept.
	keepFields = 256
	// shortText is the length up to which a text without escapes costs no more than
	// a unit.
	shortText = 200
	fieldSize = int(unsafe.Sizeof(field{}))
	// placeSize is what a field takes in byKey, with what growing leaves behind.
	placeSize = 90
	placeCost = 250
	// hashedPerNanosecond is how many bytes of a key are looked up in byKey, and
	// comparedPerUnit how many are compared with those of another one.
	hashedPerNanosecond = 2
	comparedPerUnit     = 256
)

// field is one key of an Object.
type field struct {
	key string
	// raw is the value's text; empty if a huge object does not have the key.
	raw     string
	offset  int
	decoded bool
	value   python.Value
}

func (o *Object) clear() { *o = Object{fields: clearFields(o.fields)} }

// clearFields empties the list and drops its pointers into the body.
func clearFields(fields []field) []field {
	if cap(fields) > keepFields {
		return nil
	}
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
	if o.state == unread {
		o.index(indexMost)
	}
	f := o.find(key)
	if f == nil && o.state == huge && !o.budget.Reason().Refuses() {
		f = o.search(key)
	}
	if f == nil || f.raw == "" {
		return python.None(), false
	}
	return o.decode(f)
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
	if o.state != indexed {
		o.index(len(o.text))
	}
	for i := range o.fields {
		f := &o.fields[i]
		if o.byKey == nil {
			if !o.budget.Read(i * len(f.key) / comparedPerUnit) {
				o.note(o.tooExpensive(f))
				return
			}
			if o.again(i) {
				continue
			}
			f = o.find(f.key)
		}
		if !yield(f) {
			return
		}
	}
}

// again reports whether a field before i has the same key.
func (o *Object) again(i int) bool {
	for j := range i {
		if o.fields[j].key == o.fields[i].key {
			return true
		}
	}
	return false
}

func (o *Object) decode(f *field) (python.Value, bool) {
	if f.decoded {
		return f.value, true
	}
	if o.budget.Reason().Refuses() {
		return python.None(), false // the first error is the one to tell
	}
	// Most values are short texts.
	if end := len(f.raw) - 1; end <= shortText && f.raw[0] == '"' && plainEnd(f.raw, 1) == end && o.budget.Read(1) {
		f.value, f.decoded = python.Str(f.raw[1:end]), true
		return f.value, true
	}
	v, err := python.ParseJSONWithin(f.raw, o.budget)
	switch {
	case errors.Is(err, python.ErrTooExpensive):
		o.note(o.tooExpensive(f))
		return python.None(), false
	case err != nil:
		o.note(syntaxError(err, f.offset))
		return python.None(), false
	}
	f.value, f.decoded = v, true
	return v, true
}

// tooExpensive returns the error of a field that the budget does not pay for. It names
// the key, unless that is odd.
func (o *Object) tooExpensive(f *field) *Error {
	const longest = 100
	odd := func(r rune) bool { return r <= ' ' || r == 0x7f || r == '"' || r == '\uFFFD' }
	if f.key == "" || len(f.key) > longest || strings.ContainsFunc(f.key, odd) {
		return tooExpensive(o.budget, "a field of "+o.name, f.offset).in(o.name)
	}
	path := o.name + "." + f.key
	return tooExpensive(o.budget, path, f.offset).in(path)
}

// index finds the keys and the extents of their values, if there are at most that
// many.
func (o *Object) index(most int) {
	if o.text == "" || o.budget.Reason().Refuses() {
		return
	}
	o.state, o.byKey, o.fields = indexed, nil, clearFields(o.fields)
	many := false
	var s scanner
	s.again(o.text, o.budget)
	err := s.object(func(key string) *Error {
		start := s.pos
		if err := s.pass(); err != nil {
			return err
		}
		if n := len(o.fields); n < cap(o.fields) && n < indexFrom && o.byKey == nil {
			o.fields = o.fields[:n+1] // it is clear up to its capacity
			f := &o.fields[n]
			f.key, f.raw, f.offset = key, s.text[start:s.pos], o.offset+start
			return nil
		}
		if many = len(o.fields) == most; many || o.byKey != nil && !s.work(placeCost+len(key)/hashedPerNanosecond) {
			return s.fail(Syntax, "") // ends the scan
		}
		return o.add(key, s.text[start:s.pos], o.offset+start)
	})
	err = o.scanned(&s, err)
	if many {
		o.state, o.byKey, o.fields = huge, nil, nil
		return
	}
	o.note(err)
}

// add adds a field to the index.
func (o *Object) add(key, raw string, offset int) *Error {
	if o.byKey != nil {
		if i, again := o.byKey[key]; again {
			o.fields[i].raw, o.fields[i].offset = raw, offset
			return nil
		}
	}
	if n := len(o.fields); n == cap(o.fields) {
		room := max(2*n, 8)
		if !o.budget.Hold(room * fieldSize) {
			return tooExpensive(o.budget, o.name, offset-o.offset)
		}
		o.fields = append(make([]field, 0, room), o.fields...)
	}
	o.fields = append(o.fields, field{key: key, raw: raw, offset: offset})
	switch {
	case o.byKey != nil:
		if !o.budget.Hold(placeSize) {
			return tooExpensive(o.budget, o.name, offset-o.offset)
		}
		o.byKey[key] = len(o.fields) - 1
	case len(o.fields) > indexFrom:
		if !o.budget.Hold(2 * indexFrom * placeSize) {
			return tooExpensive(o.budget, o.name, offset-o.offset)
		}
		o.distinct()
	}
	return nil
}

// distinct makes byKey, and removes equal keys: the last value wins, at the place of
// the first.
func (o *Object) distinct() {
	o.byKey = make(map[string]int, 2*indexFrom)
	n := 0
	for _, f := range o.fields {
		if i, again := o.byKey[f.key]; again {
			o.fields[i].raw, o.fields[i].offset = f.raw, f.offset
			continue
		}
		o.byKey[f.key] = n
		o.fields[n] = f
		n++
	}
	clear(o.fields[n:])
	o.fields = o.fields[:n]
}

// search finds one key of a huge object, and keeps what it finds.
func (o *Object) search(key string) *field {
	found := field{key: key}
	var s scanner
	s.again(o.text, o.budget)
	err := s.object(func(k string) *Error {
		start := s.pos
		if err := s.pass(); err != nil {
			return err
		}
		if k == key {
			found.raw, found.offset = s.text[start:s.pos], o.offset+start
		}
		return nil
	})
	err = o.scanned(&s, err)
	if err != nil {
		o.note(err)
	}
	if !o.budget.Hold(2 * fieldSize) {
		o.note(tooExpensive(o.budget, o.name, o.offset))
		return nil
	}
	o.fields = append(o.fields, found)
	return &o.fields[len(o.fields)-1]
}

// scanned ends a scan: it pays for it, and returns its error with the offset in the
// body.
func (o *Object) scanned(s *scanner, err *Error) *Error {
	if err == nil {
		s.settle()
	}
	if err = s.outcome(err, o.name); err != nil {
		err.Offset += o.offset
	}
	return err
}

// note keeps the first error.
func (o *Object) note(err *Error) {
	if o.err == nil && err != nil {
		o.err = err.in(o.name)
	}
}
