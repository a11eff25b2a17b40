package background

import (
	"os"
	"runtime"
	"runtime/debug"
)

// Do runs work and returns when it is done. A panic of the work goes on in the
// caller.
func Do(work func()) {
	defer makeRoom()()
	done := make(chan any)
	go func() {
		// The thread stays locked and so ends with the goroutine: what lowered
		// its priority may not be allowed to raise it again.
		runtime.LockOSThread()
		lowerThread()
		defer func() { done <- recover() }()
		work()
	}()
	if cause := <-done; cause != nil {
		panic(cause)
	}
}

// extraProcs are for the work and for the workers of the collector that clears
// up behind it, each of which would else hold a processor that requests wait
// for. The system shares the real ones out: see lowerThread.
const extraProcs = 4

// gcPercent lets the work make more garbage before the collector runs: each of
// its cycles goes through everything that is served. GOMEMLIMIT bounds it: a
// bound of our own here made the requests wait again.
const gcPercent = 400

// makeRoom sets the process up for work in the background, and returns what
// sets it back.
func makeRoom() (restore func()) {
	procs := runtime.GOMAXPROCS(0)
	runtime.GOMAXPROCS(procs + extraProcs)
	percent := debug.SetGCPercent(gcPercent)
	if percent < 0 || percent > gcPercent { // the operator wants even less of it
		debug.SetGCPercent(percent)
	}
	return func() {
		debug.SetGCPercent(percent)
		if os.Getenv("GOMAXPROCS") == "" {
			runtime.SetDefaultGOMAXPROCS() // which follows the limits of a container
		} else {
			runtime.GOMAXPROCS(procs)
		}
	}
}
