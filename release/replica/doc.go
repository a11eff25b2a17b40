// Package replica follows a store of releases: it makes ready what is staged, puts to use
// what is live, and says so in its beat.
//
// The one rule to know: it never gives up what is good. If the store cannot be reached, or
// what is in it cannot be had, the replica goes on with what it has, tells why, and tries
// again by itself.
package replica
