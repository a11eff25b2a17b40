//go:build unix

package files

import (
	"os"
	"syscall"
)

// identity tells directories apart, whatever their paths. The zero value is no
// directory.
type identity struct{ device, number uint64 }

// identify returns what is at a path.
func identify(path string) identity {
	info, err := os.Stat(path)
	if err != nil {
		return identity{}
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return identity{}
	}
	return identity{device: uint64(stat.Dev), number: uint64(stat.Ino)} //nolint:unconvert // their types depend on the system
}
