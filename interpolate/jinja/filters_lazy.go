package jinja

import "nlgserver/internal/python"

// filterMap applies a filter to every item, or looks up an attribute in it.
func filterMap(r *render, v python.Value, a args) (python.Value, error) {
	return generate("sync_do_map", func() (iterator, error) {
		if !v.Truth() {
			return iterateItems(nil), nil
		}
		convert, err := r.mapping(a)
		if err != nil {
			return nil, err
		}
		items, err := r.iterate(v)
		if err != nil {
			return nil, err
		}
		return func() (python.Value, bool, error) {
			item, ok, err := r.next(items)
			if ok && err == nil {
				err = r.charge(3) // an item may come through many maps
			}
			if ok && err == nil {
				item, err = convert(item)
			}
			return item, ok, err
		}, nil
	}), nil
}

func (r *render) mapping(a args) (func(python.Value) (python.Value, error), error) {
	if len(a.pos) == 0 {
		attribute, ok := a.take("attribute")
		if !ok {
			return nil, raise("FilterArgumentError", "map requires a filter argument")
		}
		otherwise, _ := a.take("default")
		if len(a.names) > 0 {
			return nil, raise("FilterArgumentError", "Unexpected keyword argument %s", shown(python.Str(a.names[0])))
		}
		path := attributePath(attribute)
		return func(item python.Value) (python.Value, error) { return r.follow(item, path, otherwise) }, nil
	}
	name, op, err := named(a.pos[0], "filter", r.template.library.filters)
	a.pos = a.pos[1:]
	return func(item python.Value) (python.Value, error) { return r.apply(op, name, item, a) }, err
}

// named looks up a filter or a test that an argument names.
func named(v python.Value, kind string, known map[string]operation) (string, operation, error) {
	name, _ := isText(v)
	op, ok := known[name]
	if ok {
		return name, op, nil
	}
	message := "No " + kind + " named " + frozen(v).Kind().TypeName() + "."
	if _, isStr := isText(v); isStr {
		message = "No " + kind + " named " + shown(python.Str(name)) + "."
	}
	if u, isUndefined := asUndefined(v); isUndefined {
		message = "No " + kind + " named Undefined. (" + u.why() + "; did you forget to quote the callable name?)"
	}
	return name, op, raise("TemplateRuntimeError", "%s", message)
}

// choosing returns select, reject or their form for attributes.
func choosing(byAttribute, keep bool) func(r *render, v python.Value, a args) (python.Value, error) {
	return func(r *render, v python.Value, a args) (python.Value, error) {
		return r.choose(v, a, byAttribute, keep), nil
	}
}

// choose keeps the items for which a test holds, or those for which it does not.
func (r *render) choose(v python.Value, a args, byAttribute, keep bool) python.Value {
	return generate("select_or_reject", func() (iterator, error) {
		if !v.Truth() {
			return iterateItems(nil), nil
		}
		test, err := r.condition(a, byAttribute)
		if err != nil {
			return nil, err
		}
		items, err := r.iterate(v)
		if err != nil {
			return nil, err
		}
		return func() (python.Value, bool, error) {
			for {
				item, ok, err := r.next(items)
				if err != nil || !ok {
					return item, false, err
				}
				holds, err := test(item)
				if err != nil || holds == keep {
					return item, err == nil, err
				}
			}
		}, nil
	})
}

func (r *render) condition(a args, byAttribute bool) (func(python.Value) (bool, error), error) {
	var path []python.Value
	if byAttribute {
		if len(a.pos) == 0 {
			return nil, raise("FilterArgumentError", "Missing parameter for attribute name")
		}
		path = attributePath(a.pos[0])
		a.pos = a.pos[1:]
	}
	if len(a.pos) == 0 {
		return func(item python.Value) (bool, error) {
			item, err := r.follow(item, path, python.None())
			return item.Truth(), err
		}, nil
	}
	name, op, err := named(a.pos[0], "test", r.template.library.tests)
	a.pos = a.pos[1:]
	return func(item python.Value) (bool, error) {
		item, err := r.follow(item, path, python.None())
		if err != nil {
			return false, err
		}
		v, err := r.apply(op, name, item, a)
		return v.Truth(), err
	}, err
}

