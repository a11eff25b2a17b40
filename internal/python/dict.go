package python

import (
	"strconv"
	"strings"
)

// Mapping is read access to a Python dict with text keys, which may not have
// been decoded yet: a tracker's slots are read from the request only when
// somebody asks.
type Mapping interface {
	// Get returns the value of a key.
	Get(key string) (Value, bool)
	// Each calls yield for every entry in order until it returns false.
	Each(yield func(key string, v Value) bool)
}

// Entry is one key and value of a [Dict].
type Entry struct{ Key, Value Value }

// indexFrom is the size from which a Dict keeps an index; below it a scan is
// faster and needs no memory.
const indexFrom = 9

// Dict is Python's dict: any hashable key, insertion order kept, 1 and 1.0 and
// True the same key. The zero Dict is empty and ready to use.
type Dict struct {
	entries []Entry
	// text is nil while the dict is small. It has the str keys as they are, and
	// other has the rest as hashKey spells them, nil if there are none.
	text, other map[string]int32
}

// NewDict returns an empty dict with room for n entries.
func NewDict(n int) *Dict { return &Dict{entries: make([]Entry, 0, n)} }

// DictOf returns a dict of text keys: key, value, key, value and so on.
func DictOf(pairs ...any) *Dict {
	d := NewDict(len(pairs) / 2)
	for i := 0; i+1 < len(pairs); i += 2 {
		d.Set(pairs[i].(string), pairs[i+1].(Value))
	}
	return d
}

// Len returns the number of entries.
func (d *Dict) Len() int {
	if d == nil {
		return 0
	}
	return len(d.entries)
}

// Entries returns the entries in insertion order. The caller must not change
// them.
func (d *Dict) Entries() []Entry {
	if d == nil {
		return nil
	}
	return d.entries
}

// Get returns the value of a text key.
func (d *Dict) Get(key string) (Value, bool) {
	if d == nil {
		return Value{}, false
	}
	if d.text != nil {
		if i, ok := d.text[key]; ok {
			return d.entries[i].Value, true
		}
		return Value{}, false
	}
	for i := range d.entries {
		if e := &d.entries[i]; e.Key.kind == KindStr && e.Key.text == key {
			return e.Value, true
		}
	}
	return Value{}, false
}

// GetKey returns the value of a key of any kind. An unhashable key is never
// there.
func (d *Dict) GetKey(key Value) (Value, bool) {
	if i := d.find(key); i >= 0 {
		return d.entries[i].Value, true
	}
	return Value{}, false
}

// Each calls yield for every entry with a text key, in order.
func (d *Dict) Each(yield func(key string, v Value) bool) {
	for _, e := range d.Entries() {
		if e.Key.kind == KindStr && !yield(e.Key.text, e.Value) {
			return
		}
	}
}

// Set adds or replaces the value of a text key; a replaced key keeps its place.
func (d *Dict) Set(key string, v Value) { d.SetKey(Str(key), v) }

// SetKey adds or replaces the value of a hashable key; a replaced key keeps
// its place and its first spelling, as in Python.
func (d *Dict) SetKey(key, v Value) {
	if i := d.find(key); i >= 0 {
		d.entries[i].Value = v
		return
	}
	d.entries = append(d.entries, Entry{key, v})
	switch {
	case d.text != nil:
		d.addToIndex(len(d.entries) - 1)
	case len(d.entries) >= indexFrom:
		d.text = make(map[string]int32, cap(d.entries))
		for i := range d.entries {
			d.addToIndex(i)
		}
	}
}

// Clone returns a copy that can be changed without touching d. Values are
// shared.
func (d *Dict) Clone() *Dict {
	c := NewDict(d.Len())
	for _, e := range d.Entries() {
		c.SetKey(e.Key, e.Value)
	}
	return c
}

func (d *Dict) addToIndex(i int) {
	key := d.entries[i].Key
	if key.kind == KindStr {
		d.text[key.text] = int32(i)
	} else if h, ok := hashKey(key); ok {
		if d.other == nil {
			d.other = map[string]int32{}
		}
		d.other[h] = int32(i)
	}
}

// distinct removes equal keys from entries with text keys: the last value wins, at
// the place of the first. It makes the index.
func (d *Dict) distinct() {
	if len(d.entries) >= indexFrom {
		d.text = make(map[string]int32, len(d.entries))
	}
	entries := d.entries
	d.entries = entries[:0]
	for _, e := range entries {
		if i := d.find(e.Key); i >= 0 {
			d.entries[i].Value = e.Value
			continue
		}
		if d.entries = append(d.entries, e); d.text != nil {
			d.text[e.Key.text] = int32(len(d.entries) - 1)
		}
	}
	clear(entries[len(d.entries):])
}

func (d *Dict) find(key Value) int {
	if d == nil {
		return -1
	}
	if d.text != nil {
		if key.kind == KindStr {
			if i, found := d.text[key.text]; found {
				return int(i)
			}
		} else if h, ok := hashKey(key); ok {
			if i, found := d.other[h]; found {
				return int(i)
			}
		}
		return -1
	}
	for i := range d.entries {
		if Equal(d.entries[i].Key, key) {
			return i
		}
	}
	return -1
}

// Hashable reports whether Python would accept v as a dict key or in a set.
func Hashable(v Value) bool {
	switch v.kind {
	case KindList, KindDict:
		return false
	case KindTuple:
		for _, item := range v.Items() {
			if !Hashable(item) {
				return false
			}
		}
	}
	return true
}

// hashKey spells a key so that two keys have the same spelling when Python
// calls them equal. NaN has none: it equals nothing.
func hashKey(v Value) (string, bool) {
	switch v.kind {
	case KindStr:
		return "s" + v.text, true
	case KindNone:
		return "n", true
	case KindBool, KindInt:
		if n, ok := v.Int64(); ok {
			return "i" + strconv.FormatInt(n, 10), true
		}
		return "i" + v.Big().String(), true
	case KindFloat:
		f, _ := v.Float64()
		if n := floatToInt(f); n != nil {
			return "i" + n.String(), true
		}
		return "f" + strconv.FormatFloat(f, 'b', -1, 64), f == f
	case KindTuple:
		var b strings.Builder
		for _, item := range v.Items() {
			h, ok := hashKey(item)
			if !ok {
				return "", false
			}
			b.WriteString(strconv.Itoa(len(h)))
			b.WriteByte(':')
			b.WriteString(h)
		}
		return "t" + b.String(), true
	default:
		return "", false
	}
}
