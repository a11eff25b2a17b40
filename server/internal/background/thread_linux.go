package background

import "golang.org/x/sys/unix"

const (
	// niceness is how far the thread's priority is lowered: it gets a
	// twenty-eighth of the time of a thread of default priority, so it gives way
	// but does not starve under full load.
	niceness = 15
	// slice is how long, in nanoseconds, the thread may continue when another
	// needs its processor. Linux before 6.12 uses a few milliseconds for all
	// threads, and ignores it.
	slice = 200_000
)

// lowerThread lowers the priority of the calling thread; on Linux every thread
// has its own. A failure does no harm.
func lowerThread() {
	const self = 0
	attr, err := unix.SchedGetAttr(self, 0)
	if err != nil {
		return
	}
	attr.Nice = min(attr.Nice+niceness, 19)
	attr.Runtime = slice
	if unix.SchedSetAttr(self, attr, 0) != nil {
		attr.Runtime = 0
		_ = unix.SchedSetAttr(self, attr, 0)
	}
}
