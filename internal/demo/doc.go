// Package demo is the small assistant that the server serves when it is given
// no content of its own: a bank's help desk, enough to see conditions, channel
// variations, variables and buttons at work.
package demo
