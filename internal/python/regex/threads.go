package regex

import (
	"sync"

	"nlgserver/internal/python"
)

// threads is a program whose states are too many for a table: a search keeps a
// list of instructions.
type threads struct {
	kinds *kinds
	pool  sync.Pool
}

// stepsPerUnit is how many instructions are one unit of work.
const stepsPerUnit = 8

// lookEvery is how many steps are made between two looks at the budget.
const lookEvery = 1 << 13

// walker is what a search of threads holds: less than 64 KiB.
type walker struct {
	stepper
	list, next []uint16
}

// search reports whether there is a match in the text.
func (t *threads) search(text string, m *meter) (bool, error) {
	w, _ := t.pool.Get().(*walker)
	if w == nil {
		w = &walker{}
	}
	defer t.pool.Put(w)
	return w.search(t.kinds, text, m)
}

func (w *walker) search(k *kinds, text string, m *meter) (bool, error) {
	w.begin(k)
	w.steps = 0
	before := atStart & k.asked
	list, matched := w.first(w.list[:0], atStart)
	w.list = list
	for i := 0; !matched && !w.isDead(w.list); {
		if w.steps >= lookEvery || i >= len(text) {
			if !m.spend(1 + w.steps/stepsPerUnit) {
				return false, ErrLimit
			}
			w.steps = 0
		}
		class, size := k.at(text, i)
		w.next, before, matched = w.step(w.next[:0], w.list, before, class)
		w.list, w.next = w.next, w.list
		if size == 0 {
			break
		}
		i += size
		w.steps += 2
	}
	return matched, nil
}

// at returns the class of the character at a place, and its size in bytes, 0 at the
// end of the text.
func (k *kinds) at(text string, i int) (class, size int) {
	switch {
	case i >= len(text):
		return k.end, 0
	case text[i] == '\n' && i == len(text)-1 && k.last >= 0:
		return k.last, 1
	case text[i] < 0x80:
		return int(k.ascii[text[i]]), 1
	}
	r, size := python.DecodeRune(text[i:])
	return k.class(r), size
}
