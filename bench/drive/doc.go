// Package drive generates load for the measurements. It sends a request over
// many connections at once, either as fast as replies arrive or at a fixed rate.
package drive
