package jinja

import (
	"nlgserver/internal/python"
	"nlgserver/internal/python/text"
)

// slice is Python's v[start:stop:step]; the bounds are None where there are none.
func (r *render) slice(v, start, stop, step python.Value) (python.Value, error) {
	if err := defined(v); err != nil {
		return v, err
	}
	s, isStr := isText(v)
	items, isSequence := elements(v)
	o, _ := v.Object()
	sp, isSpan := o.(*span)
	if !isStr && !isSequence && !isSpan {
		if v.Kind() == python.KindDict {
			return v, typeError("unhashable type: 'slice'")
		}
		return v, typeError("'%s' object is not subscriptable", v.TypeName())
	}
	n, err := r.length(v)
	if err != nil {
		return v, err
	}
	from, to, by, err := bounds(start, stop, step, n)
	if err != nil {
		return v, err
	}
	if isSpan {
		if product := sp.step * int64(by); product/int64(by) == sp.step {
			return sp.slice(int64(from), int64(to), int64(by)), nil
		}
	}
	by = min(max(by, -n-1), n+1) // adding it must not overflow
	switch {
	case isSpan:
		return sp.slice(int64(from), int64(to), int64(by)), nil
	case isStr:
		text, err := r.sliceText(s, from, to, by)
		return like(v, text), err
	}
	count := 0
	if by > 0 && from < to {
		count = (to - from + by - 1) / by
	} else if by < 0 && from > to {
		count = (from - to - by - 1) / -by
	}
	if err := r.charge(count); err != nil {
		return v, err
	}
	picked := make([]python.Value, 0, count)
	for i := from; by > 0 && i < to || by < 0 && i > to; i += by {
		picked = append(picked, items[i])
	}
	if isTuple(v) {
		return python.Tuple(picked...), nil
	}
	return r.newList(picked), nil
}

// sliceText takes characters from..to by by out of a text.
func (r *render) sliceText(s string, from, to, by int) (string, error) {
	if err := r.reserve(len(s)); err != nil {
		return "", err
	}
	if by == 1 {
		if from >= to {
			return "", nil
		}
		if text.IsASCII(s) {
			return s[from:to], nil
		}
		start := text.Offset(s, from)
		return s[start : start+text.Offset(s[start:], to-from)], nil
	}
	chars := []rune(nil)
	for rest := s; rest != ""; {
		c, size := python.DecodeRune(rest)
		chars = append(chars, c)
		rest = rest[size:]
	}
	var out []byte
	for i := from; by > 0 && i < to || by < 0 && i > to; i += by {
		out = python.AppendRune(out, chars[i])
	}
	return string(out), nil
}

// bounds is slice(start, stop, step).indices(n).
func bounds(start, stop, step python.Value, n int) (from, to, by int, err error) {
	by, err = sliceIndex(step, 1)
	if err != nil {
		return 0, 0, 0, err
	}
	if by == 0 {
		return 0, 0, 0, valueError("slice step cannot be zero")
	}
	low, high := 0, n
	if by < 0 {
		low, high = -1, n-1
	}
	clamp := func(v python.Value, otherwise int) (int, error) {
		if v.IsNone() {
			return otherwise, nil
		}
		i, err := sliceIndex(v, 0)
		if i < 0 {
			i += n
		}
		return min(max(i, low), high), err
	}
	first, last := low, high
	if by < 0 {
		first, last = high, low
	}
	if from, err = clamp(start, first); err != nil {
		return 0, 0, 0, err
	}
	to, err = clamp(stop, last)
	return from, to, by, err
}

func sliceIndex(v python.Value, otherwise int) (int, error) {
	if v.IsNone() {
		return otherwise, nil
	}
	if v.Kind() != python.KindInt && v.Kind() != python.KindBool {
		return 0, typeError("slice indices must be integers or None or have an __index__ method")
	}
	return asIndex(v)
}
