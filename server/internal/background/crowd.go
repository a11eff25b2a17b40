package background

import (
	"os"
	"runtime"
	"sync/atomic"
	"time"
)

// crowdStays is how long a crowd counts as one after it was last seen.
const crowdStays = 5 * time.Second

// crowdProcs is how many more processors a crowd gets.
const crowdProcs = 4

// crowd is many requests at once that need much work.
type crowd struct {
	// seen is when it was last seen. It is read without the lock.
	seen atomic.Pointer[time.Time]
	here bool
}

// Crowded notes that requests wait for each other because they need much work. For some
// seconds from then on the scheduler has more processors than there are: each request
// that works for long, and each worker of the garbage collector, would otherwise hold
// one until it is interrupted, up to 10 ms, while the operating system lets one that
// needs a moment go first.
//
// It does nothing if the operator has set GOMAXPROCS, or if a container leaves the
// process fewer processors than there are: whoever uses up its share too soon is
// stopped there until the next period.
func (r *Room) Crowded() {
	now := time.Now()
	seen := r.crowd.seen.Load()
	if seen != nil && now.Sub(*seen) < crowdStays/8 || !r.crowd.seen.CompareAndSwap(seen, &now) {
		return
	}
	// Setting the number of processors waits for the end of a garbage collection, and
	// a request must not.
	go r.gather()
}

// gather begins a crowd, unless there is one.
func (r *Room) gather() {
	r.mu.Lock()
	defer r.mu.Unlock()
	usual := r.procs
	if usual == 0 {
		usual = runtime.GOMAXPROCS(0)
	}
	if r.crowd.here || os.Getenv("GOMAXPROCS") != "" || usual < runtime.NumCPU() {
		return
	}
	r.crowd.here = true
	r.fitProcs()
	time.AfterFunc(crowdStays, r.disperse)
}

// disperse ends a crowd that has not been seen for a while.
func (r *Room) disperse() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if rest := crowdStays - time.Since(*r.crowd.seen.Load()); rest > 0 {
		time.AfterFunc(rest, r.disperse)
		return
	}
	r.crowd.here = false
	r.fitProcs()
}
