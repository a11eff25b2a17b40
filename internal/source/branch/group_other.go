//go:build !unix

package branch

import "os/exec"

// endGroup does nothing: these systems have no groups of processes that end together.
func endGroup(*exec.Cmd) {}
