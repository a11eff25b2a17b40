package jinja

import (
	"slices"

	"nlgserver/internal/pyval"
)

func listFilter(name string) (operation, bool) {
	switch name {
	case "first", "random":
		return operation{"", func(r *render, v pyval.Value, _ args) (pyval.Value, error) { return filterFirst(r, v, name) }}, true
	case "last":
		return operation{"", filterLast}, true
	case "length", "count":
		return operation{"", func(r *render, v pyval.Value, _ args) (pyval.Value, error) {
			n, err := r.length(v)
			return pyval.Int(int64(n)), err
		}}, true
	case "list":
		return operation{"", func(r *render, v pyval.Value, _ args) (pyval.Value, error) {
			items, err := r.collect(v)
			return r.newList(items), err
		}}, true
	case "d", "default":
		return operation{"default_value?,boolean?", filterDefault}, true
	case "join":
		return operation{"d?,attribute?", filterJoin}, true
	case "reverse":
		return operation{"", filterReverse}, true
	case "sum":
		return operation{"attribute?,start?", filterSum}, true
	case "attr":
		return operation{"name", filterAttr}, true
	}
	return operation{}, false
}

// filterFirst also is random: what is rendered here is the same every time, so
// the item that random picks is the first.
func filterFirst(r *render, v pyval.Value, name string) (pyval.Value, error) {
	if name == "random" {
		n, err := r.length(v)
		if err != nil {
			return v, err
		}
		if !isSequence(v) {
			return v, typeError("'%s' object is not subscriptable", v.TypeName())
		}
		if v.Kind() == pyval.KindDict && n > 0 {
			item, ok := v.Dict().GetKey(pyval.Int(0))
			if !ok {
				return v, raise("KeyError", "0")
			}
			return item, nil
		}
	}
	it, err := r.iterate(v)
	if err != nil {
		return v, err
	}
	item, ok, err := r.next(it)
	if err != nil || ok {
		return item, err
	}
	return undefinedHint("No %s item, sequence was empty.", name), nil
}

func filterLast(r *render, v pyval.Value, _ args) (pyval.Value, error) {
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
func (r *render) reversed(v pyval.Value) (iterator, error) {
	o, _ := v.Object()
	switch o := o.(type) {
	case *undefined:
		return iterateItems(nil), nil
	case *span:
		n := o.len()
		return func() (pyval.Value, bool, error) {
			if n == 0 {
				return pyval.Value{}, false, nil
			}
			n--
			return o.at(n), true, nil
		}, nil
	case *view, *list, *group, *markup:
	default:
		switch v.Kind() {
		case pyval.KindStr, pyval.KindList, pyval.KindTuple, pyval.KindDict:
		default:
			return nil, typeError("'%s' object is not reversible", v.TypeName())
		}
	}
	if s, ok := isText(v); ok { // the last character is wanted more than all
		return func() (pyval.Value, bool, error) {
			if s == "" {
				return pyval.Value{}, false, nil
			}
			_, size := decodeLastRune(s)
			char := s[len(s)-size:]
			s = s[:len(s)-size]
			return pyval.Str(char), true, nil
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
	return func() (pyval.Value, bool, error) {
		if i == 0 {
			return pyval.Value{}, false, nil
		}
		i--
		return items[i], true, nil
	}, nil
}

// reversedName is what Python calls what reversed() returns.
func reversedName(v pyval.Value) string {
	switch {
	case isList(v):
		return "list_reverseiterator object"
	case v.Kind() == pyval.KindDict:
		return "dict_reversekeyiterator object"
	}
	return "reversed object"
}

func filterReverse(r *render, v pyval.Value, _ args) (pyval.Value, error) {
	if _, ok := isText(v); ok {
		return r.slice(v, pyval.None(), pyval.None(), pyval.Int(-1))
	}
	if it, err := r.reversed(v); err == nil {
		return pyval.OfObject(&generator{name: reversedName(v), step: it}), nil
	}
	if _, err := r.iterate(v); err != nil {
		return v, raise("FilterArgumentError", "argument must be iterable")
	}
	items, err := r.collect(v)
	slices.Reverse(items)
	return r.newList(items), err
}

func filterDefault(_ *render, v pyval.Value, a args) (pyval.Value, error) {
	if _, ok := asUndefined(v); ok || a.truth(1) && !v.Truth() {
		if otherwise, ok := a.at(0); ok {
			return otherwise, nil
		}
		return pyval.Str(""), nil
	}
	return v, nil
}

func filterSum(r *render, v pyval.Value, a args) (pyval.Value, error) {
	total, ok := a.at(1)
	if !ok {
		total = pyval.Int(0)
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
		if item, err = r.follow(item, path, pyval.None()); err != nil {
			return v, err
		}
		if total, err = r.binary("+", total, item); err != nil {
			return v, err
		}
	}
}

func filterAttr(r *render, v pyval.Value, a args) (pyval.Value, error) {
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
