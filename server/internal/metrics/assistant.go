package metrics

import (
	"slices"
	"sync/atomic"
	"time"

	"nlgserver/nlg"
	"nlgserver/selector"
)

// The sizes of the closed sets of labels.
const (
	outcomes = int(nlg.Silence) + 1
	groups   = int(selector.Default) + 1
)

// substituted is the outcome of a request for an unknown response that gets a
// message anyway.
const substituted = "unknown"

// problemKinds are the reasons why a string is sent unfilled.
var problemKinds = [...]nlg.ProblemKind{nlg.Missing, nlg.Raised, nlg.Limited}

// Assistant counts the requests and reloads of one assistant. The methods are safe
// for concurrent use.
type Assistant struct {
	failures

	name           string
	since          time.Time
	duration, body histogram
	cutReasons     []nlg.CutReason
	responses      *responses // nil unless Options.Responses is set
	// catalog points to what returns the live catalog.
	catalog atomic.Pointer[func() *nlg.Catalog]
	// releases points to what returns the state of its store of releases; nil for none.
	releases atomic.Pointer[func() Releases]
	// repository is the same for the git repository that its content comes from.
	repository atomic.Pointer[func() Remote]
	// model points to what returns the state of the model that rewords messages; nil for none.
	model atomic.Pointer[func() Model]

	// What follows is written by requests. What is above is only read, and must not
	// share a cache line with it.
	_                    [64]byte
	inFlight             atomic.Int64
	said                 [outcomes]atomic.Uint64
	selections           [groups]atomic.Uint64
	substituted, unknown atomic.Uint64
	unfilled             [len(problemKinds)]atomic.Uint64
	cuts                 []atomic.Uint64
	shares               shares
	reloads              reloads
	rephrasing           rephrasing
}

func newAssistant(name string, p problems, byResponse bool) *Assistant {
	a := &Assistant{
		failures: newFailures(p), name: valid(name), since: time.Now(), cutReasons: nlg.CutReasons(),
		duration: newHistogram(durations()), body: newHistogram(sizes()), rephrasing: newRephrasing(),
	}
	a.cuts = make([]atomic.Uint64, len(a.cutReasons))
	if byResponse {
		a.responses = new(responses)
	}
	return a
}

// Begin counts a request for a message that begins, and returns the time.
func (a *Assistant) Begin() time.Time {
	a.inFlight.Add(1)
	return time.Now()
}

// End counts the end of the request that began then, of whose body that many
// bytes were read.
func (a *Assistant) End(began time.Time, body int64) {
	a.duration.observe(int64(time.Since(began)))
	a.body.observe(body)
	a.inFlight.Add(-1)
}

// Said counts a request for the response asked that got a message of the
// catalog.
func (a *Assistant) Said(catalog *nlg.Catalog, asked string, message *nlg.Message) {
	a.said[message.Outcome].Add(1)
	a.picked(message)
	if a.responses != nil {
		a.responses.count(catalog, asked, message)
	}
}

// Substituted counts a request for an unknown response that got another message
// of the catalog, nil for an empty one.
func (a *Assistant) Substituted(catalog *nlg.Catalog, message *nlg.Message) {
	a.substituted.Add(1)
	if message == nil {
		return
	}
	a.picked(message)
	if a.responses != nil {
		a.responses.count(catalog, "", message)
	}
}

// Unknown counts a request for an unknown response, whatever it gets.
func (a *Assistant) Unknown() { a.unknown.Add(1) }

func (a *Assistant) picked(message *nlg.Message) {
	a.selections[message.Group].Add(1)
	if message.Cut != nil {
		if i := slices.Index(a.cutReasons, message.Cut.Reason); i >= 0 {
			a.cuts[i].Add(1)
		}
	}
	for i := range message.Problems {
		if kind := slices.Index(problemKinds[:], message.Problems[i].Kind); kind >= 0 {
			a.unfilled[kind].Add(1)
		}
	}
}

// live returns the catalog that is live now; nil for none.
func (a *Assistant) live() *nlg.Catalog {
	if catalog := *a.catalog.Load(); catalog != nil {
		return catalog()
	}
	return nil
}

// Prepare makes the counters of a catalog that is about to go live. Counters of
// names that the previous catalog has too continue; those of names that are gone
// are no longer shown.
func (a *Assistant) Prepare(catalog *nlg.Catalog) {
	if a.responses != nil {
		a.responses.prepare(catalog)
	}
}

// PrepareAhead makes the counters of a catalog that may go live later, so that Prepare
// takes no time then.
func (a *Assistant) PrepareAhead(catalog *nlg.Catalog) {
	if a.responses != nil {
		a.responses.prepareAhead(catalog)
	}
}

// PrepareCanary makes the counters of a catalog that a share of the conversations is about
// to get beside the live one; nil ends that. Its requests count with those of the live
// catalog; names that only the canary has are shown when it is live.
func (a *Assistant) PrepareCanary(catalog *nlg.Catalog) {
	if a.responses != nil {
		a.responses.prepareCanary(catalog)
	}
}
