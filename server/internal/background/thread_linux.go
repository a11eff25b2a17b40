package background

import "golang.org/x/sys/unix"

const (
	// niceness is how far the thread's priority is lowered: beside a thread with
	// work of the usual priority it gets a twenty-eighth of its share, so it gives
	// way and yet does not starve under full load.
	niceness = 15
	// slice is how long, in nanoseconds, the thread may go on when another
	// wants its processor. Linux before 6.12 has one slice for all, of some
	// milliseconds, and ignores this one.
	slice = 200_000
)

// lowerThread lowers the priority of the calling thread, to which it belongs on
// Linux. That it is refused somewhere does no harm.
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
