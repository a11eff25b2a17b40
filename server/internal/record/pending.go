package record

// maxPending bounds the memory of what is pending, in bytes.
const maxPending = 8 << 20

// pending holds the requests that wait for the next flush: only the last of each
// response, since the others would be deleted at once.
type pending struct {
	keep    int
	size    int
	buckets map[string]*waiting
}

// waiting are the pending requests of a bucket, the oldest first.
type waiting struct {
	entries []*entry
	size    int
}

// add returns how many other requests it dropped for lack of memory.
func (p *pending) add(e *entry) (dropped int) {
	name := e.bucket()
	w := p.buckets[name]
	if w == nil {
		w = &waiting{}
		p.buckets[name] = w
	}
	w.entries = append(w.entries, e)
	w.size += e.size()
	p.size += e.size()
	if len(w.entries) > p.keep {
		p.dropFirst(w)
	}
	if p.size > maxPending {
		return p.shrink()
	}
	return 0
}

// shrink drops the oldest requests of the largest buckets until a quarter of the
// memory is free, so that large requests do not push out those of other responses. It
// frees much at once, for it looks at each bucket.
func (p *pending) shrink() (dropped int) {
	const enough = maxPending - maxPending/4
	for share := maxPending / 2; p.size > enough; share /= 2 {
		for name, w := range p.buckets {
			for w.size > share && p.size > enough {
				p.dropFirst(w)
				dropped++
			}
			if len(w.entries) == 0 {
				delete(p.buckets, name)
			}
		}
	}
	return dropped
}

func (p *pending) dropFirst(w *waiting) {
	size := w.entries[0].size()
	w.size -= size
	p.size -= size
	w.entries[0] = nil
	w.entries = w.entries[1:]
}

// take returns all requests, the oldest of a response first.
func (p *pending) take() []*entry {
	var all []*entry
	for _, w := range p.buckets {
		all = append(all, w.entries...)
	}
	clear(p.buckets)
	p.size = 0
	return all
}
