package files

import (
	"errors"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// isWritten reports whether a program has the file open for writing. The system
// refuses a read lease on such a file. It also refuses one on the file of another
// user, unless the process is privileged, and not every file system has leases:
// then it is not known, and the answer is no.
func isWritten(path string) bool {
	f, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return false
	}
	defer f.Close() //nolint:errcheck // nothing was written; it ends the lease
	raw, err := f.SyscallConn()
	if err != nil {
		return false
	}
	written := false
	err = raw.Control(func(fd uintptr) {
		_, err := unix.FcntlInt(fd, unix.F_SETLEASE, unix.F_RDLCK)
		if err == nil {
			// At once: a program that opens the file for writing now waits for it.
			_, _ = unix.FcntlInt(fd, unix.F_SETLEASE, unix.F_UNLCK)
		}
		written = errors.Is(err, unix.EAGAIN)
	})
	return err == nil && written
}
