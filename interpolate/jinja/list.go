package jinja

import "nlgserver/internal/pyval"

// list is a list that can change. pyval's lists cannot, so a template that names
// a method such as append works with these instead, on a copy of its data.
type list struct{ items []pyval.Value }

func (*list) TypeName() string               { return "list" }
func (l *list) AppendRepr(dst []byte) []byte { return pyval.List(l.items...).AppendRepr(dst) }
func (l *list) Truth() bool                  { return len(l.items) > 0 }
func (l *list) contents() []pyval.Value      { return l.items }
func (l *list) EqualTo(other pyval.Value) bool {
	return isList(other) && pyval.Equal(pyval.List(l.items...), frozen(other))
}

// group is one of the pairs that the filter groupby returns: a tuple whose items
// have names.
type group struct{ items []pyval.Value }

func (*group) TypeName() string               { return "_GroupTuple" }
func (g *group) AppendRepr(dst []byte) []byte { return pyval.Tuple(g.items...).AppendRepr(dst) }
func (*group) Truth() bool                    { return true }
func (g *group) contents() []pyval.Value      { return g.items }
func (g *group) EqualTo(other pyval.Value) bool {
	return isTuple(other) && pyval.Equal(pyval.Tuple(g.items...), frozen(other))
}

// elements returns the items of a list or a tuple of either make.
func elements(v pyval.Value) ([]pyval.Value, bool) {
	switch v.Kind() {
	case pyval.KindList, pyval.KindTuple:
		return v.Items(), true
	case pyval.KindObject:
		switch o, _ := v.Object(); o := o.(type) {
		case *list:
			return o.items, true
		case *group:
			return o.items, true
		}
	}
	return nil, false
}

func isList(v pyval.Value) bool {
	if v.Kind() == pyval.KindList {
		return true
	}
	_, ok := asList(v)
	return ok
}

func asList(v pyval.Value) (*list, bool) {
	o, _ := v.Object()
	l, ok := o.(*list)
	return l, ok
}

func isTuple(v pyval.Value) bool {
	if v.Kind() == pyval.KindTuple {
		return true
	}
	o, _ := v.Object()
	_, ok := o.(*group)
	return ok
}

// frozen returns pyval's list or tuple for one of ours, and every other value as
// it is.
func frozen(v pyval.Value) pyval.Value {
	if v.Kind() != pyval.KindObject {
		return v
	}
	switch o, _ := v.Object(); o := o.(type) {
	case *list:
		return pyval.List(o.items...)
	case *group:
		return pyval.Tuple(o.items...)
	case *markup:
		return pyval.Str(o.text)
	}
	return v
}

// newList returns a list that the template may change if it knows how to.
func (r *render) newList(items []pyval.Value) pyval.Value {
	if r.template.mutators {
		return pyval.OfObject(&list{items})
	}
	return pyval.List(items...)
}

// thawed returns the one copy of a variable that the template may change.
func (r *render) thawed(name string, v pyval.Value) (pyval.Value, error) {
	if c, ok := r.copies[name]; ok {
		return c, nil
	}
	c, err := r.thaw(v, 0)
	if err != nil {
		return v, err
	}
	if r.copies == nil {
		r.copies = map[string]pyval.Value{}
	}
	r.copies[name] = c
	return c, nil
}

// thaw copies data so that the template may change it.
func (r *render) thaw(v pyval.Value, depth int) (pyval.Value, error) {
	if depth > maxDataDepth {
		return v, limitError("depth limit: data nests deeper than %d", maxDataDepth)
	}
	switch v.Kind() {
	case pyval.KindList, pyval.KindTuple:
		items := make([]pyval.Value, len(v.Items()))
		if err := r.charge(1 + len(items)); err != nil {
			return v, err
		}
		for i, item := range v.Items() {
			var err error
			if items[i], err = r.thaw(item, depth+1); err != nil {
				return v, err
			}
		}
		if v.Kind() == pyval.KindTuple {
			return pyval.Tuple(items...), nil
		}
		return r.newList(items), nil
	case pyval.KindDict:
		entries := v.Dict().Entries()
		if err := r.charge(1 + len(entries)); err != nil {
			return v, err
		}
		d := pyval.NewDict(len(entries))
		for _, e := range entries {
			value, err := r.thaw(e.Value, depth+1)
			if err != nil {
				return v, err
			}
			d.SetKey(e.Key, value)
		}
		return pyval.OfDict(d), nil
	}
	return v, nil
}
