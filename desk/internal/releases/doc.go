// Package releases is the desk's side of a store of releases: it follows what is live,
// what is staged and what the replicas say, and publishes and moves.
//
// The one rule to know: nothing is moved that the user has not seen. Whoever publishes or
// moves says what was live when they decided; if something else is live by then, they
// are told, and nothing changes.
package releases