func filterUnique(r *render, v python.Value, a args) (python.Value, error) {
	attribute, _ := a.given(1)
	path := attributePath(attribute)
	g := getter{paths: [][]python.Value{path}, caseless: !a.truth(0)}
	return generate("sync_do_unique", func() (iterator, error) {
		items, err := r.iterate(v)
		seen := python.NewDict(0)
		return func() (python.Value, bool, error) {
			for {
				item, ok, err := r.next(items)
				if err != nil || !ok {
					return item, false, err
				}
				key, err := g.key(r, item)
				if err == nil {
					err = r.charge(2)
				}
				if err != nil {
					return item, false, err
				}
				known, err := r.containsKey(seen, key)
				if err != nil {
					return item, false, err
				}
				if !known {
					err = r.charge(6) // what is remembered takes memory, and takes it anew as it grows
					if err == nil {
						err = r.setKey(seen, key, python.None())
					}
					return item, err == nil, err
				}
			}
		}, err
	}), nil
}

// filterBatch makes lists of so many items each.
func filterBatch(r *render, v python.Value, a args) (python.Value, error) {
	fill, filled := a.given(1)
	return generate("do_batch", func() (iterator, error) {
		items, err := r.iterate(v)
		var ahead []python.Value
		return func() (python.Value, bool, error) {
			batch := ahead
			for ahead = nil; ahead == nil; {
				item, ok, err := r.next(items)
				if err != nil {
					return item, false, err
				}
				if !ok {
					break
				}
				full, err := r.equal(python.Int(int64(len(batch))), a.pos[0])
				if err != nil {
					return item, false, err
				}
				if full {
					ahead = []python.Value{item}
					break
				}
				batch = append(batch, item)
			}
			if ahead != nil {
				return r.newList(batch), true, nil
			}
			if len(batch) == 0 {
				return python.Value{}, false, nil
			}
			if filled {
				var err error
				if batch, err = r.fillUp(batch, fill, a.pos[0]); err != nil {
					return python.Value{}, false, err
				}
			}
			items = iterateItems(nil)
			return r.newList(batch), true, nil
		}, err
	}), nil
}

func (r *render) fillUp(batch []python.Value, fill, count python.Value) ([]python.Value, error) {
	n, err := asIndex(count)
	if err != nil {
		return batch, err
	}
	if err := r.charge(max(n-len(batch), 0)); err != nil {
		return batch, err
	}
	for len(batch) < n {
		batch = append(batch, fill)
	}
	return batch, nil
}

// filterSlice makes so many lists of about the same length.
func filterSlice(r *render, v python.Value, a args) (python.Value, error) {
	fill, filled := a.given(1)
	return generate("sync_do_slice", func() (iterator, error) {
		items, err := r.collect(v)
		if err != nil {
			return nil, err
		}
		count, err := a.number(0)
		if err != nil {
			return nil, err
		}
		if count == 0 {
			return nil, raise("ZeroDivisionError", "integer division or modulo by zero")
		}
		number := 0
		return func() (python.Value, bool, error) {
			if number >= count {
				return python.Value{}, false, nil
			}
			size, more := len(items)/count, len(items)%count
			start := number*size + min(number, more)
			end := start + size
			if number < more {
				end++
			}
			column := append([]python.Value(nil), items[start:end]...)
			if filled && number >= more {
				column = append(column, fill)
			}
			number++
			return r.newList(column), true, r.charge(2 + len(column))
		}, nil
	}), nil
}

func filterItems(_ *render, v python.Value, _ args) (python.Value, error) {
	return generate("do_items", func() (iterator, error) {
		if _, ok := asUndefined(v); ok {
			return iterateItems(nil), nil
		}
		if v.Kind() != python.KindDict {
			return nil, typeError("Can only get item pairs from a mapping.")
		}
		return iterateDict(v.Dict(), func(e python.Entry) python.Value { return python.Tuple(e.Key, e.Value) }), nil
	}), nil
}
