// Package storetest tests that a store of releases does what [release.Store] says. Every
// store passes it.
//
// The one rule to know: each test gets a new, empty store, and opens several handles on
// it, as several processes would. No test measures time: each waits for a condition, and
// fails when [Options.Patience] ends.
package storetest
