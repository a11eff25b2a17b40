//go:build !unix

package files

import "io/fs"

// isReplaced is not known on this system.
func isReplaced(string, fs.FileInfo) bool { return false }
