//go:build unix

// Command shapes compiles each shape of hostile content in a process of its own, and
// prints how long that takes, how much memory it needs at most, and what is reported.
package main
