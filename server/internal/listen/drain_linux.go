package listen

import (
	"net"
	"os"
	"syscall"
)

// keepOut refuses connections that have not begun, and lets those be accepted
// that have.
func keepOut(d door) {
	raw, err := d.SyscallConn()
	if err != nil {
		return
	}
	_, tcp := d.Addr().(*net.TCPAddr)
	// Where it fails, connections come until the listener is closed.
	_ = raw.Control(func(fd uintptr) {
		if tcp {
			//nolint:staticcheck // a filter of four instructions needs no package
			_ = syscall.AttachLsf(int(fd), withoutSYN())
			return
		}
		_ = syscall.Shutdown(int(fd), syscall.SHUT_RD)
	})
}

// withoutSYN drops the packets that begin a connection. Their clients send them
// again after a second; the one that ends a handshake arrives.
func withoutSYN() []syscall.SockFilter {
	const (
		flags = 13 // the place of the flags in a TCP header
		syn   = 0x02
	)
	return []syscall.SockFilter{
		{Code: syscall.BPF_LD | syscall.BPF_B | syscall.BPF_ABS, K: flags},
		{Code: syscall.BPF_JMP | syscall.BPF_JSET | syscall.BPF_K, Jf: 1, K: syn},
		{Code: syscall.BPF_RET | syscall.BPF_K, K: 0},
		{Code: syscall.BPF_RET | syscall.BPF_K, K: 0xffffffff},
	}
}

// acceptNow accepts a connection that waits, whatever the deadline; nil if there is
// none.
func acceptNow(d door) net.Conn {
	raw, err := d.SyscallConn()
	if err != nil {
		return nil
	}
	accepted := -1
	_ = raw.Control(func(fd uintptr) {
		for {
			accepted, _, err = syscall.Accept4(int(fd), syscall.SOCK_NONBLOCK|syscall.SOCK_CLOEXEC)
			if err != syscall.EINTR && err != syscall.ECONNABORTED { //nolint:errorlint // a system call returns no other
				return
			}
		}
	})
	if err != nil {
		return nil
	}
	file := os.NewFile(uintptr(accepted), "")
	defer file.Close() //nolint:errcheck // FileConn has its own
	c, err := net.FileConn(file)
	if err != nil {
		return nil
	}
	return c
}
