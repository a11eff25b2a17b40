package guard

import "strconv"

// fact is something that an answer may not change.
type fact struct {
	// keys are the plausible readings: one of them is meant.
	keys []string
	// implied are what the fact says besides: a date says its month.
	implied []string
	unit    unit
	// shared is the unit of a neighbor that may be meant for this number too: 40 to 50 €.
	shared unit
	// leading is set if the unit is written before the number.
	leading bool
	// soft is set for what may be no fact, such as "one": it is not asked for, but found if
	// it is.
	soft bool
	// joined is set if the digits or letters may be grouped in another way.
	joined     bool
	start, end int
}

// The kinds of keys. A fraction, a version, and a code are compared as written.
const (
	numberKey  = "n:"
	dateKey    = "d:"
	clockKey   = "t:"
	weekdayKey = "w:"
	codeKey    = "c:"
)

// mention is all that a text says of one key.
type mention struct {
	units, shared unit
	bare          bool
}

// facts are the facts of a text, by key.
type facts struct {
	text   string
	list   []fact
	byKey  map[string]mention
	loose  unit
	rates  []rate
	tokens []token
	// groups are the letters and digits that a code can be written in; made when first
	// asked for.
	groups map[string]struct{}
}

func (f *facts) index() {
	f.byKey = make(map[string]mention, len(f.list))
	for _, fact := range f.list {
		for _, keys := range [2][]string{fact.keys, fact.implied} {
			for _, key := range keys {
				m := f.byKey[key]
				m.units |= fact.unit
				m.shared |= fact.shared
				m.bare = m.bare || fact.unit == 0
				f.byKey[key] = m
			}
		}
	}
}

// has reports whether the text says what the fact of another text does.
func (f *facts) has(other fact, loose unit) bool {
	for _, key := range other.keys {
		if m, ok := f.byKey[key]; ok && f.sameUnit(m, other, loose) {
			return true
		}
	}
	if !other.joined {
		return false
	}
	if f.groups == nil {
		f.groups = groupings(f.text, f.tokens)
	}
	for _, key := range other.keys {
		if _, ok := f.groups[key[len(codeKey):]]; ok {
			return true
		}
	}
	return false
}

// hasValue reports whether the text says the fact of a value. A value often has no unit: it
// is written around the variable.
func (f *facts) hasValue(value fact, loose unit) bool {
	if value.unit == 0 {
		for _, key := range value.keys {
			if _, ok := f.byKey[key]; ok {
				return true
			}
		}
	}
	return f.has(value, loose)
}

// sameUnit reports whether a fact of another text may mean the same unit. An amount without
// its currency is another fact, unless the currency is named nearby; five without kilometers
// is not.
func (f *facts) sameUnit(m mention, other fact, loose unit) bool {
	switch {
	case m.units&other.unit != 0, m.units == 0 && other.unit == 0:
		return true
	case other.unit == 0:
		return m.bare || m.units&^strict != 0 || m.units&(other.shared|loose) != 0
	case other.unit&strict == 0:
		return m.bare
	}
	return m.bare && other.unit&(m.shared|f.loose) != 0
}

// missing returns the first fact of f that other does not have.
func (f *facts) missing(other *facts) (string, bool) {
	for _, fact := range f.list {
		if !fact.soft && !other.has(fact, f.loose) {
			return f.text[fact.start:fact.end], true
		}
	}
	return "", false
}

func numberKeys(readings []string) []string {
	keys := make([]string, len(readings))
	for i, r := range readings {
		keys[i] = numberKey + r
	}
	return keys
}

func intKey(n int) string { return numberKey + strconv.Itoa(n) }
