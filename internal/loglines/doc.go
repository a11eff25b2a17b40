// Package loglines keeps the log from stalling the program or filling the disk: a
// [Writer] drops lines that cannot be written, a [Limiter] those that repeat too
// often.
//
// Whatever happens to the reader of the log, a request never waits for a line.
package loglines
