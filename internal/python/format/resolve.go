package format

import (
	"strings"

	"nlgserver/internal/python"
)

// resolve finds the value that a field's name refers to: an argument, and
// then an attribute or an item of it for each .name and [key] that follows.
func (f *formatter) resolve(out *output, name string) (python.Value, error) {
	first, rest := name, ""
	if i := strings.IndexAny(name, ".["); i >= 0 {
		first, rest = name[:i], name[i:]
	}
	v, err := f.argument(first)
	for err == nil && rest != "" {
		v, rest, err = out.step(v, rest)
	}
	return v, err
}

// argument finds a positional or a keyword argument.
func (f *formatter) argument(first string) (python.Value, error) {
	index, numbered, err := Index(first)
	if err != nil {
		return python.None(), err
	}
	if first == "" || numbered {
		if index, err = f.number(index, numbered); err != nil {
			return python.None(), err
		}
		if index >= len(f.args) {
			return python.None(), errorf(IndexError,
				"Replacement index %d out of range for positional args tuple", index)
		}
		return f.args[index], nil
	}
	v, ok := f.kwargs.Get(first)
	if !ok {
		return python.None(), keyError(python.Str(first))
	}
	return v, nil
}

// number gives a field without a name the next index, and keeps a template
// from mixing such fields with numbered ones.
func (f *formatter) number(index int, numbered bool) (int, error) {
	if f.numbering == undecided {
		f.numbering = automatic
		if numbered {
			f.numbering = manual
		}
	}
	switch {
	case f.numbering == manual && !numbered:
		return 0, errorf(ValueError, "cannot switch from manual field specification to automatic field numbering")
	case f.numbering == automatic && numbered:
		return 0, errorf(ValueError, "cannot switch from automatic field numbering to manual field specification")
	case !numbered:
		index = f.next
		f.next++
	}
	return index, nil
}

// step follows one .name or [key] at the start of path.
func (o *output) step(v python.Value, path string) (next python.Value, rest string, err error) {
	if err := o.spend(1); err != nil {
		return v, "", err
	}
	var key string
	switch path[0] {
	case '.':
		key, rest = path[1:], ""
		if i := strings.IndexAny(key, ".["); i >= 0 {
			key, rest = key[:i], key[i:]
		}
	case '[':
		var closed bool
		if key, rest, closed = strings.Cut(path[1:], "]"); !closed {
			return v, "", errorf(ValueError, "Missing ']' in format string")
		}
	default:
		return v, "", errorf(ValueError, "Only '.' or '[' may follow ']' in format field specifier")
	}
	if path[0] == '.' {
		if key == "" {
			return v, "", errorf(ValueError, "Empty attribute in format string")
		}
		next, err = attribute(v, key)
		return next, rest, err
	}
	index, isIndex, err := Index(key)
	switch {
	case err != nil:
	case key == "":
		err = errorf(ValueError, "Empty attribute in format string")
	case isIndex:
		next, err = o.itemAt(v, index)
	default:
		next, err = itemNamed(v, key)
	}
	return next, rest, err
}

func keyError(key python.Value) *Error {
	e := errorf(KeyError, "%s", key.Repr())
	e.Key = key.Str()
	return e
}
