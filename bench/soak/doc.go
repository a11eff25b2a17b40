// Command soak runs a server under mixed load for a long time and checks that
// it stays stable:
//
//	go run ./bench/soak -for 10m
//
// The server runs as a separate process and reloads once per second. Every
// seventh save is broken. Meanwhile, a fixed number of clients send
// conversations of all sizes, compressed bodies, invalid bodies, unknown names,
// wrong paths and methods, slow bodies, and requests without waiting for the
// reply. Each kind of client defines which replies it accepts.
//
// It prints the outcomes and a line of figures every few seconds. The last line
// is PASS, or FAIL with the reasons: an unexpected reply, a lost request, texts
// of an older catalog after those of a newer one, or goroutines or memory that
// grew from the first third of the time after the warm-up to the last third.
// The exit code is then 1. All traffic stays on 127.0.0.1.
package main
