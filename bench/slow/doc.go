// Command slow measures how slow clients affect other clients. It runs a server
// as a separate process and sends normal requests at a fixed rate, alternately
// alone and together with 2,000 clients that send one byte per second. Half of
// them send a header, and half a body announced with the maximum size.
//
// It prints a line for each round. The last line has the ratio of the median
// 99th percentiles and the server's peak resident set:
//
//	PASS p99 1.21 times undisturbed, limit 2.0; 61 MiB, limit 256 MiB
//
// The exit code is 1 if a limit is exceeded or a normal request is lost.
package main
