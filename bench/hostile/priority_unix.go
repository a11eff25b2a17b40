//go:build unix

package main

import (
	"os"
	"strconv"
	"syscall"
)

// lowerPriority lowers the priority of this process: whoever attacks has machines of
// their own, and these processors are for others.
func lowerPriority() {
	const niceness = 10
	_ = syscall.Setpriority(syscall.PRIO_PROCESS, 0, niceness)
	// On Linux that is only for this thread and those that it starts.
	threads, err := os.ReadDir("/proc/self/task")
	if err != nil {
		return
	}
	for _, thread := range threads {
		if id, err := strconv.Atoi(thread.Name()); err == nil {
			_ = syscall.Setpriority(syscall.PRIO_PROCESS, id, niceness)
		}
	}
}
