//go:build !unix || solaris || aix

package branch

import (
	"context"
	"os"
)

// lockFile locks nothing here: these systems have no lock that ends with its process and
// that the standard library knows. A cache that two processes damage is made anew.
func lockFile(_ context.Context, path string) (*os.File, error) {
	return os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600) //nolint:gosec // below a directory of ours
}
