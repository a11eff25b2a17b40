//go:build !linux

package guard_test

import "time"

// cpuTime returns how long something takes.
func cpuTime(do func()) time.Duration {
	began := time.Now()
	do()
	return time.Since(began)
}
