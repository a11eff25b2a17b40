//go:build !linux

package background

// lowerThread does nothing on systems where threads have no priority of their own.
func lowerThread() {}
