// Package listen accepts connections up to a limit.
//
// The one rule to know: a connection above the limit gets a reply and is closed.
// It does not wait: a bot that waits is silent, while one that gets an error can
// try another server.
package listen
