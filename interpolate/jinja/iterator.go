package jinja

import "nlgserver/internal/python"

// iterator returns one item after the other; ok is false at the end.
type iterator func() (item python.Value, ok bool, err error)

// iterable is an object that has items.
type iterable interface {
	iterate(r *render) iterator
}

// iterate is Python's iter().
func (r *render) iterate(v python.Value) (iterator, error) {
	if s, ok := isText(v); ok {
		return iterateText(s), nil
	}
	switch v.Kind() {
	case python.KindList, python.KindTuple:
		return iterateItems(v.Items()), nil
	case python.KindDict:
		return iterateDict(v.Dict(), func(e python.Entry) python.Value { return e.Key }), nil
	case python.KindObject:
		switch o, _ := v.Object(); o := o.(type) {
		case *undefined:
			return iterateItems(nil), nil
		case *list:
			return iterateList(o), nil
		case *group:
			return iterateItems(o.items), nil
		case iterable:
			return o.iterate(r), nil
		}
	}
	return nil, typeError("'%s' object is not iterable", v.TypeName())
}

func iterateItems(items []python.Value) iterator {
	i := 0
	return func() (python.Value, bool, error) {
		if i >= len(items) {
			return python.Value{}, false, nil
		}
		i++
		return items[i-1], true, nil
	}
}

// iterateList sees what is added to the list meanwhile, as Python does.
func iterateList(l *list) iterator {
	i := 0
	return func() (python.Value, bool, error) {
		if i >= len(l.items) {
			return python.Value{}, false, nil
		}
		i++
		return l.items[i-1], true, nil
	}
}

func iterateText(s string) iterator {
	return func() (python.Value, bool, error) {
		if s == "" {
			return python.Value{}, false, nil
		}
		_, size := python.DecodeRune(s)
		char := s[:size]
		s = s[size:]
		return python.Str(char), true, nil
	}
}

func iterateDict(d *python.Dict, part func(python.Entry) python.Value) iterator {
	i, size := 0, d.Len()
	return func() (python.Value, bool, error) {
		entries := d.Entries()
		if len(entries) != size {
			return python.Value{}, false, raise("RuntimeError", "dictionary changed size during iteration")
		}
		if i >= len(entries) {
			return python.Value{}, false, nil
		}
		i++
		return part(entries[i-1]), true, nil
	}
}

// next returns the next item and pays for it.
func (r *render) next(it iterator) (python.Value, bool, error) {
	if err := r.charge(1); err != nil {
		return python.Value{}, false, err
	}
	return it()
}

// collect returns all items of a value: Python's list().
func (r *render) collect(v python.Value) ([]python.Value, error) {
	if items, ok := elements(v); ok {
		if err := r.charge(1 + len(items)); err != nil {
			return nil, err
		}
		return append([]python.Value(nil), items...), nil
	}
	it, err := r.iterate(v)
	if err != nil {
		return nil, err
	}
	size, err := r.length(v)
	if err != nil {
		size = 0
	}
	return r.drain(it, size)
}

// drain returns what an iterator still has: about so many items, if that is
// known.
func (r *render) drain(it iterator, size int) ([]python.Value, error) {
	items := make([]python.Value, 0, min(size, r.steps+r.more))
	for {
		item, ok, err := r.next(it)
		if err != nil || !ok {
			return items, err
		}
		items = append(items, item)
	}
}

// generator is what the filters return that make their items one by one. Each
// item comes once, however many ask.
type generator struct {
	identity
	name string // what Python prints, without the address
	step iterator
}

func (*generator) TypeName() string           { return "generator" }
func (g *generator) iterate(*render) iterator { return g.step }
func (g *generator) AppendRepr(dst []byte) []byte {
	return append(append(append(dst, '<'), g.name...), " at 0x0>"...)
}

// generate returns a generator that asks for its iterator when its first item is
// wanted: until then, what is wrong with its arguments shows nowhere.
func generate(name string, start func() (iterator, error)) python.Value {
	var it iterator
	finished := false
	return python.OfObject(&generator{name: "generator object " + name, step: func() (python.Value, bool, error) {
		if finished {
			return python.Value{}, false, nil
		}
		var err error
		if it == nil {
			it, err = start()
		}
		if err != nil {
			finished = true
			return python.Value{}, false, err
		}
		item, ok, err := it()
		finished = !ok || err != nil
		return item, ok && err == nil, err
	}})
}
