package record

import (
	"context"
	"crypto/rand"
	"log/slog"
	"sync/atomic"
	"time"

	"nlgserver/nlg"
)

// The defaults of Options.
const (
	DefaultKeep     = 20
	DefaultMaxBytes = 64 << 20
)

const (
	// queueLength is how many requests may wait to be looked at.
	queueLength = 256
	// maxRequest is the size above which a request is not recorded, in bytes.
	maxRequest = 256 << 10
	// flushEvery is how often files are written: of a busy response only the
	// last requests of that time, however many there were.
	flushEvery = time.Second
	// reportEvery is how often drops are logged.
	reportEvery = time.Minute
)

// Options say what is recorded and where.
type Options struct {
	// Dir is the directory; it is made if it is not there.
	Dir string
	// Keep is how many requests are kept for each response; 0 means
	// DefaultKeep.
	Keep int
	// MaxBytes bounds the size of all files together; 0 means
	// DefaultMaxBytes.
	MaxBytes int64
	// Content keeps all values as they are. Otherwise texts and numbers are
	// replaced by salted hashes.
	Content bool
	// Plain are the names of slots, arguments, fields and metadata whose
	// values are kept as they are in any case.
	Plain []string
	// Languages are the names that hold a language code; what looks like one
	// is kept as it is.
	Languages []string
	// Log hears of drops and failures, at most once a minute each.
	Log *slog.Logger
}

// Recorder records requests.
type Recorder struct {
	opts    Options
	mask    mask
	store   *store
	queue   chan *entry
	dropped atomic.Uint64
	pending pending
}

// New opens the directory and looks at what is recorded there already. An
// error says that nothing could be written.
func New(opts Options) (*Recorder, error) {
	if opts.Keep <= 0 {
		opts.Keep = DefaultKeep
	}
	if opts.MaxBytes <= 0 {
		opts.MaxBytes = DefaultMaxBytes
	}
	if opts.Log == nil {
		opts.Log = slog.New(slog.DiscardHandler)
	}
	store, err := openStore(opts.Dir, opts.Keep, opts.MaxBytes)
	if err != nil {
		return nil, err
	}
	r := &Recorder{opts: opts, store: store, queue: make(chan *entry, queueLength), mask: newMask(opts)}
	r.pending = pending{keep: opts.Keep, entries: map[string][]*entry{}}
	// The salt is never written down: the hashes of two runs, and those of
	// anybody's guesses, have nothing in common.
	_, _ = rand.Read(r.mask.salt[:])
	return r, nil
}

// Record takes a request down that has been answered with m, nil if its
// response is unknown. It copies what it needs and never waits.
func (r *Recorder) Record(req *nlg.Request, m *nlg.Message) {
	if len(r.queue) == cap(r.queue) {
		r.dropped.Add(1)
		return
	}
	e, ok := newEntry(req, m)
	if !ok {
		r.dropped.Add(1)
		return
	}
	select {
	case r.queue <- e:
	default:
		r.dropped.Add(1)
	}
}

// Run writes files until ctx ends, and then what is left.
func (r *Recorder) Run(ctx context.Context) {
	flush, report := time.NewTicker(flushEvery), time.NewTicker(reportEvery)
	defer flush.Stop()
	defer report.Stop()
	var failure error
	for {
		select {
		case e := <-r.queue:
			r.pending.add(e)
		case <-flush.C:
			failure = r.flush(failure)
		case <-report.C:
			r.report(failure)
			failure = nil
		case <-ctx.Done():
			for len(r.queue) > 0 {
				r.pending.add(<-r.queue)
			}
			r.report(r.flush(failure))
			return
		}
	}
}

// flush writes what is pending, and returns the first failure since the last
// report.
func (r *Recorder) flush(failure error) error {
	for _, e := range r.pending.take() {
		if err := r.store.write(e.bucket(), e.at, r.mask.body(e)); err != nil {
			r.dropped.Add(1)
			if failure == nil {
				failure = err
			}
		}
	}
	return failure
}

// report logs drops, and the failure among them.
func (r *Recorder) report(failure error) {
	n := r.dropped.Swap(0)
	switch {
	case failure != nil:
		r.opts.Log.Warn("requests were not recorded", "count", n, "error", failure)
	case n > 0:
		r.opts.Log.Warn("requests were not recorded: too large, or too many at once", "count", n)
	}
}

// pending are the requests that wait for the next flush: of each response
// only the last, for the others would be deleted at once.
type pending struct {
	keep    int
	size    int
	entries map[string][]*entry
}

// maxPending bounds the memory of what is pending, in bytes.
const maxPending = 16 << 20

func (p *pending) add(e *entry) {
	bucket := e.bucket()
	list := append(p.entries[bucket], e)
	p.size += e.size()
	for len(list) > p.keep || p.size > maxPending && len(list) > 1 {
		p.size -= list[0].size()
		list[0] = nil
		list = list[1:]
	}
	p.entries[bucket] = list
}

// take returns all, the oldest of a response first.
func (p *pending) take() []*entry {
	var all []*entry
	for _, list := range p.entries {
		all = append(all, list...)
	}
	clear(p.entries)
	p.size = 0
	return all
}
