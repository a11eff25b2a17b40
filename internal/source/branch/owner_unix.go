//go:build unix

package branch

import (
	"io/fs"
	"os"
	"syscall"
)

// isOurs reports whether nobody else can write to a directory: git obeys the settings in a
// repository.
func isOurs(info fs.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(stat.Uid) == os.Geteuid() && info.Mode().Perm()&0o022 == 0
}
