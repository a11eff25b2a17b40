package jinja

import (
	"cmp"
	"strings"

	"nlgserver/internal/python"
)

// equal is Python's ==.
func (r *render) equal(a, b python.Value) (bool, error) {
	if isContainer(a) && isContainer(b) {
		if same(a, b) {
			return true, nil
		}
		if err := r.weigh(a); err != nil {
			return false, err
		}
		if err := r.weigh(b); err != nil {
			return false, err
		}
	}
	if err := r.chargeSame(a, b); err != nil {
		return false, err
	}
	return python.Equal(a, b) || same(a, b) && a.Kind() == python.KindObject, nil
}

// chargeSame pays for comparing two texts, which may be equal to their end.
func (r *render) chargeSame(a, b python.Value) error {
	s, isStr := isText(a)
	t, isStr2 := isText(b)
	if !isStr || !isStr2 {
		return nil
	}
	return r.charge(min(len(s), len(t)) / sameBytesPerStep)
}

// same is Python's is, as far as values tell: two equal small ints or short texts
// are the same, two lists only if they are one.
func same(a, b python.Value) bool { return a == b }

// compare is one of Python's comparisons of two values.
func (r *render) compare(operator string, a, b python.Value) (bool, error) {
	switch operator {
	case "==":
		return r.equal(a, b)
	case "!=":
		equal, err := r.equal(a, b)
		return !equal, err
	case "in":
		return r.contains(b, a)
	case "not in":
		in, err := r.contains(b, a)
		return !in, err
	}
	order, unordered, err := r.order(operator, a, b)
	if err != nil || unordered {
		return false, err
	}
	switch operator {
	case "<":
		return order < 0, nil
	case "<=":
		return order <= 0, nil
	case ">":
		return order > 0, nil
	default:
		return order >= 0, nil
	}
}

// order compares two values that have an order.
func (r *render) order(operator string, a, b python.Value) (order int, unordered bool, err error) {
	if err := defined(a, b); err != nil {
		return 0, false, err
	}
	if isContainer(a) && isContainer(b) {
		if err := r.weigh(a); err != nil {
			return 0, false, err
		}
		if err := r.weigh(b); err != nil {
			return 0, false, err
		}
	}
	if isList(a) && isList(b) || isTuple(a) && isTuple(b) {
		return r.orderItems(operator, a, b)
	}
	if err := r.chargeSame(a, b); err != nil {
		return 0, false, err
	}
	order, unordered, err = python.Compare(plain(a), plain(b))
	if err != nil {
		err = typeError("'%s' not supported between instances of '%s' and '%s'", operator, a.TypeName(), b.TypeName())
	}
	return order, unordered, err
}

// orderItems compares two sequences by the first items that differ.
func (r *render) orderItems(operator string, a, b python.Value) (order int, unordered bool, err error) {
	x, _ := elements(a)
	y, _ := elements(b)
	for i := range min(len(x), len(y)) {
		if !python.Equal(x[i], y[i]) && !same(x[i], y[i]) {
			return r.order(operator, x[i], y[i])
		}
	}
	return cmp.Compare(len(x), len(y)), false, nil
}

// contains is item in v.
func (r *render) contains(v, item python.Value) (bool, error) {
	if s, ok := isText(v); ok {
		part, ok := isText(item)
		if !ok {
			return false, typeError("'in <string>' requires string as left operand, not %s", item.TypeName())
		}
		if err := r.charge(len(s) / bytesPerStep); err != nil {
			return false, err
		}
		return strings.Contains(s, part), nil
	}
	if v.Kind() == python.KindDict {
		return r.containsKey(v.Dict(), item)
	}
	switch o, _ := v.Object(); o := o.(type) {
	case *view:
		if o.kind == "dict_keys" {
			return r.containsKey(o.dict, item)
		}
	case *span:
		return o.index(item) >= 0, nil
	}
	it, err := r.iterate(v)
	if err != nil {
		return false, typeError("argument of type '%s' is not iterable", v.TypeName())
	}
	for {
		element, ok, err := r.next(it)
		if err != nil || !ok {
			return false, err
		}
		equal, err := r.equal(element, item)
		if err != nil {
			return false, err
		}
		if equal || same(element, item) {
			return true, nil
		}
	}
}

func (r *render) containsKey(d *python.Dict, key python.Value) (bool, error) {
	key, err := r.key(key)
	if err != nil {
		return false, err
	}
	_, ok := d.GetKey(key)
	return ok, nil
}
