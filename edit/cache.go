package edit

import (
	"slices"
	"sync"

	"nlgserver/nlg"
	"nlgserver/responses"
)

// Cache remembers which responses files define, so that [Apply] and [NewEditor] read
// only the file that an op touches if they have seen the others. It knows files by
// their bytes in memory, which must not change. It is for several goroutines.
type Cache struct {
	mu    sync.Mutex
	calls int
	files map[sourceKey]*known
}

// sourceKey is the identity of a file's bytes.
type sourceKey struct {
	path   string
	first  *byte
	size   int
	direct bool
}

// known is what is remembered of a file.
type known struct {
	defined  []responses.Response
	isBroken bool
	outline  *outline
	call     int // when it was used last
}

// remembered is for how many calls a file is remembered that none of them has.
const remembered = 64

func keyOf(f nlg.File) sourceKey {
	key := sourceKey{path: f.Path, size: len(f.Data), direct: f.Direct}
	if key.size > 0 {
		key.first = &f.Data[0]
	}
	return key
}

// start begins a call, and forgets files that were not used for a while.
func (c *Cache) start() {
	if c == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.calls++
	for key, k := range c.files {
		if c.calls-k.call > remembered {
			delete(c.files, key)
		}
	}
}

// recall sets what is known of a file, and reports whether it is known.
func (c *Cache) recall(f *file) bool {
	if c == nil {
		return false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	k := c.files[keyOf(f.source)]
	if k == nil {
		return false
	}
	k.call = c.calls
	f.isBroken, f.outline = k.isBroken, k.outline
	f.defined = make([]*responses.Response, len(k.defined))
	for i, r := range k.defined {
		r.Copy = f.copied
		f.defined[i] = &r
	}
	return true
}

// keep remembers a file.
func (c *Cache) keep(f *file) {
	if c == nil {
		return
	}
	if f.isOpen {
		f.outline = newOutline(f)
	}
	k := &known{isBroken: f.isBroken, outline: f.outline, defined: make([]responses.Response, len(f.defined))}
	for i, r := range f.defined {
		k.defined[i] = *r
		k.defined[i].Release()
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.files == nil {
		c.files = map[sourceKey]*known{}
	}
	k.call = c.calls
	c.files[keyOf(f.source)] = k
}

// replace remembers a file that was edited. What it was before is soon forgotten, so that
// typing does not fill the memory.
func (c *Cache) replace(before nlg.File, f *file) {
	c.keep(f)
	c.mu.Lock()
	defer c.mu.Unlock()
	if k := c.files[keyOf(before)]; k != nil {
		k.call = c.calls - remembered + 1
	}
}

// Alone returns a file with nothing but one response of a file, on other lines. It is not
// ok if the response means something else there. A file that is not known is read.
func (c *Cache) Alone(source nlg.File, name string) (alone nlg.File, ok bool) {
	c.start()
	f := &file{source: source}
	if !c.recall(f) {
		f.open()
		c.keep(f)
	}
	if f.outline == nil {
		return alone, false
	}
	alone, _, _, ok = f.outline.alone(source, name)
	return alone, ok
}

// paths returns the files that are known, for tests.
func (c *Cache) paths() (all []string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for key := range c.files {
		all = append(all, key.path)
	}
	slices.Sort(all)
	return all
}
