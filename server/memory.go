package server

import (
	"math/bits"

	"nlgserver/server/internal/background"
)

// The parts of [MemoryBound].
const (
	// atRest is what a server takes without content, and perContent what it takes for
	// each byte of content, in tenths.
	atRest     = 20 << 20
	perContent = 64
	// kept are the buffers that are kept for later requests.
	kept = 16 << 20
	// perInFlight is what a byte in flight takes, in quarters: what is freed counts
	// until the collector has run.
	perInFlight = 6
	// perConnection is what an open connection takes: buffers, a stack, and the short
	// request that it is allowed.
	perConnection = 64 << 10
)

// MemoryBound returns how much memory the process takes at most, in bytes, for so many
// bytes of content and open connections, whatever these send. A reload takes more for a
// moment, see docs/operations.md.
func MemoryBound(opts Options, content int64, connections int) int64 {
	opts = opts.withDefaults()
	return rest(content) + opts.Limits.InFlight/4*perInFlight + int64(connections)*perConnection
}

func rest(content int64) int64 { return atRest + content/10*perContent + kept + garbage }

// memoryLimit returns from where on the collector must keep up with the requests. What
// the content really takes is known by now.
func (a *App) memoryLimit() int64 {
	var content int64
	for _, s := range a.assistants.Load().all {
		content += s.bytes.Load()
	}
	bound := MemoryBound(a.opts, content, 0)
	actual := int64(background.Live()) + kept + garbage
	return bound + max(0, actual-rest(content)) - limitSlack(bound)
}

// limitSlack is how far below the bound the collector is told to stay: it takes a while
// to collect.
func limitSlack(bound int64) int64 { return bound / 10 }

// ownShare is the part of the memory for all requests that several assistants have of
// their own, in all: what one of them cannot take from the others.
const ownShare = 4

// shareMemory gives each of several assistants its share of the memory for requests.
// Those that have one of the right size keep it; the others get other routes with it.
// The caller puts these to use before requests of the old ones end.
func (a *App) shareMemory(all []*assistant) {
	if !a.several() {
		return
	}
	// A few more assistants must not change the shares of the others.
	places := int64(1) << bits.Len(uint(len(all)-1))
	own := a.opts.Limits.InFlight / ownShare / places
	for _, s := range all {
		if s.memory != nil && s.own == own {
			continue
		}
		s.memory.Close()
		s.memory, s.own = a.memory.Share(own), own
		s.routes = s.newRoutes()
	}
}
