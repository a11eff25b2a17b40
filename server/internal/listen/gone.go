package listen

import "syscall"

// HasGone reports whether the client has closed the connection, even if there is
// something left to read: net/http notices it only if there is not. It takes a system
// call, and reports false on systems that cannot tell.
func (c *conn) HasGone() bool {
	raw, ok := c.stream.(syscall.Conn)
	if !ok {
		return false
	}
	control, err := raw.SyscallConn()
	if err != nil {
		return true // it is closed
	}
	gone := false
	if control.Control(func(fd uintptr) { gone = peerClosed(fd) }) != nil {
		return true
	}
	return gone
}
