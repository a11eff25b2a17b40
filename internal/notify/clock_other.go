//go:build !linux

package notify

import "errors"

// monotonic is asked only by systemd's notifier, and systemd runs on Linux.
func monotonic() (int64, error) { return 0, errors.ErrUnsupported }
