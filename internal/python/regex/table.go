package regex

import (
	"encoding/binary"
	"slices"

	"nlgserver/internal/python"
)

// table is a program of which all states are known: a search looks up one number
// for each character. It never changes.
type table struct {
	*alphabet
	// next are the states by state and class. A state is a multiple of the number
	// of classes, the first two are dead and matched.
	next  []uint16
	start uint16
	// matched is the state after a match.
	matched   uint16
	end, last int
}

const (
	// tableEntries and tableEntriesPerByte bound a table by the length of the
	// pattern, maxTableEntries for any length.
	tableEntries        = 2048
	tableEntriesPerByte = 32
	maxTableEntries     = 1 << 14
	// maxTableSteps bounds the work of making one: one or two milliseconds.
	maxTableSteps = 1 << 18
)

// tableMaker makes a table.
type tableMaker struct {
	stepper
	states map[string]uint16
	lists  [][]uint16
	before []context
	most   int
	key    []byte
}

// newTable returns the table of a program, nil if it would be too large, and the steps
// that it took.
func newTable(k *kinds, patternLength int) (*table, int) {
	m := &tableMaker{states: map[string]uint16{}}
	m.begin(k)
	m.most = min(tableEntries+tableEntriesPerByte*patternLength, maxTableEntries) / k.count
	t := &table{alphabet: k.alphabet, end: k.end, last: k.last, matched: uint16(k.count)}
	m.lists, m.before = make([][]uint16, 2), make([]context, 2)
	first, matched := m.first(nil, atStart)
	if t.start = t.matched; !matched {
		t.start = m.state(first, atStart&k.asked)
	}
	t.next = make([]uint16, 2*k.count)
	for state := 2; state < len(m.lists); state++ {
		for class := range k.count {
			list, after, matched := m.step(nil, m.lists[state], m.before[state], class)
			to := t.matched
			if !matched {
				to = m.state(list, after)
			}
			t.next = append(t.next, to)
			if len(m.lists) > m.most || m.steps > maxTableSteps {
				return nil, m.steps
			}
		}
	}
	t.next = slices.Clip(t.next)
	return t, m.steps
}

// state returns the state of a list of instructions, a new one if need be.
func (m *tableMaker) state(list []uint16, before context) uint16 {
	if m.isDead(list) {
		return 0
	}
	slices.Sort(list)
	m.steps += len(list)
	m.key = append(m.key[:0], byte(before))
	for _, pc := range list {
		m.key = binary.NativeEndian.AppendUint16(m.key, pc)
	}
	state, known := m.states[string(m.key)]
	if !known {
		state = uint16(len(m.lists) * m.count)
		m.states[string(m.key)] = state
		m.lists = append(m.lists, list)
		m.before = append(m.before, before)
	}
	return state
}

const (
	// bytesPerUnit is how much of a text the table passes for one unit of work.
	bytesPerUnit = 16
	// chunk is how much of a text is passed between two looks at the budget.
	chunk = 1 << 13
	// runesPerUnit is how many characters that are not ASCII are one unit.
	runesPerUnit = 2
)

// search reports whether there is a match in the text.
func (t *table) search(text string, m *meter) (bool, error) {
	state, from := t.start, 0
	for state > t.matched {
		to := min(from+chunk, len(text))
		if !m.spend(1 + (to-from)/bytesPerUnit) {
			return false, ErrLimit
		}
		if to == len(text) {
			return t.finish(text, from, state, m)
		}
		var others int
		state, from, others = t.pass(text, from, to, state)
		if !m.spend(others / runesPerUnit) {
			return false, ErrLimit
		}
	}
	return state == t.matched, nil
}

// pass passes what begins in a part of the text. It returns where it is, and how
// many characters were not ASCII.
func (t *table) pass(text string, from, to int, state uint16) (uint16, int, int) {
	next, matched, others := t.next, t.matched, 0
	for from < to && state > matched {
		c := text[from]
		if c < 0x80 {
			state = next[int(state)+int(t.ascii[c])]
			from++
			continue
		}
		r, size := python.DecodeRune(text[from:])
		state = next[int(state)+t.class(r)]
		from += size
		others++
	}
	return state, from, others
}

// finish passes the last part of the text.
func (t *table) finish(text string, from int, state uint16, m *meter) (bool, error) {
	to, others := len(text), 0
	endsLine := t.last >= 0 && to > from && text[to-1] == '\n'
	if endsLine {
		to--
	}
	state, _, others = t.pass(text, from, to, state)
	if !m.spend(others / runesPerUnit) {
		return false, ErrLimit
	}
	if endsLine && state > t.matched {
		state = t.next[int(state)+t.last]
	}
	if state > t.matched {
		state = t.next[int(state)+t.end]
	}
	return state == t.matched, nil
}

// bytes returns about how much memory the table holds.
func (t *table) bytes() int { return 2*len(t.next) + t.alphabet.bytes() }
