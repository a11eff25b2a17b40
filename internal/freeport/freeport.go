// Package freeport finds ports for servers that tests and measuring programs start as programs
// of their own, or start again.
package freeport

import (
	"errors"
	"math/rand/v2"
	"net"
	"strconv"
)

// The ports are below those that systems give to outgoing connections, and to listeners that
// ask for any port, so that none of these takes one before the server listens, or while it is
// down: 32768 is the first on Linux, 49152 on others.
const (
	lowest  = 20_000
	highest = 32_767
)

// attempts is how many ports are tried for one.
const attempts = 1000

// Take returns n different ports on which nobody listens on 127.0.0.1.
func Take(n int) ([]int, error) {
	ports := make([]int, 0, n)
	for range n * attempts {
		if len(ports) == n {
			break
		}
		port := lowest + rand.IntN(highest-lowest+1)
		l, err := net.Listen("tcp", Address(port)) //nolint:noctx // it is closed at once
		if err != nil {
			continue
		}
		// Until all are found, so that they differ.
		defer func() { _ = l.Close() }()
		ports = append(ports, port)
	}
	if len(ports) < n {
		return nil, errors.New("no free port on 127.0.0.1")
	}
	return ports, nil
}

// Address returns the address of a port of 127.0.0.1.
func Address(port int) string { return net.JoinHostPort("127.0.0.1", strconv.Itoa(port)) }
