//go:build unix

package main

import "syscall"

// lowerPriority lowers the priority of this process: whoever attacks has machines of
// their own, and these processors are for others.
func lowerPriority() { _ = syscall.Setpriority(syscall.PRIO_PROCESS, 0, 10) }
