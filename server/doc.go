// Package server wires the rooms into the running server: it fetches, compiles,
// publishes, watches and serves content. It has no rules of its own.
//
// The one rule to know: nothing is served before the first content is good, and
// good content is never replaced by content that is rejected.
package server
