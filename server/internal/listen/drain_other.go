//go:build !linux

package listen

import "net"

// keepOut does nothing: connections come until the listener is closed.
func keepOut(door) {}

// acceptNow accepts nothing: what waited has been accepted before the deadline.
func acceptNow(door) net.Conn { return nil }
