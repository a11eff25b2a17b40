// Command serve measures nlgserver against the floor: a handler on the same
// gin with the same server settings that only receives the body into a pooled
// buffer and replies with a constant. Both run as processes of their own and
// are driven in turn with the same load, for conversations of several lengths.
//
// It prints, for each length, requests per second, latencies, processor time
// per request and memory, and as its last line the ratio of throughputs:
//
//	of floor: 1=0.98 10=0.97 100=0.96 1000=0.93
//
// All traffic stays on 127.0.0.1, and every run is bounded in time.
package main
