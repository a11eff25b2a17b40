package listen

import "syscall"

// ownerOnly sets the mode that a socket's file begins with, before the file is made.
func ownerOnly(_, _ string, c syscall.RawConn) error {
	var err error
	if fault := c.Control(func(fd uintptr) { err = syscall.Fchmod(int(fd), 0o600) }); fault != nil {
		return fault
	}
	return err
}
