// Package stores opens a store of releases by its address.
//
// The one rule to know: an address is for people and for configuration files, so it has no
// secrets. Those are in files that [Options] names, or in the environment.
package stores
