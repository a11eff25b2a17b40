// Command serve compares nlgserver with the floor: a handler on the same gin
// with the same server settings that only receives the body into a pooled
// buffer and replies with a constant. Both run as separate processes and get
// the same load in turn, for conversations of several lengths.
//
// For each length, it prints requests per second, latencies, CPU time per
// request, and memory. The last line is the ratio of the throughputs:
//
//	of floor: 1=0.98 10=0.97 100=0.96 1000=0.93
//
// With -assistants, it compares servers of 1, 10 and 200 assistants, of a hundred
// variations each, with one that serves the content of one alone at /nlg, and with one
// that serves as much content as all of them. With -before
// it also compares /nlg with that of this program built from another version. The rounds
// are short and many, and each drives all servers in turn. A ratio is the median of those
// of the rounds, so what else the machine does matters little.
//
// All traffic stays on 127.0.0.1, and every run has a time limit.
package main
