// Command hostile attacks a server for a while and checks that others do not
// notice. It runs the server as a separate process, and in another one the
// attackers: 300 connections that send a hundred hostile shapes of requests, one
// after another. Some attackers read their replies; others leave, never read, or
// trickle. Beside them, ordinary requests come at a fixed rate, alternately alone
// and under attack.
//
//	go run ./bench/hostile -for 60s
//
// It prints a line for each round, and the outcomes of each shape with -v. The
// last line has the ratio of the median 99th percentiles of the ordinary requests,
// and the server's peak resident set beside the sum that docs/operations.md
// documents. The exit code is 1 if a limit is exceeded, if an ordinary request is
// refused or lost, or if the server does not stop in time afterward.
package main
