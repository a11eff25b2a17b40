package background

import (
	"math"
	"os"
	"runtime"
	"runtime/debug"
	"sync"
)

// Room is how the process is set, for requests and for work beside them. Work that
// was canceled and has not ended yet may overlap with other work: the settings for
// work stay until the last of it has ended, and then those for requests are back.
//
// There is one for the process, whose settings it changes.
type Room struct {
	mu sync.Mutex
	// limited counts the work whose memory is limited, and limit is the memory limit
	// without work.
	limited int
	limit   int64
	// working counts the work in the background, and percent is GOGC without it.
	working, percent int
	// procs is GOMAXPROCS without background work and without a crowd, 0 while
	// neither is there.
	procs int
	crowd crowd
}

// RelaxGC makes the garbage collector wait until there is that much garbage, in
// bytes, or as much as there is live memory, if that is more. With its default
// setting it runs dozens of times a second in a process that keeps little and
// allocates much. RelaxGC measures the live memory now; call it again when that
// has changed. It does not change GOGC if the operator has set it.
func (r *Room) RelaxGC(garbage uint64) {
	if os.Getenv("GOGC") != "" {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.percent = percentOf(garbage, Live())
	if r.working == 0 {
		debug.SetGCPercent(r.percent)
	}
}

// LimitMemory makes the garbage collector run more often when the process takes that
// much memory, in bytes, so that garbage does not add to what requests hold. It does
// nothing if the operator has set GOMEMLIMIT or GOGC.
func (r *Room) LimitMemory(bytes int64) {
	if os.Getenv("GOMEMLIMIT") != "" || os.Getenv("GOGC") != "" {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.limit = bytes
	if r.limited == 0 {
		debug.SetMemoryLimit(r.limit)
	}
}

// LimitWork makes the collector run more often as soon as the process takes far
// more memory than its live heap does now, until the limit is undone: compiling
// content makes a hundred times its size of garbage. A limit that is higher stays. It
// does nothing if the operator has set GOMEMLIMIT.
func (r *Room) LimitWork() (undo func()) {
	if os.Getenv("GOMEMLIMIT") != "" {
		return func() {}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.limited++
	if r.limited == 1 {
		r.limit = debug.SetMemoryLimit(-1)
		limit := int64(Live()) + workMemory
		if r.limit != math.MaxInt64 {
			limit = max(limit, r.limit)
		}
		debug.SetMemoryLimit(limit)
	}
	return func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		if r.limited--; r.limited == 0 {
			debug.SetMemoryLimit(r.limit)
		}
	}
}

// makeRoom prepares the process for background work, and returns a function that
// undoes it.
func (r *Room) makeRoom() (restore func()) {
	unlimit := r.LimitWork()
	r.mu.Lock()
	defer r.mu.Unlock()
	r.working++
	r.fitProcs()
	if r.working == 1 {
		r.percent = debug.SetGCPercent(gcPercent)
		if r.percent < 0 || r.percent > gcPercent { // the operator has set an even higher one
			debug.SetGCPercent(r.percent)
		}
	}
	return func() {
		r.leave()
		unlimit()
	}
}

// leave undoes what makeRoom did, if no other work is going on.
func (r *Room) leave() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.working--; r.working == 0 {
		debug.SetGCPercent(r.percent)
	}
	r.fitProcs()
}

// fitProcs gives the Go scheduler more processors than there are while work or a crowd needs
// them, and only then.
func (r *Room) fitProcs() {
	more := min(r.working, mostWorkProcs)
	if r.crowd.here {
		more = max(more, crowdProcs)
	}
	switch {
	case more > 0:
		if r.procs == 0 {
			r.procs = runtime.GOMAXPROCS(0)
		}
		runtime.GOMAXPROCS(r.procs + more)
		return
	case r.procs == 0:
		return
	case os.Getenv("GOMAXPROCS") == "":
		runtime.SetDefaultGOMAXPROCS() // which follows the limits of a container
	default:
		runtime.GOMAXPROCS(r.procs)
	}
	r.procs = 0
}
