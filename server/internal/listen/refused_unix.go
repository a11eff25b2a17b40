//go:build unix

package listen

import (
	"errors"
	"syscall"
)

// isRefused reports whether nobody listens.
func isRefused(err error) bool { return errors.Is(err, syscall.ECONNREFUSED) }
