package reload

import "time"

// held is a value that is held back because it removes something.
type held[V, D any] struct {
	// first is when a value was first held back; zero if none is.
	first time.Time
	// version is that of the latest such value, and since when it has been
	// the same. The value is nil if its content has been rejected meanwhile.
	version string
	since   time.Time
	value   *V
	details D
}

// holdBack reports whether the value, which could go live, has to wait, and
// plans the attempt that looks again.
func (l *Loop[C, V, D]) holdBack(value *V, a Attempt[C, D], batch agenda[C, D]) bool {
	if len(batch.waiting) > 0 || l.live.Load() == nil || !l.cfg.Removes(value) {
		return false
	}
	now, h := time.Now(), &l.held
	if h.first.IsZero() {
		h.first = now
	}
	isNew := !h.has(a.Version)
	if isNew {
		h.version, h.since, h.value, h.details = a.Version, now, value, a.Details
	}
	due := earlier(h.since.Add(l.cfg.Settle), h.first.Add(settleLimit*l.cfg.Settle))
	if !now.Before(due) {
		return false
	}
	l.mu.Lock()
	l.next.settled, l.next.idleSince = due, now
	for _, trigger := range batch.triggers {
		l.next.add(trigger)
	}
	l.mu.Unlock()
	if isNew {
		l.cfg.OnHeld(value, due.Sub(now))
	}
	return true
}

// has reports whether the value of that version is held back.
func (h *held[V, D]) has(version string) bool {
	return h.value != nil && version != "" && version == h.version
}
