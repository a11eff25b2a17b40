// Package release publishes content to many replicas at once, keeps every release, and
// takes one back in one step.
//
// A publisher packs content into a [Bundle], puts it into a [Store], and names it in the
// pointer staged. Every replica fetches it, checks it, compiles it, and says in its
// [Beat] that it is ready, or why it refuses. Only then the publisher moves the pointer
// live, by compare-and-set, and every replica switches by one atomic store.
//
// The one rule to know: a replica never gives up what is good. Whatever is wrong with the
// store or with what is in it, the replica goes on saying what it said, and says so.
//
// The stores are below this package: dir, hub, nats and s3. What a store has to do is
// written at [Store], and tested by package storetest. The side of the replicas is in
// package replica.
package release
