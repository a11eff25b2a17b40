// Package process runs a copy of the program in another role, as a separate
// process, and reports the resources it used.
package process
