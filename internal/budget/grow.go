package budget

// Grow returns dst with room for that many more bytes; ok is false if there is no
// memory for it. Growth by append would take memory that nobody was asked for.
func (b *Budget) Grow(dst []byte, bytes int) (grown []byte, ok bool) {
	if bytes <= cap(dst)-len(dst) {
		return dst, true
	}
	size := max(len(dst)+bytes, 2*cap(dst))
	if !b.Hold(size) {
		return dst, false
	}
	return append(make([]byte, 0, size), dst...), true
}

// Fork returns a budget that has left what b has, for an evaluation whose work must
// not count, such as that of an explanation. It takes no memory from others and
// waits for none. A nil budget has a nil fork.
func (b *Budget) Fork() *Budget {
	if b == nil {
		return nil
	}
	c := *b
	c.pool, c.gate, c.begun = nil, nil, false
	return &c
}
