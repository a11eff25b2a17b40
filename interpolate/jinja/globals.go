package jinja

import "nlgserver/internal/pyval"

// global returns one of Jinja2's own variables. One that is passed in under the
// same name comes first.
func global(name string) (pyval.Value, bool) {
	switch name {
	case "range":
		return pyval.OfObject(&class{"range", callRange}), true
	case "dict":
		return pyval.OfObject(&class{"dict", callDict}), true
	case "namespace":
		return pyval.OfObject(&class{"jinja2.utils.Namespace", callNamespace}), true
	case "cycler":
		return pyval.OfObject(&class{"jinja2.utils.Cycler", callCycler}), true
	case "joiner":
		return pyval.OfObject(&class{"jinja2.utils.Joiner", callJoiner}), true
	case "lipsum":
		return pyval.OfObject(&builtin{name: "generate_lorem_ipsum", run: callLipsum}), true
	}
	return pyval.Value{}, false
}

// callLipsum refuses: its text is random, and ours may not be.
func callLipsum(*render, args) (pyval.Value, error) {
	return pyval.Value{}, unsupported("lipsum, whose text is random")
}

// callDict is dict(mapping or pairs, **more).
func callDict(r *render, a args) (pyval.Value, error) {
	d, err := r.newDict(a)
	if err != nil {
		return pyval.Value{}, err
	}
	return pyval.OfDict(d), nil
}

func (r *render) newDict(a args) (*pyval.Dict, error) {
	d := pyval.NewDict(len(a.names))
	if len(a.pos) > 1 {
		return nil, typeError("dict expected at most 1 argument, got %d", len(a.pos))
	}
	if len(a.pos) == 1 {
		if err := r.update(d, a.pos[0]); err != nil {
			return nil, err
		}
	}
	for i, name := range a.names {
		d.Set(name, a.named[i])
	}
	return d, nil
}

// update is dict.update of a mapping or of pairs.
func (r *render) update(d *pyval.Dict, from pyval.Value) error {
	if from.Kind() == pyval.KindDict {
		entries := from.Dict().Entries()
		for _, e := range entries {
			d.SetKey(e.Key, e.Value)
		}
		return r.charge(len(entries))
	}
	if err := defined(from); err != nil { // it is asked for its keys
		return err
	}
	it, err := r.iterate(from)
	if err != nil {
		return err
	}
	for i := 0; ; i++ {
		item, ok, err := r.next(it)
		if err != nil || !ok {
			return err
		}
		pair, err := r.collect(item)
		if err != nil {
			return typeError("cannot convert dictionary update sequence element #%d to a sequence", i)
		}
		if len(pair) != 2 {
			return valueError("dictionary update sequence element #%d has length %d; 2 is required", i, len(pair))
		}
		if err := r.setKey(d, pair[0], pair[1]); err != nil {
			return err
		}
	}
}

// setKey is d[key] = v.
func (r *render) setKey(d *pyval.Dict, key, v pyval.Value) error {
	key, err := r.key(key)
	if err == nil {
		d.SetKey(key, v)
	}
	return err
}

// key returns a value as a dict's key, if it can be one.
func (r *render) key(v pyval.Value) (pyval.Value, error) {
	v = plain(v)
	if err := r.weigh(v); err != nil {
		return v, err
	}
	if what := unhashable(v); what != "" {
		return v, typeError("unhashable type: '%s'", what)
	}
	return v, nil
}

// unhashable returns the type that keeps a value from being a key, "" if none
// does.
func unhashable(v pyval.Value) string {
	switch {
	case v.Kind() == pyval.KindDict || isList(v):
		return v.TypeName()
	case isKeyView(v):
		return v.TypeName()
	case isTuple(v):
		items, _ := elements(v)
		for _, item := range items {
			if what := unhashable(item); what != "" {
				return what
			}
		}
	}
	return ""
}
