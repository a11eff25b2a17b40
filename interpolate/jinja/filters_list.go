package jinja

import (
	"slices"

	"nlgserver/internal/python"
	"nlgserver/internal/python/text"
)

func filterLength(r *render, v python.Value, _ args) (python.Value, error) {
	n, err := r.length(v)
	return python.Int(int64(n)), err
}

func filterList(r *render, v python.Value, _ args) (python.Value, error) {
	items, err := r.collect(v)
	return r.newList(items), err
}

func filterFirst(r *render, v python.Value, _ args) (python.Value, error) {
	return r.first(v, "first")
}

// filterRandom picks the first item: the same request gets the same reply.
func filterRandom(r *render, v python.Value, _ args) (python.Value, error) {
	n, err := r.length(v)
	if err != nil {
		return v, err
	}
	if !isSequence(v) {
		return v, typeError("'%s' object is not subscriptable", v.TypeName())
	}
	if v.Kind() == python.KindDict && n > 0 {
		item, ok := v.Dict().GetKey(python.Int(0))
		if !ok {
			return v, raise("KeyError", "0")
		}
		return item, nil
	}
	return r.first(v, "random")
}

// first returns the first item for a filter.
func (r *render) first(v python.Value, filter string) (python.Value, error) {
	it, err := r.iterate(v)
	if err != nil {
		return v, err
	}
	item, ok, err := r.next(it)
	if err != nil || ok {
		return item, err
	}
	return undefinedHint("No %s item, sequence was empty.", filter), nil
}

func filterLast(r *render, v python.Value, _ args) (python.Value, error) {
	it, err := r.reversed(v)
	if err != nil {
		return v, err
	}
	item, ok, err := r.next(it)
	if err != nil || ok {
		return item, err
	}
	return undefinedHint("No last item, sequence was empty."), nil
}

// reversed is Python's reversed(): of what has an order and a length.
func (r *render) reversed(v python.Value) (iterator, error) {
	o, _ := v.Object()
	switch o := o.(type) {
	case *undefined:
		return iterateItems(nil), nil
	case *span:
		n := o.len()
		return func() (python.Value, bool, error) {
			if n == 0 {
				return python.Value{}, false, nil
			}
			n--
			return o.at(n), true, nil
		}, nil
	case *view, *list, *group, *markup:
	default:
		switch v.Kind() {
		case python.KindStr, python.KindList, python.KindTuple, python.KindDict:
		default:
			return nil, typeError("'%s' object is not reversible", v.TypeName())
		}
	}
	if s, ok := isText(v); ok { // the last character is wanted more than all
		return func() (python.Value, bool, error) {
			if s == "" {
				return python.Value{}, false, nil
			}
			_, size := text.DecodeLastRune(s)
			char := s[len(s)-size:]
			s = s[:len(s)-size]
			return python.Str(char), true, nil
		}, nil
	}
	items, ok := elements(v)
	if !ok {
		var err error
		if items, err = r.collect(v); err != nil {
			return nil, err
		}
	}
	i := len(items)
	return func() (python.Value, bool, error) {
		if i == 0 {
			return python.Value{}, false, nil
		}
		i--
		return items[i], true, nil
	}, nil
}

// reversedName is what Python calls what reversed() returns.
func reversedName(v python.Value) string {
	switch {
	case isList(v):
		return "list_reverseiterator object"
	case v.Kind() == python.KindDict:
		return "dict_reversekeyiterator object"
	}
	return "reversed object"
}

func filterReverse(r *render, v python.Value, _ args) (python.Value, error) {
	if _, ok := isText(v); ok {
		return r.slice(v, python.None(), python.None(), python.Int(-1))
	}
	if it, err := r.reversed(v); err == nil {
		return python.OfObject(&generator{name: reversedName(v), step: it}), nil
	}
	if _, err := r.iterate(v); err != nil {
		return v, raise("FilterArgumentError", "argument must be iterable")
	}
	items, err := r.collect(v)
	slices.Reverse(items)
	return r.newList(items), err
}

func filterDefault(_ *render, v python.Value, a args) (python.Value, error) {
	if _, ok := asUndefined(v); ok || a.truth(1) && !v.Truth() {
		if otherwise, ok := a.at(0); ok {
			return otherwise, nil
		}
		return python.Str(""), nil
	}
	return v, nil
}

func filterSum(r *render, v python.Value, a args) (python.Value, error) {
	total, ok := a.at(1)
	if !ok {
		total = python.Int(0)
	}
	if _, isStr := isText(total); isStr {
		return v, typeError("sum() can't sum strings [use ''.join(seq) instead]")
	}
	attribute, _ := a.given(0)
	path := attributePath(attribute)
	it, err := r.iterate(v)
	if err != nil {
		return v, err
	}
	for {
		item, ok, err := r.next(it)
		if err != nil || !ok {
			return total, err
		}
		if item, err = r.follow(item, path, python.None()); err != nil {
			return v, err
		}
		if total, err = r.binary("+", total, item); err != nil {
			return v, err
		}
	}
}

func filterAttr(r *render, v python.Value, a args) (python.Value, error) {
	name, ok := isText(a.pos[0])
	if !ok {
		return v, typeError("attribute name must be string, not '%s'", a.pos[0].TypeName())
	}
	if value, ok, err := r.attribute(v, name); ok || err != nil {
		return value, err
	}
	if err := defined(v); err != nil {
		return v, err
	}
	return undefinedItem(v, a.pos[0]), nil
}
