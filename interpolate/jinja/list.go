package jinja

import "nlgserver/internal/python"

// list is a list that can change. python's lists cannot, so a template that names
// a method such as append works with these instead, on a copy of its data.
type list struct{ items []python.Value }

func (*list) TypeName() string               { return "list" }
func (l *list) AppendRepr(dst []byte) []byte { return python.List(l.items...).AppendRepr(dst) }
func (l *list) Truth() bool                  { return len(l.items) > 0 }
func (l *list) contents() []python.Value     { return l.items }
func (l *list) EqualTo(other python.Value) bool {
	return isList(other) && python.Equal(python.List(l.items...), frozen(other))
}

// group is one of the pairs that the filter groupby returns: a tuple whose items
// have names.
type group struct{ items []python.Value }

func (*group) TypeName() string               { return "_GroupTuple" }
func (g *group) AppendRepr(dst []byte) []byte { return python.Tuple(g.items...).AppendRepr(dst) }
func (*group) Truth() bool                    { return true }
func (g *group) contents() []python.Value     { return g.items }
func (g *group) EqualTo(other python.Value) bool {
	return isTuple(other) && python.Equal(python.Tuple(g.items...), frozen(other))
}

// elements returns the items of a list or a tuple of either make.
func elements(v python.Value) ([]python.Value, bool) {
	switch v.Kind() {
	case python.KindList, python.KindTuple:
		return v.Items(), true
	case python.KindObject:
		switch o, _ := v.Object(); o := o.(type) {
		case *list:
			return o.items, true
		case *group:
			return o.items, true
		}
	}
	return nil, false
}

func isList(v python.Value) bool {
	if v.Kind() == python.KindList {
		return true
	}
	_, ok := asList(v)
	return ok
}

func asList(v python.Value) (*list, bool) {
	o, _ := v.Object()
	l, ok := o.(*list)
	return l, ok
}

func isTuple(v python.Value) bool {
	if v.Kind() == python.KindTuple {
		return true
	}
	o, _ := v.Object()
	_, ok := o.(*group)
	return ok
}

// frozen returns python's list or tuple for one of ours, and every other value as
// it is.
func frozen(v python.Value) python.Value {
	if v.Kind() != python.KindObject {
		return v
	}
	switch o, _ := v.Object(); o := o.(type) {
	case *list:
		return python.List(o.items...)
	case *group:
		return python.Tuple(o.items...)
	case *markup:
		return python.Str(o.text)
	}
	return v
}

// newList returns a list that the template may change if it knows how to.
func (r *render) newList(items []python.Value) python.Value {
	if r.template.mutators {
		return python.OfObject(&list{items})
	}
	return python.List(items...)
}

// thawed returns the one copy of a variable that the template may change.
func (r *render) thawed(name string, v python.Value) (python.Value, error) {
	if c, ok := r.copies[name]; ok {
		return c, nil
	}
	c, err := r.thaw(v, 0)
	if err != nil {
		return v, err
	}
	if r.copies == nil {
		r.copies = map[string]python.Value{}
	}
	r.copies[name] = c
	return c, nil
}

// thaw copies data so that the template may change it.
func (r *render) thaw(v python.Value, depth int) (python.Value, error) {
	if depth > maxDataDepth {
		return v, limitError("depth limit: data nests deeper than %d", maxDataDepth)
	}
	switch v.Kind() {
	case python.KindList, python.KindTuple:
		if err := r.charge(1 + len(v.Items())); err != nil {
			return v, err
		}
		items := make([]python.Value, len(v.Items()))
		for i, item := range v.Items() {
			var err error
			if items[i], err = r.thaw(item, depth+1); err != nil {
				return v, err
			}
		}
		if v.Kind() == python.KindTuple {
			return python.Tuple(items...), nil
		}
		return r.newList(items), nil
	case python.KindDict:
		entries := v.Dict().Entries()
		if err := r.charge(1 + len(entries)); err != nil {
			return v, err
		}
		d := python.NewDict(len(entries))
		for _, e := range entries {
			value, err := r.thaw(e.Value, depth+1)
			if err != nil {
				return v, err
			}
			d.SetKey(e.Key, value)
		}
		return python.OfDict(d), nil
	}
	return v, nil
}
