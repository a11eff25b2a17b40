//go:build !unix

package main

// stayInBackground does nothing: only Unix has jobs that stop when they read the terminal.
func stayInBackground() {}
