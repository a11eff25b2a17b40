package record

import (
	"context"
	"crypto/rand"
	"log/slog"
	"sync/atomic"
	"time"

	"nlgserver/nlg"
)

// The defaults of [Options].
const (
	DefaultKeep     = 20
	DefaultMaxBytes = 64 << 20
)

const (
	// queueLength is how many requests may wait to be recorded.
	queueLength = 256
	// maxRequest is the size above which a request is not recorded, in bytes.
	maxRequest = 256 << 10
	// flushEvery is how often files are written: only the last requests of a
	// busy response in that time, however many there were.
	flushEvery = time.Second
	// reportEvery is how often drops are logged.
	reportEvery = time.Minute
)

// Options say which requests are recorded, and where.
type Options struct {
	// Dir is the directory; it is created if it does not exist.
	Dir string
	// Keep is how many requests are kept for each response; 0 means
	// [DefaultKeep].
	Keep int
	// MaxBytes bounds the size of all files together; 0 means
	// [DefaultMaxBytes].
	MaxBytes int64
	// Content keeps all values as they are. Otherwise strings and numbers are
	// replaced by salted hashes.
	Content bool
	// Plain are the names of slots, arguments, fields and metadata whose values
	// are always kept as they are.
	Plain []string
}

// Recorder records requests.
type Recorder struct {
	log     *slog.Logger
	mask    mask
	store   *store
	queue   chan *entry
	dropped atomic.Uint64
	pending pending
}

// New opens the directory and lists what is recorded there already. A value of
// one of the names in languages is kept as it is if it can be a language code.
// Drops and failures are logged, at most once a minute. An error means that the
// directory cannot be written to.
func New(opts Options, languages []string, log *slog.Logger) (*Recorder, error) {
	if opts.Keep <= 0 {
		opts.Keep = DefaultKeep
	}
	if opts.MaxBytes <= 0 {
		opts.MaxBytes = DefaultMaxBytes
	}
	store, err := openStore(opts.Dir, opts.Keep, opts.MaxBytes)
	if err != nil {
		return nil, err
	}
	r := &Recorder{log: log, store: store, queue: make(chan *entry, queueLength), mask: newMask(opts, languages)}
	r.pending = pending{keep: opts.Keep, entries: map[string][]*entry{}}
	// The salt is never stored: hashes of two runs cannot be compared, nor
	// hashes of guesses with those in the files.
	_, _ = rand.Read(r.mask.salt[:])
	return r, nil
}

// Record records a request that the content with that short version answered with
// m, nil if its response is unknown. It copies what it needs and never waits.
func (r *Recorder) Record(catalog string, req *nlg.Request, m *nlg.Message) {
	if len(r.queue) == cap(r.queue) {
		r.dropped.Add(1)
		return
	}
	e, ok := newEntry(catalog, req, m)
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

// Run writes files until ctx ends, then writes what is left.
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

// report logs drops, with the failure if there was one.
func (r *Recorder) report(failure error) {
	n := r.dropped.Swap(0)
	switch {
	case failure != nil:
		r.log.Warn("requests not recorded", "count", n, "error", failure)
	case n > 0:
		r.log.Warn("requests not recorded: too large, or too many at once", "count", n)
	}
}

// pending holds the requests that wait for the next flush: only the last of each
// response, since the others would be deleted at once.
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

// take returns all requests, the oldest of a response first.
func (p *pending) take() []*entry {
	var all []*entry
	for _, list := range p.entries {
		all = append(all, list...)
	}
	clear(p.entries)
	p.size = 0
	return all
}
