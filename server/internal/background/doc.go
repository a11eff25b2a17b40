// Package background runs work that must not slow requests down: a large reload
// while requests are served. The work gets a thread of low priority, and while it
// runs the Go scheduler and the garbage collector are set so that it never delays
// a short task for long. While requests come, it rests more than it works: see [Pace].
// At other times [Room.RelaxGC] keeps the collector from
// running more often than necessary.
//
// The one rule to know: one [Room] for the process.
package background
