// Package demo is the small assistant that the server serves if no content is
// given: a bank's help desk with just enough to show conditions, channel
// variations, variables and buttons.
package demo
