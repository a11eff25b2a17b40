package people

import "time"

// limit counts failures by a key: after some, one more is allowed from time to time.
// Its memory has a bound.
type limit[K comparable] struct {
	// burst is how many failures are allowed in a row, and every is how long each of
	// them counts. There are at most size keys.
	burst, size int
	every       time.Duration
	counts      map[K]*count
}

// count are the failures of a key, less one for each interval since then.
type count struct {
	failed int
	since  time.Time
}

func newLimit[K comparable](burst, size int, every time.Duration) *limit[K] {
	return &limit[K]{burst: burst, size: size, every: every, counts: map[K]*count{}}
}

// forgive takes off what has been long ago.
func (l *limit[K]) forgive(c *count, now time.Time) {
	steps := int(now.Sub(c.since) / l.every)
	if steps <= 0 {
		return
	}
	c.failed = max(0, c.failed-steps)
	c.since = c.since.Add(time.Duration(steps) * l.every)
}

// wait returns how long the key must wait; 0 if it need not.
func (l *limit[K]) wait(key K, now time.Time) time.Duration {
	c := l.counts[key]
	if c == nil {
		return 0
	}
	if l.forgive(c, now); c.failed < l.burst {
		return 0
	}
	return c.since.Add(l.every).Sub(now)
}

// fail counts a failure of the key, until it is taken back.
func (l *limit[K]) fail(key K, now time.Time) {
	c := l.counts[key]
	if c == nil {
		l.makeRoom(now)
		c = &count{since: now}
		l.counts[key] = c
	}
	if l.forgive(c, now); c.failed == 0 {
		c.since = now
	}
	c.failed++
}

// takeBack takes back a failure.
func (l *limit[K]) takeBack(key K) {
	if c := l.counts[key]; c != nil {
		if c.failed--; c.failed <= 0 {
			delete(l.counts, key)
		}
	}
}

// makeRoom forgets those who have no failures any more, and else whoever has the
// fewest: somebody who makes up keys has one failure for each, and does not get rid of
// those of others.
func (l *limit[K]) makeRoom(now time.Time) {
	if len(l.counts) < l.size {
		return
	}
	var fewest K
	var least *count
	for key, c := range l.counts {
		if l.forgive(c, now); c.failed == 0 {
			delete(l.counts, key)
			continue
		}
		if least == nil || c.failed < least.failed || c.failed == least.failed && c.since.Before(least.since) {
			fewest, least = key, c
		}
	}
	if len(l.counts) >= l.size {
		delete(l.counts, fewest)
	}
}
