// Package background runs work that the rest of the process must not feel: a
// large reload while requests are served. The work gets a thread of low
// priority, and while it runs the Go scheduler and the garbage collector are
// set so that it is never in the way of a short task for long. At other times
// [LetLie] keeps the collector from running more often than it pays.
//
// The one rule to know: one piece of work at a time.
package background
