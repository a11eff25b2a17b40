package guard

import "strconv"

// fact is something that an answer may not change.
type fact struct {
	// keys are the plausible readings: one of them is meant.
	keys []string
	// implied are what the fact says besides: a date says its month.
	implied []string
	unit    unit
	// label tells apart what one bit of unit stands for: PLN, m².
	label string
	// length is a length of time, the same in each unit; "" for another fact.
	length string
	// shared is the unit of a neighbor that may be meant for this number too: 40 to 50 €.
	shared unit
	// things are what there is one of: in another text, an article may say so.
	things []string
	// leading is set if the unit is written before the number.
	leading bool
	// soft is set for what may be no fact, such as "one": it is not asked for, but found if
	// it is.
	soft bool
	// maybe is set for what is a fact beside another one only, such as Mo or So.
	maybe bool
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
	zoneKey    = "z:"
	codeKey    = "c:"
)

// mention is all that a text says of one key.
type mention struct {
	units, shared unit
	bare          bool
}

// facts are the facts of a text, by key.
type facts struct {
	text  string
	list  []fact
	byKey map[string]mention
	// lengths are the lengths of time.
	lengths map[string]struct{}
	// labels are the labels that are named, alone and after the keys that have them.
	labels      map[string]struct{}
	loose       unit
	looseLabels []string
	rates       []rate
	tokens      []token
	// groups are the letters and digits that a code can be written in; made when first
	// asked for.
	groups map[string]struct{}
}

func (f *facts) index() {
	f.byKey = make(map[string]mention, len(f.list))
	f.labels, f.lengths = map[string]struct{}{}, map[string]struct{}{}
	for _, label := range f.looseLabels {
		f.labels[label] = struct{}{}
	}
	for k, fact := range f.list {
		if length := lastingOf(&fact); length != "" {
			f.list[k].length = length
			f.lengths[length] = struct{}{}
		}
		for _, key := range fact.keys {
			if fact.label != "" {
				f.labels[fact.label] = struct{}{}
				f.labels[key+" "+fact.label] = struct{}{}
			}
		}
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
	f.indexArticles()
}

// has reports whether the text says what the fact of another text does.
func (f *facts) has(other fact, loose unit) bool {
	for _, key := range other.keys {
		if m, ok := f.byKey[key]; ok && f.sameUnit(m, other, loose) && f.sameLabel(key, m, other) {
			return true
		}
	}
	if _, ok := f.lengths[other.length]; ok {
		return true
	}
	if !other.joined {
		return f.hasArticleOf(other)
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

// hasValue reports whether the text says the fact of a value. A value often has no unit, or no
// part of the day: it is written around the variable.
func (f *facts) hasValue(value fact, loose unit) bool {
	if value.unit == 0 {
		for _, key := range value.keys {
			_, ok := f.byKey[key]
			_, later := f.byKey[halfDayLater(key)]
			if ok || later || key == intKey(1) && f.hasArticle() {
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

// sameLabel reports whether a number that may have the unit of another text has its label
// too. A price without a currency has one that is named nearby.
func (f *facts) sameLabel(key string, m mention, other fact) bool {
	if other.label == "" {
		return true
	}
	if _, ok := f.labels[key+" "+other.label]; ok {
		return true
	}
	_, named := f.labels[other.label]
	return m.bare && (named || other.unit&strict == 0)
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
