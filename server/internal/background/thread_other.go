//go:build !linux

package background

// lowerThread does nothing where a thread has no priority of its own.
func lowerThread() {}
