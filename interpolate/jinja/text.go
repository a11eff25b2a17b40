package jinja

import "nlgserver/internal/python"

// str is Python's str().
func (r *render) str(v python.Value) (string, error) {
	if s, ok := isText(v); ok {
		return s, nil
	}
	if _, ok := asUndefined(v); ok {
		return "", nil
	}
	return r.repr(v)
}

// repr is Python's repr().
func (r *render) repr(v python.Value) (string, error) {
	if err := r.weigh(v); err != nil {
		return "", err
	}
	s := v.Repr()
	return s, r.reserve(len(s))
}

// print writes a value as {{ }} does.
func (r *render) print(v python.Value) error {
	switch v.Kind() {
	case python.KindStr:
		s, _ := v.Text()
		return r.write(s)
	case python.KindNone, python.KindBool, python.KindFloat:
		r.out = v.AppendRepr(r.out)
		return r.write("")
	}
	s, err := r.str(v)
	if err != nil {
		return err
	}
	return r.write(s)
}

// weigh pays for looking at a value and all that is in it, and fails if that is
// more than can be printed or compared. What python does with a value is bounded
// once it has been weighed.
func (r *render) weigh(v python.Value) error {
	switch v.Kind() {
	case python.KindNone, python.KindBool, python.KindFloat:
		return nil
	}
	_, err := r.weighed(v, 0, 0)
	return err
}

// weighed returns bytes plus the size of v, depth levels down.
func (r *render) weighed(v python.Value, bytes, depth int) (int, error) {
	if depth > maxDataDepth {
		return 0, limitError("depth limit: data nests deeper than %d", maxDataDepth)
	}
	if err := r.charge(1); err != nil {
		return 0, err
	}
	bytes += 2
	switch v.Kind() {
	case python.KindStr:
		s, _ := v.Text()
		bytes += len(s)
		if err := r.charge(len(s) / bytesPerStep); err != nil {
			return 0, err
		}
	case python.KindInt:
		n, err := r.weighInt(v)
		if err != nil {
			return 0, err
		}
		bytes += n
	case python.KindDict:
		for _, e := range v.Dict().Entries() {
			var err error
			if bytes, err = r.weighed(e.Key, bytes, depth+1); err != nil {
				return 0, err
			}
			if bytes, err = r.weighed(e.Value, bytes, depth+1); err != nil {
				return 0, err
			}
		}
	default:
		if w, ok := v.Object(); ok {
			if w, ok := w.(*view); ok { // whose contents are made
				if err := r.charge(3 * w.dict.Len()); err != nil {
					return 0, err
				}
			}
		}
		if l, ok := v.Object(); ok {
			if l, ok := l.(*loop); ok { // which prints its length
				_, err := l.size(r)
				return bytes, err
			}
		}
		parts, _ := contents(v)
		for _, part := range parts {
			var err error
			if bytes, err = r.weighed(part, bytes, depth+1); err != nil {
				return 0, err
			}
		}
	}
	if bytes > r.limits.Output {
		return 0, limitError("output limit: a value is longer than %d bytes", r.limits.Output)
	}
	return bytes, nil
}

// weighInt pays for an int's digits, which Python does not print without end.
func (r *render) weighInt(v python.Value) (digits int, err error) {
	if _, small := v.Int64(); small {
		return 10, nil
	}
	bits := v.Big().BitLen()
	digits = bits * 10 / 33
	if digits > python.MaxIntDigits+1 || digits >= python.MaxIntDigits-1 && len(v.Big().Text(10)) > python.MaxIntDigits+1 {
		return 0, valueError("Exceeds the limit (%d digits) for integer string conversion", python.MaxIntDigits)
	}
	return digits, r.charge(digits / 8)
}

// contents returns the values that a list, a tuple or one of our objects holds.
func contents(v python.Value) ([]python.Value, bool) {
	if items, ok := elements(v); ok {
		return items, true
	}
	if o, ok := v.Object(); ok {
		if c, ok := o.(interface{ contents() []python.Value }); ok {
			return c.contents(), true
		}
	}
	return nil, false
}

// isContainer reports whether a value may hold others.
func isContainer(v python.Value) bool {
	switch v.Kind() {
	case python.KindList, python.KindTuple, python.KindDict:
		return true
	case python.KindObject:
		_, ok := contents(v)
		return ok
	}
	return false
}
