package jinja

import "nlgserver/internal/python"

func (s *textStmt) exec(r *render) error { return r.write(s.text) }

func (s *printStmt) exec(r *render) error {
	from, printed := len(r.out), r.noted()
	err := s.print(r)
	r.note(from, printed)
	return err
}

func (s *printStmt) print(r *render) error {
	v, err := s.value.eval(r)
	if err != nil {
		return at(err, s.pos)
	}
	if s.escape == escapeAlways || s.escape == escapeDynamic && r.autoescape {
		text, err := r.escapedText(v)
		if err == nil {
			err = r.write(text)
		}
		return at(err, s.pos)
	}
	return at(r.print(v), s.pos)
}

func (s *ifStmt) exec(r *render) error {
	for i, test := range s.tests {
		v, err := test.eval(r)
		if err != nil {
			return err
		}
		if v.Truth() {
			return r.exec(s.bodies[i])
		}
	}
	return r.exec(s.otherwise)
}

func (s *setStmt) exec(r *render) error {
	// Jinja2 looks whether attributes can be set before it looks at the value.
	if err := r.checkTarget(s.target); err != nil {
		return err
	}
	v, err := s.value.eval(r)
	if err == nil {
		err = r.assign(s.target, v)
	}
	if err == nil && s.exports != nil {
		err = r.export(s.exports)
	}
	return at(err, s.pos)
}

func (r *render) checkTarget(t target) error {
	switch t := t.(type) {
	case *attrTarget:
		_, err := r.owner(t)
		return err
	case *tupleTarget:
		for _, item := range t.items {
			if err := r.checkTarget(item); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *setBlockStmt) exec(r *render) error {
	r.open(s.entry)
	text, err := r.capture(func() error { return r.exec(s.body) })
	if err != nil {
		return err
	}
	v := python.Str(text)
	if r.autoescape {
		v = safe(text)
	}
	if filter, ok := s.filter.(*filterExpr); ok {
		if v, err = filter.evalOn(r, v); err != nil {
			return err
		}
		if r.autoescape && !isMarkup(v) {
			if text, err = r.str(v); err != nil {
				return at(err, s.pos)
			}
			v = safe(text)
		}
	}
	if err = r.assign(s.target, v); err == nil && s.exports != nil {
		err = r.export(s.exports)
	}
	r.shut(s.entry)
	return at(err, s.pos)
}

func (s *withStmt) exec(r *render) error {
	r.open(s.entry)
	for i, t := range s.targets {
		v, err := s.values[i].eval(r)
		if err == nil {
			err = r.assign(t, v)
		}
		if err != nil {
			return at(err, s.pos)
		}
	}
	err := r.exec(s.body)
	r.shut(s.entry)
	return err
}

func (s *filterStmt) exec(r *render) error {
	r.open(s.entry)
	text, err := r.capture(func() error { return r.exec(s.body) })
	if err != nil {
		return err
	}
	v := python.Str(text)
	if s.escape == escapeAlways || s.escape == escapeDynamic && r.autoescape {
		v = safe(text)
	}
	if v, err = s.filter.(*filterExpr).evalOn(r, v); err != nil {
		return err
	}
	r.shut(s.entry)
	// Jinja2 joins what filters return as it is, and fails where that is no text.
	text, ok := isText(v)
	if !ok {
		return at(typeError("sequence item 0: expected str instance, %s found", v.TypeName()), s.pos)
	}
	return at(r.write(text), s.pos)
}

func (s *autoescapeStmt) exec(r *render) error {
	r.open(s.entry)
	v, err := s.value.eval(r)
	if err != nil {
		return err
	}
	outer := r.autoescape
	r.autoescape = v.Truth()
	err = r.exec(s.body)
	r.autoescape = outer
	r.shut(s.entry)
	return err
}

// assign gives a target its value.
func (r *render) assign(t target, v python.Value) error {
	switch t := t.(type) {
	case *nameTarget:
		*r.slot(t.place) = v
		return r.charge(1)
	case *attrTarget:
		ns, err := r.owner(t)
		if err != nil {
			return err
		}
		ns.attrs.Set(t.attr, v)
		return r.charge(1)
	case *tupleTarget:
		return r.unpack(t, v)
	}
	return nil
}

// owner returns the namespace that an attribute is to be set of.
func (r *render) owner(t *attrTarget) (*namespace, error) {
	v, err := (&nameExpr{t.name, t.pos, t.place}).eval(r)
	if err != nil {
		return nil, err
	}
	o, _ := v.Object()
	ns, ok := o.(*namespace)
	if !ok {
		return nil, at(raise("TemplateRuntimeError", "cannot assign attribute on non-namespace object"), t.pos)
	}
	return ns, nil
}

func (r *render) unpack(t *tupleTarget, v python.Value) error {
	it, err := r.iterate(v)
	if err != nil {
		if u, ok := asUndefined(v); ok {
			return u.fail()
		}
		return typeError("cannot unpack non-iterable %s object", v.TypeName())
	}
	for i, item := range t.items {
		value, ok, err := r.next(it)
		if err != nil {
			return err
		}
		if !ok {
			return valueError("not enough values to unpack (expected %d, got %d)", len(t.items), i)
		}
		if err := r.assign(item, value); err != nil {
			return err
		}
	}
	if _, more, err := r.next(it); err != nil || more {
		if err == nil {
			err = valueError("too many values to unpack (expected %d)", len(t.items))
		}
		return err
	}
	return nil
}
