// Package process runs a copy of the program in another role, as a process of
// its own, and tells what it has used.
package process
