//go:build !linux

package listen

import "syscall"

// ownerOnly does nothing: other systems take the mode from the umask alone.
func ownerOnly(_, _ string, _ syscall.RawConn) error { return nil }
