package record

import (
	"context"
	"errors"
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
	// queueLength is how many requests may wait to be recorded, and maxQueued how
	// much memory they may take, in bytes. The queue is emptied at once, except while
	// files are written.
	queueLength = 256
	maxQueued   = 4 << 20
	// maxRequest is the size above which a request is not recorded, in bytes.
	maxRequest = 256 << 10
	// maxStack is the size of the largest stack, in bytes: merging one takes up to two
	// hundred times as much.
	maxStack = 64 << 10
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
	log   *slog.Logger
	mask  mask
	store *store
	queue chan *entry
	// queued is the memory of the queue.
	queued atomic.Int64
	// tooMany and tooLarge count what was not recorded, and failed what could not be
	// written, the first time because of failure. Only Run touches the latter.
	tooMany, tooLarge atomic.Uint64
	failed            int
	failure           error
	pending           pending
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
	r.pending = pending{keep: opts.Keep, buckets: map[string]*waiting{}}
	return r, nil
}

// Record records a request that the content with that short version answered with
// m, nil if its response is unknown. It copies what it needs and never waits.
func (r *Recorder) Record(catalog string, req *nlg.Request, m *nlg.Message) {
	if len(r.queue) == cap(r.queue) {
		r.tooMany.Add(1)
		return
	}
	words := wordsOf(req)
	size := int64(itself + words.len())
	if size > maxRequest || len(words[partWords+contextPart]) > maxStack {
		r.tooLarge.Add(1)
		return
	}
	if r.queued.Add(size) > maxQueued {
		r.queued.Add(-size)
		r.tooMany.Add(1)
		return
	}
	select {
	case r.queue <- newEntry(catalog, &words, m):
	default:
		r.queued.Add(-size)
		r.tooMany.Add(1)
	}
}

// Run writes files until ctx ends, then writes what is left.
func (r *Recorder) Run(ctx context.Context) {
	flush, report := time.NewTicker(flushEvery), time.NewTicker(reportEvery)
	defer flush.Stop()
	defer report.Stop()
	for {
		select {
		case e := <-r.queue:
			r.add(e)
		case <-flush.C:
			r.flush()
		case <-report.C:
			r.report()
		case <-ctx.Done():
			for len(r.queue) > 0 {
				r.add(<-r.queue)
			}
			r.flush()
			r.report()
			return
		}
	}
}

// add moves a request out of the queue.
func (r *Recorder) add(e *entry) {
	r.queued.Add(-int64(e.size()))
	r.tooMany.Add(uint64(r.pending.add(e)))
}

// flush writes what is pending.
func (r *Recorder) flush() {
	all := r.pending.take()
	for i, e := range all {
		all[i] = nil
		data, err := r.mask.body(e)
		if err == nil {
			err = r.store.write(e.bucket(), e.at, data)
		}
		switch {
		case errors.Is(err, errTooLarge):
			r.tooLarge.Add(1)
		case err != nil:
			r.failed++
			if r.failure == nil {
				r.failure = err
			}
		}
	}
}

// report logs what was not recorded since the last report, with the first failure if
// there was one.
func (r *Recorder) report() {
	large, many := r.tooLarge.Swap(0), r.tooMany.Swap(0)
	n := large + many + uint64(r.failed)
	if n == 0 {
		return
	}
	attrs := []any{"count", n, "too_large", large, "too_many", many}
	if r.failure != nil {
		attrs = append(attrs, "error", r.failure)
	}
	r.failed, r.failure = 0, nil
	r.log.Warn("requests not recorded", attrs...)
}
