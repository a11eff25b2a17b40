//go:build unix && !solaris && !aix

package atomicfile

import (
	"os"
	"syscall"
)

// tryLock locks a file until it is closed, or its process ends; false if another
// one has locked it. A file system without locks counts as locked by another one.
func tryLock(f *os.File) bool {
	return syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil //nolint:gosec // a descriptor fits
}
