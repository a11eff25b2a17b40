package jinja

import (
	"strings"

	"nlgserver/internal/python"
)

func strSearchMethod(name string) (operation, bool) {
	switch name {
	case "find", "rfind", "index", "rindex", "count":
		return operation{"*,*?,*?", func(r *render, v python.Value, a args) (python.Value, error) {
			return r.search(name, v, a)
		}}, true
	case "startswith", "endswith":
		return operation{"*,*?,*?", func(r *render, v python.Value, a args) (python.Value, error) {
			return r.affix(name, v, a)
		}}, true
	}
	return operation{}, false
}

// window returns the part of a text that the arguments i and i+1 leave, and how
// many characters stand before it; ok is false if they leave nothing, not even an
// empty part.
func (r *render) window(s string, a args, i int) (part string, before int, ok bool, err error) {
	if err := r.charge(len(s) / bytesPerStep); err != nil {
		return "", 0, false, err
	}
	start, _ := a.at(i)
	stop, _ := a.at(i + 1)
	n := python.RuneCount(s)
	if first, err := sliceIndex(start, 0); err != nil || first > n {
		return "", 0, false, err
	}
	from, to, _, err := bounds(start, stop, python.None(), n)
	if err != nil || from > to {
		return "", 0, false, err
	}
	begin := offset(s, from)
	return s[begin : begin+offset(s[begin:], to-from)], from, true, nil
}

func (r *render) search(name string, v python.Value, a args) (python.Value, error) {
	s, _ := isText(v)
	wanted, err := a.text(0, "")
	if err != nil {
		return v, err
	}
	part, before, ok, err := r.window(s, a, 1)
	if err != nil {
		return v, err
	}
	if name == "count" {
		switch {
		case !ok:
			return python.Int(0), nil
		case wanted == "":
			return python.Int(int64(python.RuneCount(part) + 1)), nil
		}
		return python.Int(int64(strings.Count(part, wanted))), nil
	}
	at := -1
	if ok {
		if strings.HasPrefix(name, "r") {
			at = strings.LastIndex(part, wanted)
		} else {
			at = strings.Index(part, wanted)
		}
	}
	if at >= 0 {
		return python.Int(int64(before + python.RuneCount(part[:at]))), nil
	}
	if strings.HasSuffix(name, "index") {
		return v, valueError("substring not found")
	}
	return python.Int(-1), nil
}

// affix tests for a prefix or a suffix, or for any of a tuple of them.
func (r *render) affix(name string, v python.Value, a args) (python.Value, error) {
	s, _ := isText(v)
	wanted := []python.Value{a.pos[0]}
	if isTuple(a.pos[0]) {
		wanted, _ = elements(a.pos[0])
	}
	part, _, ok, err := r.window(s, a, 1)
	if err != nil {
		return v, err
	}
	for _, w := range wanted {
		text, isStr := isText(w)
		if !isStr {
			return v, typeError("%s first arg must be str or a tuple of str, not %s", name, w.TypeName())
		}
		if ok && (name == "startswith" && strings.HasPrefix(part, text) || name == "endswith" && strings.HasSuffix(part, text)) {
			return python.Bool(true), nil
		}
	}
	return python.Bool(false), r.charge(len(wanted))
}
