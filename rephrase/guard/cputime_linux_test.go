package guard_test

import (
	"runtime"
	"syscall"
	"time"
)

// cpuTime returns how long the processor works on something. Other programs on the machine
// do not count.
func cpuTime(do func()) time.Duration {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	before := ofThread()
	do()
	return ofThread() - before
}

func ofThread() time.Duration {
	const rusageThread = 1 // syscall has no name for it
	var used syscall.Rusage
	if err := syscall.Getrusage(rusageThread, &used); err != nil {
		panic(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
