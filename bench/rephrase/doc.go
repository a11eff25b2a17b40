// Command rephrase measures what rewording by a language model costs those who ask for it,
// and those who do not. It builds nlgserver, starts it with --rephrase and a model's server
// in this process, and measures three things:
//
//	beside   the 99th percentile of requests that do not ask, beside 64 that wait for a
//	         model which takes a second for an answer, and without them
//	budget   how long after its budget a message is sent that a model does not answer in
//	         time; each must say what was written
//	unused   throughput and CPU time where no variation asks, with --rephrase and without
//
//	go run ./bench/rephrase
//
// Everything runs on this machine and shares its processors: the server, the model, those
// who wait, and who measures, in a process of its own. So what is measured beside those who
// wait comes at a fixed rate that leaves the processors mostly idle; at full load, each
// request that is answered for somebody else would count as a disturbance. The same 64 also
// wait at a second server, in turn: what the first notices of them is what the machine
// takes, and is printed too.
//
// A round of beside has all three in turn, and what is judged is the ratio of the medians.
// A round of unused drives all servers in turn for a short time. Two processes of one program
// can differ by some percent for as long as they run, so new ones are started every few
// rounds. What is judged is the CPU time of a request: on a shared machine, the throughput is
// what others leave. A second server without --rephrase shows how far two servers differ that
// are the same, and the limit is lower by half of that.
//
// A message is not there before a timer of this machine has fired, so the limit of budget is
// that much later than the timers that run at the same time.
//
// A deployment of a model that fails five times in a row is left alone, and nobody waits for
// it. So the settings for budget have so many deployments at the same address that none does.
//
// The exit code is 1 if a limit is exceeded, or a message is lost.
package main
