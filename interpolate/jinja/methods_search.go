package jinja

import (
	"nlgserver/internal/python"
	"nlgserver/internal/python/text"
)

// window returns the part of a string that the arguments i and i+1 leave, and how
// many characters are before it; ok is false if they leave nothing, not even an
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
	begin := text.Offset(s, from)
	return s[begin : begin+text.Offset(s[begin:], to-from)], from, true, nil
}

// search returns the position that a function finds, -1 if it finds none.
func (r *render) search(v python.Value, a args, find func(s, wanted string) int) (int, error) {
	s, _ := isText(v)
	wanted, err := a.text(0, "")
	if err != nil {
		return -1, err
	}
	part, before, ok, err := r.window(s, a, 1)
	if err != nil || !ok {
		return -1, err
	}
	if at := find(part, wanted); at >= 0 {
		return before + at, nil
	}
	return -1, nil
}

// finding makes str.find or str.rfind.
func finding(find func(s, wanted string) int) operation {
	return operation{"*,*?,*?", func(r *render, v python.Value, a args) (python.Value, error) {
		at, err := r.search(v, a, find)
		return python.Int(int64(at)), err
	}}
}

// indexing makes str.index or str.rindex.
func indexing(find func(s, wanted string) int) operation {
	return operation{"*,*?,*?", func(r *render, v python.Value, a args) (python.Value, error) {
		at, err := r.search(v, a, find)
		if err == nil && at < 0 {
			err = valueError("substring not found")
		}
		return python.Int(int64(at)), err
	}}
}

func strCount(r *render, v python.Value, a args) (python.Value, error) {
	s, _ := isText(v)
	wanted, err := a.text(0, "")
	if err != nil {
		return v, err
	}
	part, _, ok, err := r.window(s, a, 1)
	if err != nil || !ok {
		return python.Int(0), err
	}
	return python.Int(int64(text.Count(part, wanted))), nil
}

// affix makes str.startswith or str.endswith, which take one string or a tuple
// of them.
func affix(name string, has func(s, part string) bool) operation {
	return operation{"*,*?,*?", func(r *render, v python.Value, a args) (python.Value, error) {
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
			end, isStr := isText(w)
			if !isStr {
				return v, typeError("%s first arg must be str or a tuple of str, not %s", name, w.TypeName())
			}
			if err := r.charge(1 + len(end)/sameBytesPerStep); err != nil {
				return v, err
			}
			if ok && has(part, end) {
				return python.Bool(true), nil
			}
		}
		return python.Bool(false), nil
	}}
}
