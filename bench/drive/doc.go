// Package drive is the load of the measurements: a request that is sent over
// many connections at once, as fast as it is answered or at a fixed rate.
package drive
