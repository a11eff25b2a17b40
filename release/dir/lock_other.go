//go:build !windows && (!unix || solaris || aix)

package dir

import (
	"errors"
	"fmt"
	"os"
	"runtime"
)

// tryLock fails here: these systems have no lock that ends with its process and that the
// standard library knows. Reading needs none.
func tryLock(*os.File) error {
	return fmt.Errorf("%s has no locks of files: %w", runtime.GOOS, errors.ErrUnsupported)
}
