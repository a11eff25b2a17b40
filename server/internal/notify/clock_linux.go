package notify

import (
	"syscall"
	"unsafe"
)

// monotonic returns the reading of CLOCK_MONOTONIC in microseconds, which
// systemd compares with its own.
func monotonic() (int64, error) {
	const clockMonotonic = 1
	var ts syscall.Timespec
	if _, _, errno := syscall.Syscall(syscall.SYS_CLOCK_GETTIME, clockMonotonic, uintptr(unsafe.Pointer(&ts)), 0); errno != 0 {
		return 0, errno
	}
	return ts.Nano() / 1000, nil
}
