package jinja

import (
	"strings"

	"nlgserver/internal/python"
)

func (e *nameExpr) eval(r *render) (python.Value, error) {
	if err := r.charge(1); err != nil {
		return python.Value{}, at(err, e.pos)
	}
	slot := r.slot(e.place)
	m, ok := isMarker(*slot)
	if ok && m == pending {
		v, err := r.lookup(e.name)
		if err != nil {
			return v, at(err, e.pos)
		}
		*slot = v
		m, ok = isMarker(v)
	}
	if ok && m == missing {
		return undefinedName(e.name), nil
	}
	return *slot, nil
}

func (e *constExpr) eval(*render) (python.Value, error) { return e.value, nil }

func (r *render) evalAll(list []expr) ([]python.Value, error) {
	if len(list) == 0 {
		return nil, nil
	}
	if err := r.charge(len(list)); err != nil {
		return nil, err
	}
	values := make([]python.Value, len(list))
	for i, e := range list {
		var err error
		if values[i], err = e.eval(r); err != nil {
			return nil, err
		}
	}
	return values, nil
}

func (e *listExpr) eval(r *render) (python.Value, error) {
	items, err := r.evalAll(e.items)
	return r.newList(items), err
}

func (e *tupleExpr) eval(r *render) (python.Value, error) {
	items, err := r.evalAll(e.items)
	return python.Tuple(items...), err
}

func (e *dictExpr) eval(r *render) (python.Value, error) {
	d := python.NewDict(len(e.keys))
	if err := r.charge(len(e.keys)); err != nil {
		return python.Value{}, at(err, e.pos)
	}
	for i := range e.keys {
		key, err := e.keys[i].eval(r)
		if err != nil {
			return key, err
		}
		value, err := e.values[i].eval(r)
		if err != nil {
			return value, err
		}
		if err := r.setKey(d, key, value); err != nil {
			return value, at(err, e.pos)
		}
	}
	return python.OfDict(d), nil
}

func (e *condExpr) eval(r *render) (python.Value, error) {
	test, err := e.test.eval(r)
	switch {
	case err != nil:
		return test, err
	case test.Truth():
		return e.then.eval(r)
	case e.otherwise != nil:
		return e.otherwise.eval(r)
	}
	return undefinedHint("the inline if-expression on line %d evaluated to false and no else section was defined.",
		r.template.src.line(e.pos)), nil
}

func (e *notExpr) eval(r *render) (python.Value, error) {
	v, err := e.value.eval(r)
	return python.Bool(!v.Truth()), err
}

func (e *logicExpr) eval(r *render) (python.Value, error) {
	v, err := e.left.eval(r)
	if err != nil || v.Truth() == e.or {
		return v, err
	}
	return e.right.eval(r)
}

func (e *unaryExpr) eval(r *render) (python.Value, error) {
	v, err := e.value.eval(r)
	if err != nil {
		return v, err
	}
	v, err = r.unary(e.operator, v)
	return v, at(err, e.pos)
}

func (e *binaryExpr) eval(r *render) (python.Value, error) {
	a, err := e.left.eval(r)
	if err != nil {
		return a, err
	}
	b, err := e.right.eval(r)
	if err != nil {
		return b, err
	}
	if err := r.charge(1); err != nil {
		return a, at(err, e.pos)
	}
	v, err := r.binary(e.operator, a, b)
	return v, at(err, e.pos)
}

func (e *compareExpr) eval(r *render) (python.Value, error) {
	a, err := e.first.eval(r)
	if err != nil {
		return a, err
	}
	holds := true
	for i := range e.rest {
		c := &e.rest[i]
		b, err := c.right.eval(r)
		if err != nil {
			return b, err
		}
		if err := r.charge(1); err != nil {
			return b, at(err, c.pos)
		}
		if holds, err = r.compare(c.operator, a, b); err != nil {
			return b, at(err, c.pos)
		}
		if !holds {
			break
		}
		a = b
	}
	return python.Bool(holds), nil
}

func (e *concatExpr) eval(r *render) (python.Value, error) {
	values, err := r.evalAll(e.items)
	if err != nil {
		return python.Value{}, err
	}
	escape := false
	if e.escape == escapeAlways { // with escapeDynamic Jinja2 joins plainly
		for _, v := range values {
			escape = escape || isMarkup(v)
		}
	}
	var b strings.Builder
	for _, v := range values {
		text := r.str
		if escape {
			text = r.escapedText
		}
		s, err := text(v)
		if err == nil {
			err = r.reserve(b.Len() + len(s))
		}
		if err != nil {
			return v, at(err, e.pos)
		}
		b.WriteString(s)
	}
	if escape {
		return safe(b.String()), nil
	}
	return python.Str(b.String()), nil
}

func (e *attrExpr) eval(r *render) (python.Value, error) {
	v, err := e.value.eval(r)
	if err != nil {
		return v, err
	}
	v, err = r.getAttr(v, e.name, e.ofDict)
	return v, at(err, e.pos)
}

func (e *itemExpr) eval(r *render) (python.Value, error) {
	v, err := e.value.eval(r)
	if err != nil {
		return v, err
	}
	index, err := e.index.eval(r)
	if err != nil {
		return index, err
	}
	v, err = r.getItem(v, index)
	return v, at(err, e.pos)
}

func (e *sliceExpr) eval(r *render) (python.Value, error) {
	v, err := e.value.eval(r)
	if err != nil {
		return v, err
	}
	var bounds [3]python.Value
	for i, part := range [3]expr{e.start, e.stop, e.step} {
		if part == nil {
			continue
		}
		if bounds[i], err = part.eval(r); err != nil {
			return v, err
		}
	}
	v, err = r.slice(v, bounds[0], bounds[1], bounds[2])
	return v, at(err, e.pos)
}
