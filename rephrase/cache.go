package rephrase

import (
	"container/list"
	"crypto/sha256"
	"encoding/binary"
	"sync"
	"time"

	"nlgserver/nlg"
)

// key identifies what an answer depends on.
type key [sha256.Size]byte

// hash returns the key of a job: the variation, its text, the conversation, and the prompt.
func (j *Job) hash(m *nlg.Message) (k key) {
	h := sha256.New()
	var number [8]byte
	write := func(s string) {
		binary.LittleEndian.PutUint64(number[:], uint64(len(s)))
		h.Write(number[:])
		h.Write([]byte(s))
	}
	write(m.Response)
	binary.LittleEndian.PutUint64(number[:], uint64(m.Variation))
	h.Write(number[:])
	write(j.text)
	write(j.history)
	write(j.toSummarize)
	write(j.latest)
	write(j.language)
	for _, value := range j.values {
		write(value)
	}
	write(string(m.Metadata().AppendJSON(nil))) // it may have a prompt
	write(string(j.slots.AppendJSON(nil)))
	h.Sum(k[:0])
	return k
}

// cache keeps the answers that were used last. A nil cache keeps none.
type cache struct {
	most int
	keep time.Duration

	mu sync.Mutex
	// byKey finds the elements of used, whose first was used last.
	byKey map[key]*list.Element
	used  list.List
}

// answer is an element of a cache.
type answer struct {
	key   key
	text  string
	until time.Time
}

func newCache(o Options) *cache {
	if o.CacheSize <= 0 || o.CacheFor <= 0 {
		return nil
	}
	return &cache{most: o.CacheSize, keep: o.CacheFor, byKey: map[key]*list.Element{}}
}

// get returns an answer that is not too old.
func (c *cache) get(k key) (text string, ok bool) {
	if c == nil {
		return "", false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	e := c.byKey[k]
	if e == nil {
		return "", false
	}
	found := e.Value.(*answer)
	if !time.Now().Before(found.until) {
		c.remove(e)
		return "", false
	}
	c.used.MoveToFront(e)
	return found.text, true
}

// put keeps an answer, instead of the one that was not used for the longest time.
func (c *cache) put(k key, text string) {
	if c == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if e := c.byKey[k]; e != nil {
		c.remove(e)
	}
	c.byKey[k] = c.used.PushFront(&answer{k, text, time.Now().Add(c.keep)})
	if c.used.Len() > c.most {
		c.remove(c.used.Back())
	}
}

func (c *cache) remove(e *list.Element) {
	c.used.Remove(e)
	delete(c.byKey, e.Value.(*answer).key)
}
