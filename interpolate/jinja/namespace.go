package jinja

import "nlgserver/internal/pyval"

// namespace is the object whose attributes {% set ns.x = … %} may change, from
// inside of a loop too.
type namespace struct {
	identity
	attrs *pyval.Dict
}

func (*namespace) TypeName() string { return "Namespace" }

func (n *namespace) AppendRepr(dst []byte) []byte {
	return append(pyval.OfDict(n.attrs).AppendRepr(append(dst, "<Namespace "...)), '>')
}

func (n *namespace) contents() []pyval.Value { return []pyval.Value{pyval.OfDict(n.attrs)} }

func (n *namespace) attribute(_ *render, name string) (v pyval.Value, ok bool) {
	return n.attrs.Get(name)
}

func callNamespace(r *render, a args) (pyval.Value, error) {
	d, err := r.newDict(a)
	return pyval.OfObject(&namespace{attrs: d}), err
}

// cycler gives one of its items after the other, over and over.
type cycler struct {
	identity
	items []pyval.Value
	pos   int
}

func (*cycler) TypeName() string { return "Cycler" }
func (*cycler) AppendRepr(dst []byte) []byte {
	return append(dst, "<jinja2.utils.Cycler object at 0x0>"...)
}

func callCycler(_ *render, a args) (pyval.Value, error) {
	if len(a.names) > 0 {
		return pyval.Value{}, typeError("Cycler.__init__() got an unexpected keyword argument '%s'", a.names[0])
	}
	if len(a.pos) == 0 {
		return pyval.Value{}, raise("RuntimeError", "at least one item has to be provided")
	}
	return pyval.OfObject(&cycler{items: a.pos}), nil
}

func (c *cycler) attribute(_ *render, name string) (v pyval.Value, ok bool) {
	switch name {
	case "current":
		return c.items[c.pos], true
	case "pos":
		return pyval.Int(int64(c.pos)), true
	case "items":
		return pyval.Tuple(c.items...), true
	case "next", "__next__":
		return c.method(name, func() pyval.Value {
			v := c.items[c.pos]
			c.pos = (c.pos + 1) % len(c.items)
			return v
		}), true
	case "reset":
		return c.method(name, func() pyval.Value {
			c.pos = 0
			return pyval.None()
		}), true
	}
	return v, false
}

func (c *cycler) method(name string, run func() pyval.Value) pyval.Value {
	return pyval.OfObject(&builtin{name: "Cycler." + name, run: func(_ *render, a args) (pyval.Value, error) {
		_, err := a.bind("Cycler."+name, "")
		return run(), err
	}})
}

// joiner is a function that returns nothing the first time and its separator from
// then on.
type joiner struct {
	identity
	sep  pyval.Value
	used bool
}

func (*joiner) TypeName() string { return "Joiner" }
func (*joiner) AppendRepr(dst []byte) []byte {
	return append(dst, "<jinja2.utils.Joiner object at 0x0>"...)
}

func callJoiner(_ *render, a args) (pyval.Value, error) {
	a, err := a.bind("joiner", "sep?")
	if err != nil {
		return pyval.Value{}, err
	}
	sep, ok := a.at(0)
	if !ok {
		sep = pyval.Str(", ")
	}
	return pyval.OfObject(&joiner{sep: sep}), nil
}

func (j *joiner) attribute(_ *render, name string) (v pyval.Value, ok bool) {
	switch name {
	case "sep":
		return j.sep, true
	case "used":
		return pyval.Bool(j.used), true
	}
	return v, false
}

func (j *joiner) call(_ *render, a args) (pyval.Value, error) {
	if _, err := a.bind("joiner", ""); err != nil {
		return pyval.Value{}, err
	}
	if !j.used {
		j.used = true
		return pyval.Str(""), nil
	}
	return j.sep, nil
}
