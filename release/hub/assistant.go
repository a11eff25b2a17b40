package hub

import (
	"sync"

	"nlgserver/release"
	"nlgserver/release/dir"
)

// assistant is one store, and who waits for its changes.
type assistant struct {
	store   *dir.Store
	mu      sync.Mutex
	waiters map[*waiter]struct{}
}

// waiter waits for changes of a key, or of a prefix of keys.
type waiter struct {
	what string
	// told has room for one change: any number of them, while the waiter looks, make it look
	// once more.
	told chan struct{}
}

func newAssistant(s *dir.Store) *assistant {
	return &assistant{store: s, waiters: map[*waiter]struct{}{}}
}

// wait begins to wait, until leave.
func (a *assistant) wait(what string) *waiter {
	w := &waiter{what, make(chan struct{}, 1)}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.waiters[w] = struct{}{}
	return w
}

func (a *assistant) leave(w *waiter) {
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.waiters, w)
}

// tell tells those who wait for it that a key may have changed, or something below a prefix.
// Each beat of a replica is a change, so nobody else must be told.
func (a *assistant) tell(what string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for w := range a.waiters {
		if !release.Covers(w.what, what) && !release.Covers(what, w.what) {
			continue
		}
		select {
		case w.told <- struct{}{}:
		default:
		}
	}
}
