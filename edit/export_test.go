package edit

import (
	"reflect"

	"nlgserver/nlg"
)

// Stale returns the outline that is known of a file and the one that it has, if they
// differ, for tests.
func (c *Cache) Stale(source nlg.File) (known, has any, differ bool) {
	c.mu.Lock()
	k := c.files[keyOf(source)]
	c.mu.Unlock()
	if k == nil || k.outline == nil {
		return nil, nil, false // then it is read again
	}
	f := &file{source: source}
	f.open()
	now, is := newOutline(f), *k.outline
	if now == nil {
		return is, nil, true
	}
	if is.size < now.size {
		return is.size, now.size, true
	}
	is.size = now.size
	return is, *now, !reflect.DeepEqual(is, *now)
}
