package background

import (
	"os"
	"runtime"
	"runtime/debug"
)

// Do runs work and returns when it is done. A panic of the work is passed on to
// the caller.
func Do(work func()) {
	defer makeRoom()()
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

// extraProcs are for the work and for the garbage collector's workers, each of
// which would otherwise hold a processor that requests wait for. The operating
// system shares the real processors: see lowerThread.
const extraProcs = 4

// gcPercent lets the work make more garbage before the collector runs, since each
// cycle visits all content that is served. [LimitWork] bounds it, at more than
// usual work needs: a lower bound made requests wait again.
const gcPercent = 400

// makeRoom prepares the process for background work, and returns a function that
// undoes it.
func makeRoom() (restore func()) {
	procs := runtime.GOMAXPROCS(0)
	runtime.GOMAXPROCS(procs + extraProcs)
	unlimit := LimitWork()
	percent := debug.SetGCPercent(gcPercent)
	if percent < 0 || percent > gcPercent { // the operator has set an even higher one
		debug.SetGCPercent(percent)
	}
	return func() {
		debug.SetGCPercent(percent)
		unlimit()
		if os.Getenv("GOMAXPROCS") == "" {
			runtime.SetDefaultGOMAXPROCS() // which follows the limits of a container
		} else {
			runtime.GOMAXPROCS(procs)
		}
	}
}
