package jinja

import "nlgserver/internal/pyval"

// filterJoin joins the texts of items, or of an attribute of each. With autoescape
// on, one markup among them has all others escaped.
func filterJoin(r *render, v pyval.Value, a args) (pyval.Value, error) {
	sep, ok := a.at(0)
	if !ok {
		sep = pyval.Str("")
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
	return pyval.Str(out), err
}

// joinItems returns what is joined. The caller must not change it.
func (r *render) joinItems(v pyval.Value, a args) ([]pyval.Value, error) {
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
	found := make([]pyval.Value, len(items))
	for i, item := range items {
		var err error
		if found[i], err = r.follow(item, path, pyval.None()); err != nil {
			return nil, err
		}
	}
	return found, nil
}
