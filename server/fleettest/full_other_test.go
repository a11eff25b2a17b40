//go:build !linux

package fleettest

import "testing"

func small(t *testing.T, _ string) {
	t.Helper()
	t.Skip("a small file system is only mounted on Linux")
}

func fill(*testing.T, string) {}
