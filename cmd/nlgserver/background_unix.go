//go:build unix

package main

import (
	"os/signal"
	"syscall"
)

// stayInBackground keeps the system from stopping a program that a shell has started in
// the background, with &, and that reads the terminal. Reading fails with EIO instead.
func stayInBackground() { signal.Ignore(syscall.SIGTTIN) }
