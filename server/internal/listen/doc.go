// Package listen accepts connections up to a limit.
//
// The one rule to know: a connection above the limit is told so and closed. It
// does not wait, because a bot that waits says nothing, while one that is told
// can try another server.
package listen
