package jinja

import "nlgserver/internal/python"

// filterJoin joins the texts of items, or of an attribute of each. With autoescape
// on, one markup among them has all others escaped.
func filterJoin(r *render, v python.Value, a args) (python.Value, error) {
	sep, ok := a.at(0)
	if !ok {
		sep = python.Str("")
	}
	items, err := r.joinItems(v, a)
	if err != nil {
		return v, err
	}
	escape := false
	if r.autoescape {
		escape = isMarkup(sep)
		for _, item := range items {
			escape = escape || isMarkup(item)
		}
	}
	text := r.str
	if escape {
		text = r.escapedText
	}
	between, err := text(sep)
	if err != nil {
		return v, err
	}
	out, err := r.joined(between, len(items), func(i int) (string, error) { return text(items[i]) })
	if escape {
		return safe(out), err
	}
	return python.Str(out), err
}

// joinItems returns what is joined. The caller must not change it.
func (r *render) joinItems(v python.Value, a args) ([]python.Value, error) {
	items, ok := elements(v)
	if !ok {
		var err error
		if items, err = r.collect(v); err != nil {
			return nil, err
		}
	}
	attribute, ok := a.given(1)
	if !ok {
		return items, nil
	}
	path := attributePath(attribute)
	if err := r.charge(len(items)); err != nil {
		return nil, err
	}
	found := make([]python.Value, len(items))
	for i, item := range items {
		var err error
		if found[i], err = r.follow(item, path, python.None()); err != nil {
			return nil, err
		}
	}
	return found, nil
}
