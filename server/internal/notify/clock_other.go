//go:build !linux

package notify

import "errors"

// monotonic is used only with systemd, which runs on Linux.
func monotonic() (int64, error) { return 0, errors.ErrUnsupported }
