package releases

import (
	"context"
	"slices"
	"sync"

	"nlgserver/internal/content"
	"nlgserver/release"
)

// maxKept is how many bytes of the content of releases are kept, and mostKept how many
// releases.
const (
	maxKept  = 64 << 20
	mostKept = 8
)

// Files returns the files of a release in loading order, with the paths of the bundle. The
// number 0 is what is live. The error is [release.ErrNotFound] if there is no such release.
// A release never changes: the last ones are kept, also while the store is away. The files
// must not be changed.
func (r *Releases) Files(ctx context.Context, number int) ([]content.File, error) {
	k, err := r.fetch(ctx, number)
	if err != nil {
		return nil, err
	}
	return k.files, nil
}

// Restored returns how often the store was found to have less than before: what a number
// meant then, it may not mean any more.
func (r *Releases) Restored() int { return r.cache.begin() }

// Parent returns the parent of a release; 0 for none. The number 0 is what is live.
func (r *Releases) Parent(ctx context.Context, number int) (int, error) {
	number, err := r.numberOf(ctx, number)
	if err != nil {
		return 0, err
	}
	if k := r.cache.get(number); k != nil {
		return k.parent, nil
	}
	made, err := release.FetchRelease(ctx, r.store, r.cfg.Trust, number)
	if err != nil {
		return 0, err
	}
	return made.Parent, nil
}

// numberOf returns the number of a release, which is that of what is live for 0: of what was
// read last, as the user sees it.
func (r *Releases) numberOf(ctx context.Context, number int) (int, error) {
	if number != 0 {
		return number, nil
	}
	s := r.seen.Load()
	live := s.live
	if !s.read {
		var err error
		if live, _, err = release.ReadLive(ctx, r.store, r.cfg.Trust, ""); err != nil {
			return 0, err
		}
	}
	if live == nil {
		return 0, release.ErrNotFound
	}
	return live.Number, nil
}

func (r *Releases) fetch(ctx context.Context, number int) (*kept, error) {
	number, err := r.numberOf(ctx, number)
	if err != nil {
		return nil, err
	}
	if k := r.cache.get(number); k != nil {
		return k, nil
	}
	at := r.cache.begin()
	made, err := release.FetchRelease(ctx, r.store, r.cfg.Trust, number)
	if err != nil {
		return nil, err
	}
	ctx, cancel := within(ctx, int(made.Size))
	defer cancel()
	unpacked, err := release.FetchBundle(ctx, r.store, made.Ref)
	if err != nil {
		return nil, err
	}
	k := &kept{number: number, parent: made.Parent, files: unpacked.Files}
	r.cache.add(k, at)
	return k, nil
}

// kept is a release that is kept.
type kept struct {
	number, parent int
	files          []content.File
}

func (k *kept) size() int {
	size := 0
	for _, f := range k.files {
		size += len(f.Data)
	}
	return size
}

// cache has the releases that were asked for last. It is safe for concurrent use.
type cache struct {
	mu sync.Mutex
	// latest are in the order in which they were asked for, the latest last, and size is
	// that of all.
	latest []*kept
	size   int
	// cleared counts how often it was cleared.
	cleared int
}

// get returns what is kept of a release; nil for nothing.
func (c *cache) get(number int) *kept {
	c.mu.Lock()
	defer c.mu.Unlock()
	i := slices.IndexFunc(c.latest, func(k *kept) bool { return k.number == number })
	if i < 0 {
		return nil
	}
	k := c.latest[i]
	c.latest = append(slices.Delete(c.latest, i, i+1), k)
	return k
}

// begin returns how often it was cleared, which [cache.add] is to get for what is read after
// this call.
func (c *cache) begin() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.cleared
}

// add keeps a release, unless the cache was cleared since it was read, or it is too large.
func (c *cache) add(k *kept, begun int) {
	size := k.size()
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.cleared != begun || size > maxKept || slices.ContainsFunc(c.latest, func(o *kept) bool { return o.number == k.number }) {
		return
	}
	c.latest = append(c.latest, k)
	c.size += size
	for c.size > maxKept || len(c.latest) > mostKept {
		c.size -= c.latest[0].size()
		c.latest = slices.Delete(c.latest, 0, 1)
	}
}

// clear forgets all.
func (c *cache) clear() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.latest, c.size = nil, 0
	c.cleared++
}
