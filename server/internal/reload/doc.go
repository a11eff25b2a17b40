// Package reload keeps a value up to date: it fetches and compiles it again when
// its content may have changed, and publishes it with one atomic store.
//
// The one rule to know: a live value stays live until another good one replaces
// it. Whatever fails on the way ends in a rejected [Attempt], never in a missing
// value.
//
// The types have up to three parameters: C is content as it was fetched, V the
// value that it is compiled to, and D what fetching and compiling report.
package reload
