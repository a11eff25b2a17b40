package background

import "runtime"

// Do runs work and returns when it is done. A panic of the work is passed on to
// the caller.
func (r *Room) Do(work func()) {
	defer r.makeRoom()()
	done := make(chan any)
	go func() {
		// The thread stays locked, and so ends with the goroutine: the process may
		// not be allowed to raise its priority again.
		runtime.LockOSThread()
		lowerThread()
		defer func() { done <- recover() }()
		work()
	}()
	if cause := <-done; cause != nil {
		panic(cause)
	}
}

// mostWorkProcs is how many processors there may be for work: one each, which it would
// otherwise take from requests. The operating system shares the real processors: see
// lowerThread. More than one each harms: the garbage collector marks on every one that is
// idle, each on a thread of usual priority, and requests then share the real processors
// with all of those.
const mostWorkProcs = 4

// gcPercent lets the work make more garbage before the collector runs, since each
// cycle visits all content that is served. [Room.LimitWork] bounds it, at more than
// usual work needs: a lower bound made requests wait again.
const gcPercent = 400

// workMemory is how much memory, in bytes, work may take before the collector runs
// as often as it must to keep it.
const workMemory = 352 << 20
