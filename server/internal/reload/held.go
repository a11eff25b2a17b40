package reload

import "time"

// The bounds of holding back, in times of [Config].Settle.
const (
	// settleLimit is how long content is held back at most, while it keeps changing.
	settleLimit = 5
	// growLimit is the same while it is known that somebody is still writing: each
	// change has made the content larger, or a file is open for writing.
	growLimit = 60
	// openLimit is how long a file that is open for writing must not change, unless the
	// content removes something. A program may keep one open for ever.
	openLimit = 5
	// pauses is how many times as long as the writer's longest pause content that
	// grows must not change.
	pauses = 3
)

// lookAgain is how long to wait between two looks at a file that is open for
// writing; lookShare is the share of the time that looking may take.
const (
	lookAgain = 100 * time.Millisecond
	lookShare = 10
)

// Held is content that waits to go live.
type Held struct {
	Version string
	// Since is when the content was found, and Until when it goes live if it stays as
	// it is.
	Since, Until time.Time
	// Writing is the file that is open for writing elsewhere, if one is. Otherwise the
	// content removes something.
	Writing string
}

// held is what is known about content that is held back.
type held[V, D any] struct {
	// first is when content was first held back; zero if none is.
	first time.Time
	// version and size are those of the latest such content, and since when it has
	// been the same.
	version string
	size    int64
	since   time.Time
	// grows is set if every change made it larger, and pause is the longest time
	// between two changes.
	grows bool
	pause time.Duration
	// writing is set if the content was held back because a file is open.
	writing bool
	// value is nil if the content has not been compiled, or was rejected.
	value   *V
	details D
}

// note takes down content that may be held back. After a quiet time of more than
// forget, content is not of the same writer any more; zero means never.
func (h *held[V, D]) note(version string, size int64, now time.Time, forget time.Duration) {
	if forget > 0 && version != h.version && now.Sub(h.since) > forget {
		*h = held[V, D]{}
	}
	switch {
	case h.first.IsZero():
		h.first = now
	case version != "" && version == h.version:
		return
	default:
		h.grows = size > h.size && (h.grows || h.pause == 0)
		h.pause = max(h.pause, now.Sub(h.since), 1)
	}
	h.version, h.size, h.since, h.value = version, size, now, nil
}

// until returns when content that removes something goes live.
func (h *held[V, D]) until(settle time.Duration) time.Time {
	if h.grows {
		return earlier(h.since.Add(max(settle, pauses*h.pause)), h.first.Add(growLimit*settle))
	}
	return earlier(h.since.Add(settle), h.first.Add(settleLimit*settle))
}

// untilWritten returns when content of which a file is open for writing is read
// nevertheless.
func (h *held[V, D]) untilWritten(settle time.Duration) time.Time {
	return earlier(h.since.Add(openLimit*settle), h.first.Add(growLimit*settle))
}

// has reports whether the value of that version is held back.
func (h *held[V, D]) has(version string) bool {
	return h.value != nil && version != "" && version == h.version
}

// holdBack reports whether the value, which could go live, has to wait, and
// plans the attempt that looks again.
func (l *Loop[C, V, D]) holdBack(value *V, a Attempt[C, D], r reading[C, D], batch agenda[C, D]) bool {
	if len(batch.waiting) > 0 || l.live.Load() == nil || !l.cfg.Removes(value) {
		return false
	}
	now, h := time.Now(), &l.held
	forget := openLimit * l.cfg.Settle
	if r.Writing != "" {
		forget = 0
	}
	h.note(a.Version, r.Size, now, forget)
	isNew := h.value == nil
	h.value, h.details, h.writing = value, a.Details, false
	due := h.until(l.cfg.Settle)
	look := due
	if r.Writing != "" {
		due = h.first.Add(growLimit * l.cfg.Settle)
		look = earlier(due, r.again(now))
	}
	if !now.Before(due) {
		return false
	}
	state := Held{Version: a.Version, Since: h.since, Until: due, Writing: r.Writing}
	l.hold(state, look, batch)
	if isNew {
		l.cfg.OnHeld(value, state)
	}
	return true
}

// isWritten reports whether the content has to wait because a file of it is being
// written, and plans the next look at it. Such content is not even compiled.
func (l *Loop[C, V, D]) isWritten(r reading[C, D], batch agenda[C, D]) bool {
	if r.Writing == "" || l.cfg.Settle < 0 || l.live.Load() == nil || l.isLive(r.Version) {
		return false
	}
	now, h := time.Now(), &l.held
	h.note(r.Version, r.Size, now, 0)
	due := h.untilWritten(l.cfg.Settle)
	if !now.Before(due) {
		return false
	}
	state := Held{Version: r.Version, Since: h.since, Until: due, Writing: r.Writing}
	l.hold(state, earlier(due, r.again(now)), batch)
	if !h.writing {
		h.writing = true
		l.cfg.OnHeld(nil, state)
	}
	return true
}

// again returns when to look again at content of which a file is open for writing.
func (r reading[C, D]) again(now time.Time) time.Time {
	return now.Add(max(lookAgain, lookShare*r.took))
}

// hold plans the next look at content that waits.
func (l *Loop[C, V, D]) hold(state Held, look time.Time, batch agenda[C, D]) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.next.settled, l.next.idleSince = look, time.Now()
	for _, trigger := range batch.triggers {
		l.next.add(trigger)
	}
	l.status.Held = &state
}
