package reload

import "sync/atomic"

// Holder publishes one immutable value to any number of readers. A reader
// loads it once and keeps using that value: a later reload does not change it.
type Holder[V any] struct {
	live atomic.Pointer[V]
}

// NewHolder returns a holder of a first value, which may be nil.
func NewHolder[V any](first *V) *Holder[V] {
	h := &Holder[V]{}
	h.live.Store(first)
	return h
}

// Load returns the live value. It is nil before the first successful load, and
// never again after that.
func (h *Holder[V]) Load() *V { return h.live.Load() }
