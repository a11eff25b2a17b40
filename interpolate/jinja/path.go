package jinja

import (
	"strconv"
	"strings"

	"nlgserver/internal/python"
	"nlgserver/internal/python/text"
)

// attributePath reads what the filters call an attribute: names and numbers with
// dots between them, or a number. None is the empty path.
func attributePath(v python.Value) []python.Value {
	if v.IsNone() {
		return nil
	}
	s, ok := isText(v)
	if !ok {
		return []python.Value{v}
	}
	return textPath(s)
}

func textPath(s string) []python.Value {
	var path []python.Value
	for part := range strings.SplitSeq(s, ".") {
		if n, err := strconv.ParseUint(part, 10, 62); err == nil && part[0] != '+' {
			path = append(path, python.Int(int64(n)))
			continue
		}
		path = append(path, python.Str(part))
	}
	return path
}

// follow looks a path up in a value. What is not there on the way is otherwise,
// unless that is None.
func (r *render) follow(v python.Value, path []python.Value, otherwise python.Value) (python.Value, error) {
	for _, part := range path {
		var err error
		if v, err = r.getItem(v, part); err != nil {
			return v, err
		}
		if _, isUndefined := asUndefined(v); isUndefined && !otherwise.IsNone() {
			v = otherwise
		}
	}
	return v, r.charge(len(path))
}

// getter returns the key by which a filter sorts, groups or compares items.
type getter struct {
	paths     [][]python.Value
	otherwise python.Value
	// caseless has texts compare in lower case.
	caseless bool
	// list makes a list of the key, as several paths do: lists whose items are
	// equal need no order of them.
	list bool
}

func (g *getter) key(r *render, item python.Value) (python.Value, error) {
	if !g.list {
		return g.part(r, item, g.paths[0])
	}
	keys := make([]python.Value, len(g.paths))
	for i, path := range g.paths {
		var err error
		if keys[i], err = g.part(r, item, path); err != nil {
			return item, err
		}
	}
	return python.List(keys...), nil
}

func (g *getter) part(r *render, item python.Value, path []python.Value) (python.Value, error) {
	v, err := r.follow(item, path, g.otherwise)
	if err != nil || !g.caseless {
		return v, err
	}
	if s, ok := isText(v); ok {
		if err := r.charge(len(s) / charsPerStep); err != nil {
			return v, err
		}
		return python.Str(text.Lower(s)), nil
	}
	return v, nil
}
