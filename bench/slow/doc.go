// Command slow measures what slow clients do to others. A server runs as a
// process of its own; normal requests are sent at a fixed rate, in turn without
// anybody else and beside 2,000 clients that drip a byte a second, half of them
// in a header, half in the body that they announced as the largest allowed.
//
// It prints a line for each round, and as its last line the ratio of the median
// 99th percentiles and the server's largest resident set:
//
//	PASS p99 1.21 of undisturbed, bar 2.0; 61 MiB, bar 256
//
// The exit code is 1 if a bar is missed, or if a normal request is lost.
package main
