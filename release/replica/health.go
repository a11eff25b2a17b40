package replica

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"
)

// health is what is known of the store itself.
type health struct {
	mu    sync.Mutex
	heard time.Time
	// faults are by what was tried.
	faults map[string]string
	// read is set once a pointer was read, and liveRead when that of what is live was last.
	read     bool
	liveRead time.Time
}

// What may fail.
const (
	readingLive   = "read what is live"
	readingStaged = "read what is staged"
	watching      = "watch"
	beating       = "write the beat"

	beingToldApart = "be told apart"
)

// hear notes that the store has answered.
func (h *health) hear() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.heard = time.Now()
}

// note notes how something went, and reports whether that is news: it failed for another
// reason than the last time, or it works again.
func (h *health) note(what string, err error) (news bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	was, had := h.faults[what]
	if err == nil {
		if what == readingLive {
			h.liveRead = time.Now()
		}
		first := !h.read && (what == readingLive || what == readingStaged)
		h.read = h.read || first
		delete(h.faults, what)
		return had || first
	}
	if h.faults == nil {
		h.faults = map[string]string{}
	}
	h.faults[what] = err.Error()
	return !had || was != err.Error()
}

// fill fills in what is known of the store. If what is live was not read for longer than
// silence, a call hangs, and does not even end when its time is over.
func (h *health) fill(s *State, silence time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	s.Heard = h.heard
	s.Reachable = h.read && h.faults[readingLive] == "" && h.faults[readingStaged] == ""
	var texts []string
	if s.Reachable && time.Since(h.liveRead) > silence {
		s.Reachable = false
		texts = append(texts, "the store does not answer")
	}
	for _, what := range slices.Sorted(maps.Keys(h.faults)) {
		texts = append(texts, fmt.Sprintf("cannot %s: %s", what, h.faults[what]))
	}
	if s.Error != "" {
		texts = append(texts, s.Error)
	}
	s.Error = strings.Join(texts, "; ")
}

// note notes how something went with the store, and tells it if it is news.
func (r *Replica) note(what string, err error) {
	if err == nil {
		r.health.hear()
	}
	if !r.health.note(what, err) {
		return
	}
	if err != nil {
		r.cfg.Log.Warn("store of releases fails", "what", what, "error", err)
	} else {
		r.cfg.Log.Info("store of releases answers", "what", what)
		r.turn.Lock()
		r.facts.retry() // what could not be fetched need not wait longer
		r.turn.Unlock()
	}
	r.cfg.Changed()
}
