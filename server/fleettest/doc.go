// Package fleettest has the tests of a store of releases, its publishers and its replicas as
// a whole: real servers, requests over HTTP, and faults. Each test is a row of the table
// "What happens when X is down" in docs/fleet.md.
//
// The one rule to know: a test waits for what must happen, with a generous limit, and never
// for a time.
package fleettest
