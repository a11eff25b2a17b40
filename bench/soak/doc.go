// Command soak keeps a server busy for a long time with everything that a
// server meets, and judges whether it stays as it was:
//
//	go run ./bench/soak -for 10m
//
// The server runs as a process of its own and reloads once a second; every
// seventh save is broken. Meanwhile a bounded number of clients send
// conversations of all sizes, compressed ones, bad bodies, unknown names, wrong
// paths and methods, bodies that drip, requests that nobody waits for. Each kind
// knows which answers it may get.
//
// It prints the statuses seen and a line of figures every few seconds. The last
// line is PASS, or FAIL with the reasons: an unexpected answer, a lost request,
// texts of an older catalog after those of a newer one, goroutines or memory
// that grew from the first third of the time after the warm-up to the last. The
// exit code is 1 then. All traffic stays on 127.0.0.1.
package main
