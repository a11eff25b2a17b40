package jinja

import "nlgserver/internal/python"

// callable is an object that can be called.
type callable interface {
	call(r *render, a args) (python.Value, error)
}

// call calls a value.
func (r *render) call(callee python.Value, a args) (python.Value, error) {
	if err := defined(callee); err != nil {
		return callee, err
	}
	o, _ := callee.Object()
	c, ok := o.(callable)
	if !ok {
		return callee, typeError("'%s' object is not callable", callee.TypeName())
	}
	return c.call(r, a)
}

// identity is the part of an object that nothing but itself equals.
type identity struct{}

func (identity) Truth() bool               { return true }
func (identity) EqualTo(python.Value) bool { return false }

// method is a method of a value, ready to be called.
type method struct {
	identity
	of   python.Value
	name string
	op   operation
}

func (*method) TypeName() string { return "builtin_function_or_method" }

func (m *method) AppendRepr(dst []byte) []byte {
	dst = append(append(dst, "<built-in method "...), m.name...)
	dst = append(append(dst, " of "...), m.of.TypeName()...)
	return append(dst, " object at 0x0>"...)
}

func (m *method) call(r *render, a args) (python.Value, error) {
	return r.apply(m.op, m.name, m.of, a)
}

// class is the type of a value, as its __class__.
type class struct {
	name string // with its module, unless it is built in
	make func(r *render, a args) (python.Value, error)
}

func (*class) TypeName() string { return "type" }
func (*class) Truth() bool      { return true }

func (c *class) AppendRepr(dst []byte) []byte {
	return append(append(append(dst, "<class '"...), c.name...), "'>"...)
}

func (c *class) EqualTo(v python.Value) bool {
	o, _ := v.Object()
	other, ok := o.(*class)
	return ok && other.name == c.name
}

func (c *class) attribute(_ *render, name string) (v python.Value, ok bool) {
	if name == "__name__" {
		return python.Str(c.shortName()), true
	}
	return v, false
}

func (c *class) call(r *render, a args) (python.Value, error) {
	if c.make == nil {
		return python.Value{}, unsupported("to call %s", c.name)
	}
	return c.make(r, a)
}

// builtin is a function of Jinja2's own.
type builtin struct {
	identity
	name string
	run  func(r *render, a args) (python.Value, error)
}

func (*builtin) TypeName() string { return "function" }

func (b *builtin) AppendRepr(dst []byte) []byte {
	return append(append(append(dst, "<function "...), b.name...), " at 0x0>"...)
}

func (b *builtin) call(r *render, a args) (python.Value, error) { return b.run(r, a) }
