package jinja

import "nlgserver/internal/python"

// namespace is the object whose attributes {% set ns.x = … %} may change, from
// inside of a loop too.
type namespace struct {
	identity
	attrs *python.Dict
}

func (*namespace) TypeName() string { return "Namespace" }

func (n *namespace) AppendRepr(dst []byte) []byte {
	return append(python.OfDict(n.attrs).AppendRepr(append(dst, "<Namespace "...)), '>')
}

func (n *namespace) contents() []python.Value { return []python.Value{python.OfDict(n.attrs)} }

func (n *namespace) attribute(_ *render, name string) (v python.Value, ok bool) {
	return n.attrs.Get(name)
}

func callNamespace(r *render, a args) (python.Value, error) {
	d, err := r.newDict(a)
	return python.OfObject(&namespace{attrs: d}), err
}

// cycler gives one of its items after the other, over and over.
type cycler struct {
	identity
	items []python.Value
	pos   int
}

func (*cycler) TypeName() string { return "Cycler" }
func (*cycler) AppendRepr(dst []byte) []byte {
	return append(dst, "<jinja2.utils.Cycler object at 0x0>"...)
}

func callCycler(_ *render, a args) (python.Value, error) {
	if len(a.names) > 0 {
		return python.Value{}, typeError("Cycler.__init__() got an unexpected keyword argument '%s'", a.names[0])
	}
	if len(a.pos) == 0 {
		return python.Value{}, raise("RuntimeError", "at least one item has to be provided")
	}
	return python.OfObject(&cycler{items: a.pos}), nil
}

func (c *cycler) attribute(_ *render, name string) (v python.Value, ok bool) {
	switch name {
	case "current":
		return c.items[c.pos], true
	case "pos":
		return python.Int(int64(c.pos)), true
	case "items":
		return python.Tuple(c.items...), true
	case "next", "__next__":
		return c.method(name, func() python.Value {
			v := c.items[c.pos]
			c.pos = (c.pos + 1) % len(c.items)
			return v
		}), true
	case "reset":
		return c.method(name, func() python.Value {
			c.pos = 0
			return python.None()
		}), true
	}
	return v, false
}

func (c *cycler) method(name string, run func() python.Value) python.Value {
	return python.OfObject(&builtin{name: "Cycler." + name, run: func(_ *render, a args) (python.Value, error) {
		_, err := a.bind("Cycler."+name, "")
		return run(), err
	}})
}

// joiner is a function that returns nothing the first time and its separator from
// then on.
type joiner struct {
	identity
	sep  python.Value
	used bool
}

func (*joiner) TypeName() string { return "Joiner" }
func (*joiner) AppendRepr(dst []byte) []byte {
	return append(dst, "<jinja2.utils.Joiner object at 0x0>"...)
}

func callJoiner(_ *render, a args) (python.Value, error) {
	a, err := a.bind("joiner", "sep?")
	if err != nil {
		return python.Value{}, err
	}
	sep, ok := a.at(0)
	if !ok {
		sep = python.Str(", ")
	}
	return python.OfObject(&joiner{sep: sep}), nil
}

func (j *joiner) attribute(_ *render, name string) (v python.Value, ok bool) {
	switch name {
	case "sep":
		return j.sep, true
	case "used":
		return python.Bool(j.used), true
	}
	return v, false
}

func (j *joiner) call(_ *render, a args) (python.Value, error) {
	if _, err := a.bind("joiner", ""); err != nil {
		return python.Value{}, err
	}
	if !j.used {
		j.used = true
		return python.Str(""), nil
	}
	return j.sep, nil
}
