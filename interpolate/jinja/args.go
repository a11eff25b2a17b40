package jinja

import (
	"strings"

	"nlgserver/internal/python"
)

// args are the arguments of one call.
type args struct {
	pos   []python.Value
	names []string
	named []python.Value
}

// at returns an argument after [args.bind]; ok is false if it was not given.
func (a args) at(i int) (v python.Value, ok bool) {
	if i >= len(a.pos) {
		return python.Value{}, false
	}
	if m, is := isMarker(a.pos[i]); is && m == absent {
		return python.Value{}, false
	}
	return a.pos[i], true
}

// take returns the named argument and removes it.
func (a *args) take(name string) (v python.Value, ok bool) {
	for i, n := range a.names {
		if n == name {
			v = a.named[i]
			a.names = append(append([]string(nil), a.names[:i]...), a.names[i+1:]...)
			a.named = append(append([]python.Value(nil), a.named[:i]...), a.named[i+1:]...)
			return v, true
		}
	}
	return v, false
}

// kwargs returns the named arguments as a dict.
func (a args) kwargs() *python.Dict {
	d := python.NewDict(len(a.names))
	for i, name := range a.names {
		d.Set(name, a.named[i])
	}
	return d
}

// bind matches the arguments with a signature: names with commas between them, a
// question mark after those that may be left out, a star for those without a
// name. Then all of them are in a.pos, in that order. The signature "..." takes
// whatever comes, as it comes.
func (a args) bind(function, signature string) (args, error) {
	if signature == "..." || signature == "" && len(a.pos) == 0 && len(a.names) == 0 {
		return a, nil
	}
	count, used := 0, 0
	if signature != "" {
		count = strings.Count(signature, ",") + 1
	}
	if len(a.pos) > count {
		return a, typeError("%s() takes at most %d arguments (%d given)", function, count, len(a.pos))
	}
	bound := a.pos
	if len(bound) < count {
		bound = append(make([]python.Value, 0, count), a.pos...)
	}
	for i, rest := 0, signature; i < count; i++ {
		var name string
		name, rest, _ = strings.Cut(rest, ",")
		name, optional := strings.CutSuffix(name, "?")
		at := indexOf(a.names, name)
		if name == "*" {
			at = -1
		}
		switch {
		case i < len(a.pos) && at >= 0:
			return a, typeError("%s() got multiple values for argument '%s'", function, name)
		case i < len(a.pos):
			continue
		case at >= 0:
			bound = append(bound, a.named[at])
			used++
		case optional:
			bound = append(bound, python.OfObject(absent))
		default:
			return a, typeError("%s() missing required argument '%s' (pos %d)", function, name, i+1)
		}
	}
	if used < len(a.names) {
		return a, typeError("%s() got an unexpected keyword argument", function)
	}
	return args{pos: bound}, nil
}

func indexOf(names []string, name string) int {
	for i, n := range names {
		if n == name {
			return i
		}
	}
	return -1
}

// operation is a filter, a test or a method: what it is called with, besides the
// value that it works on, and what it does.
type operation struct {
	signature string
	run       func(r *render, v python.Value, a args) (python.Value, error)
}

// apply calls an operation.
func (r *render) apply(op operation, name string, v python.Value, a args) (python.Value, error) {
	a, err := a.bind(name, op.signature)
	if err != nil {
		return v, err
	}
	return op.run(r, v, a)
}

// The following read arguments as the types that Python code expects.

// index reads an int, as an index or a width must be one.
func (a args) index(i, otherwise int) (int, error) {
	v, ok := a.at(i)
	if !ok {
		return otherwise, nil
	}
	return asIndex(v)
}

// asIndex is Python's __index__. An int beyond int64 becomes the nearest.
func asIndex(v python.Value) (int, error) {
	if v.Kind() != python.KindInt && v.Kind() != python.KindBool {
		return 0, typeError("'%s' object cannot be interpreted as an integer", v.TypeName())
	}
	const most = 1 << 62
	n, ok := v.Int64()
	switch {
	case !ok && v.Big().Sign() < 0 || n < -most:
		return -most, nil
	case !ok || n > most:
		return most, nil
	}
	return int(n), nil
}

// number is index of the first argument, for what Python computes with before it
// needs an int: what is undefined fails as such.
func (a args) number(otherwise int) (int, error) {
	v, _ := a.at(0)
	if err := defined(v); err != nil {
		return 0, err
	}
	return a.index(0, otherwise)
}

// flag reads what Python wants to be an int or a bool.
func (a args) flag(i int) (bool, error) {
	n, err := a.index(i, 0)
	return n != 0, err
}

// text reads a str.
func (a args) text(i int, otherwise string) (string, error) {
	v, ok := a.at(i)
	if !ok {
		return otherwise, nil
	}
	s, ok := isText(v)
	if !ok {
		return "", typeError("must be str, not %s", v.TypeName())
	}
	return s, nil
}

// truth reads anything as a bool.
func (a args) truth(i int) bool {
	v, ok := a.at(i)
	return ok && v.Truth()
}

// given returns an argument unless it is left out or None.
func (a args) given(i int) (python.Value, bool) {
	v, ok := a.at(i)
	return v, ok && !v.IsNone()
}
