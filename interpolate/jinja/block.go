package jinja

import "nlgserver/internal/python"

// blockStmt is {% block name %}body{% endblock %}. A response has no parent
// template, so the block prints its own body in place. As in Jinja2 the body is
// a unit of its own: it sees the variables of the context, but not the local
// ones around it.
type blockStmt struct {
	name     string
	body     []stmt
	scoped   bool // the local variables join the context
	required bool // a child template would have to fill the block
	pos      int

	// The compiler fills in the rest.
	slots  int
	entry  []entry
	self   int // slots of self and super; -1 if not used
	super  int
	locals []binding // of a scoped block
}

// binding is a name that is set, and where its value is.
type binding struct {
	name string
	place
}

// context is what the names of a unit mean that it does not set itself, before
// the variables that were passed in: what the template sets at its top level
// and, in a scoped block, the local variables around that.
type context struct{ vars *python.Dict }

func newContext() *context { return &context{python.NewDict(0)} }

// context returns the context of the running unit, nil in a template without
// blocks.
func (r *render) context() *context {
	if len(r.template.blocks) == 0 {
		return nil
	}
	frame := r.frame
	for frame.outer != nil {
		frame = frame.outer
	}
	return r.contexts[frame]
}

// export adds to the context what a statement at the top level has set.
func (r *render) export(names []binding) error {
	for _, n := range names {
		r.context().vars.Set(n.name, *r.slot(n.place))
	}
	return r.charge(len(names))
}

func (s *blockStmt) exec(r *render) error {
	if s.required {
		return at(raise("TemplateRuntimeError", "Required block %s not found", quote(s.name)), s.pos)
	}
	c := r.context()
	if s.scoped {
		var err error
		if c, err = r.derive(c, s.locals); err != nil {
			return at(err, s.pos)
		}
	}
	return at(s.run(r, c), s.pos)
}

// derive returns a copy of a context with local variables added.
func (r *render) derive(c *context, locals []binding) (*context, error) {
	if err := r.charge(3 * (c.vars.Len() + len(locals))); err != nil { // a map is filled
		return nil, err
	}
	derived := &context{c.vars.Clone()}
	for _, l := range locals {
		slot := r.slot(l.place)
		if m, ok := isMarker(*slot); ok && m == pending {
			v, err := r.lookup(l.name)
			if err != nil {
				return nil, err
			}
			*slot = v
		}
		if _, ok := isMarker(*slot); !ok {
			derived.vars.Set(l.name, *slot)
		}
	}
	return derived, nil
}

// run writes the block's text.
func (s *blockStmt) run(r *render, c *context) error {
	if err := r.enter(); err != nil {
		return err
	}
	defer r.leave()
	if err := r.charge(1 + s.slots); err != nil {
		return err
	}
	frame := &activation{slots: make([]python.Value, s.slots)}
	r.contexts[frame] = c // for good: a macro of the block may outlive it
	if s.self >= 0 {
		frame.slots[s.self] = python.OfObject(&selfReference{context: c})
	}
	if s.super >= 0 {
		frame.slots[s.super] = noParent(s.name)
	}
	return r.within(frame, func() error {
		r.open(s.entry)
		return r.exec(s.body)
	})
}

// noParent is what a block's super is: a response has no parent template.
func noParent(name string) python.Value {
	return python.OfObject(&undefined{
		hint: "there is no parent block called " + quote(name) + ".",
		name: python.Str("super"),
	})
}

// selfReference is the variable self, which knows the blocks of the template.
type selfReference struct {
	identity
	context *context
}

func (*selfReference) TypeName() string { return "TemplateReference" }
func (*selfReference) AppendRepr(dst []byte) []byte {
	return append(dst, "<TemplateReference None>"...)
}

// block returns self[name].
func (s *selfReference) block(r *render, name string) (v python.Value, ok bool) {
	b, ok := r.template.blocks[name]
	if !ok {
		return v, false
	}
	return python.OfObject(&blockReference{block: b, context: s.context}), true
}

// blockReference is self.name: called, it returns the block's text.
type blockReference struct {
	identity
	block   *blockStmt
	context *context
}

func (*blockReference) TypeName() string { return "BlockReference" }
func (*blockReference) AppendRepr(dst []byte) []byte {
	return append(dst, "<jinja2.runtime.BlockReference object at 0x0>"...)
}

func (b *blockReference) attribute(_ *render, name string) (v python.Value, ok bool) {
	switch name {
	case "name":
		return python.Str(b.block.name), true
	case "super":
		return noParent(b.block.name), true
	}
	return v, false
}

func (b *blockReference) call(r *render, a args) (python.Value, error) {
	if _, err := a.bind("BlockReference.__call__", ""); err != nil {
		return python.Value{}, err
	}
	text, err := r.capture(func() error { return b.block.run(r, b.context) })
	if r.autoescape {
		return safe(text), err
	}
	return python.Str(text), err
}
