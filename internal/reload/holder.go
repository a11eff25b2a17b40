package reload

import "sync/atomic"

// Holder publishes one immutable value to any number of readers. A reader
// loads it once and works with what it got: a later reload does not change it.
type Holder[T any] struct {
	live atomic.Pointer[T]
}

// NewHolder returns a holder of a first value, which may be nil.
func NewHolder[T any](first *T) *Holder[T] {
	h := &Holder[T]{}
	h.live.Store(first)
	return h
}

// Load returns the live value. It is nil before the first successful load, and
// never again after it.
func (h *Holder[T]) Load() *T { return h.live.Load() }
