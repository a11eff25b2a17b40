//go:build !unix

package main

// lowerPriority does nothing on systems without such priorities.
func lowerPriority() {}
