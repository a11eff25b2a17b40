package jinja

import "nlgserver/internal/python"

// span is Python's range.
type span struct{ start, stop, step int64 }

func (*span) TypeName() string { return "range" }

func (s *span) AppendRepr(dst []byte) []byte {
	dst = python.Int(s.start).AppendRepr(append(dst, "range("...))
	dst = python.Int(s.stop).AppendRepr(append(dst, ", "...))
	if s.step != 1 {
		dst = python.Int(s.step).AppendRepr(append(dst, ", "...))
	}
	return append(dst, ')')
}

func (s *span) Truth() bool { return s.len() > 0 }

func (s *span) EqualTo(other python.Value) bool {
	o, _ := other.Object()
	t, ok := o.(*span)
	if !ok || s.len() != t.len() {
		return false
	}
	return s.len() == 0 || s.start == t.start && (s.len() == 1 || s.step == t.step)
}

// len returns the number of items.
func (s *span) len() int64 {
	switch {
	case s.step > 0 && s.start < s.stop:
		return int64((uint64(s.stop)-uint64(s.start)-1)/uint64(s.step)) + 1
	case s.step < 0 && s.start > s.stop:
		return int64((uint64(s.start)-uint64(s.stop)-1)/(-uint64(s.step))) + 1
	}
	return 0
}

func (s *span) at(i int64) python.Value { return python.Int(s.start + i*s.step) }

func (s *span) iterate(*render) iterator {
	i, n := int64(0), s.len()
	return func() (python.Value, bool, error) {
		if i >= n {
			return python.Value{}, false, nil
		}
		i++
		return s.at(i - 1), true, nil
	}
}

// slice returns part of a range, which is a range.
func (s *span) slice(start, stop, step int64) python.Value {
	return python.OfObject(&span{s.start + start*s.step, s.start + stop*s.step, s.step * step})
}

// index returns where in the range a number is, -1 if it is not there.
func (s *span) index(v python.Value) int64 {
	if !v.IsNumber() {
		return -1
	}
	n, ok := v.Int64()
	if f, isFloat := v.Float64(); v.Kind() == python.KindFloat && isFloat {
		n = int64(f)
		ok = float64(n) == f
	}
	if !ok || s.len() == 0 || (n-s.start)%s.step != 0 {
		return -1
	}
	i := (n - s.start) / s.step
	if i < 0 || i >= s.len() {
		return -1
	}
	return i
}

// maxRange keeps the arithmetic of ranges within int64.
const maxRange = 1 << 62

func callRange(_ *render, a args) (python.Value, error) {
	if len(a.names) > 0 {
		return python.Value{}, typeError("range() takes no keyword arguments")
	}
	if len(a.pos) == 0 || len(a.pos) > 3 {
		return python.Value{}, typeError("range expected 1 to 3 arguments, got %d", len(a.pos))
	}
	var n [3]int64
	for i, v := range a.pos {
		k, ok := v.Int64()
		switch {
		case v.Kind() != python.KindInt && v.Kind() != python.KindBool:
			return v, typeError("'%s' object cannot be interpreted as an integer", v.TypeName())
		case !ok || k > maxRange || k < -maxRange:
			return v, unsupported("a range beyond 2**62")
		}
		n[i] = k
	}
	s := &span{start: n[0], stop: n[1], step: 1}
	switch len(a.pos) {
	case 1:
		s.start, s.stop = 0, n[0]
	case 3:
		s.step = n[2]
	}
	if s.step == 0 {
		return python.Value{}, valueError("range() arg 3 must not be zero")
	}
	return python.OfObject(s), nil
}
