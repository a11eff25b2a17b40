package jinja

import "nlgserver/internal/python"

// globals are Jinja2's own variables. One that is passed in under the same name
// comes first.
var globals = map[string]python.Value{
	"cycler":    python.OfObject(&class{"jinja2.utils.Cycler", callCycler}),
	"dict":      python.OfObject(&class{"dict", callDict}),
	"joiner":    python.OfObject(&class{"jinja2.utils.Joiner", callJoiner}),
	"lipsum":    python.OfObject(&builtin{name: "generate_lorem_ipsum", run: callLipsum}),
	"namespace": python.OfObject(&class{"jinja2.utils.Namespace", callNamespace}),
	"range":     python.OfObject(&class{"range", callRange}),
}

// callLipsum fails: its text is random, and a reply must not be.
func callLipsum(*render, args) (python.Value, error) {
	return python.Value{}, unsupported("lipsum: its text is random")
}

// callDict is dict(mapping or pairs, **more).
func callDict(r *render, a args) (python.Value, error) {
	d, err := r.newDict(a)
	if err != nil {
		return python.Value{}, err
	}
	return python.OfDict(d), nil
}

func (r *render) newDict(a args) (*python.Dict, error) {
	d := python.NewDict(len(a.names))
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
func (r *render) update(d *python.Dict, from python.Value) error {
	if from.Kind() == python.KindDict {
		entries := from.Dict().Entries()
		if err := r.charge(len(entries)); err != nil {
			return err
		}
		for _, e := range entries {
			d.SetKey(e.Key, e.Value)
		}
		return nil
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
func (r *render) setKey(d *python.Dict, key, v python.Value) error {
	key, err := r.key(key)
	if err == nil {
		d.SetKey(key, v)
	}
	return err
}

// key returns a value as a dict's key, if it can be one.
func (r *render) key(v python.Value) (python.Value, error) {
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
func unhashable(v python.Value) string {
	switch {
	case v.Kind() == python.KindDict || isList(v):
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
