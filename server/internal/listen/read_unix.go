//go:build unix

package listen

import "syscall"

// readNow reads what has arrived, whatever the deadline.
func readNow(s stream, b []byte) int {
	c, ok := s.(syscall.Conn)
	if !ok {
		return 0
	}
	raw, err := c.SyscallConn()
	if err != nil {
		return 0
	}
	n := 0
	_ = raw.Control(func(fd uintptr) { n, _ = syscall.Read(int(fd), b) })
	return max(n, 0)
}
