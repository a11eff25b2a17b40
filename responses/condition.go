package responses

import (
	"slices"

	"nlgserver/internal/diag"
	"nlgserver/internal/python"
	"nlgserver/internal/python/text"
	"nlgserver/selector"
)

// Condition is a condition of a variation. A new kind of condition is one type
// with these methods, and a line in [File.readCondition]; nothing else has to
// change.
type Condition interface {
	// Test returns the compiled condition, for selection.
	Test() selector.Test
	// Meaning returns a key for what the condition means. Two conditions with
	// the same key always agree; two that always agree may still have
	// different keys.
	Meaning() string
	// Facts describes in words what must hold, one string per part, such as
	// `tier is "gold"`. It returns nil for an empty condition.
	Facts() []string
	// Uses returns the slots that the condition reads, in the order written.
	Uses() []Use
	// Equality returns the comparison if the condition is a single comparison
	// with a value; otherwise ok is false.
	Equality() (u Use, ok bool)
	// Never returns why no slots can make the condition hold, or nil if some
	// may.
	Never() *Fault
	// Implies reports whether the other condition certainly holds whenever
	// this one does. False may also mean that this cannot be determined.
	Implies(other Condition) bool
}

// Excludes reports whether two conditions certainly cannot hold together: one
// never holds, or a slot would have to equal two values. False may also mean
// that this cannot be determined.
func Excludes(a, b Condition) bool {
	if a.Never() != nil || b.Never() != nil {
		return true
	}
	for _, x := range a.Uses() {
		for _, y := range b.Uses() {
			if x.excludes(&y) {
				return true
			}
		}
	}
	return false
}

// Use is a place at which a condition reads a slot.
type Use struct {
	Slot string
	// At is the slot's name in the file, or the closest value around it.
	At Value
	// Equals is set if the condition holds only while the slot equals Value,
	// which is written at ValueAt.
	Equals  bool
	Value   python.Value
	ValueAt Value
}

// excludes reports whether no value of a slot satisfies both uses.
func (u *Use) excludes(other *Use) bool {
	return u.Equals && other.Equals && u.Slot == other.Slot && !together(u.Value, other.Value)
}

// together reports whether one slot value can satisfy comparisons with both a
// and b. Strings match only strings, ignoring case; other values match what
// equals them, and equality is transitive. NaN does not even equal itself.
// Rasa: section 3.2.
func together(a, b python.Value) bool {
	x, xIsText := a.Text()
	y, yIsText := b.Text()
	if xIsText && yIsText {
		return text.Casefold(x) == text.Casefold(y)
	}
	return python.Equal(a, b)
}

// Fault is a problem in a part of the model, for the caller to report.
type Fault struct {
	At            Value
	Message, Hint string
}

// slotsOf returns the slots that a condition reads, sorted and without
// duplicates.
func slotsOf(c Condition) []string {
	var slots []string
	for _, u := range c.Uses() {
		slots = append(slots, u.Slot)
	}
	slices.Sort(slots)
	return slices.Compact(slots)
}

// readCondition reads a variation's condition. Nil means that there is none,
// so the variation is a default. Rasa: section 2.3, D8.
func (f *File) readCondition(v Value) Condition {
	text, isText := v.Text()
	switch {
	case v.IsMissing() || v.IsNull():
		return nil
	case v.IsList():
		return f.readSlotList(v)
	case isText:
		return f.readPredicate(v, text)
	}
	hint := "write `condition: \"slots.NAME is VALUE\"`"
	if v.IsMap() {
		hint = hintForType("condition", v, wantList.name)
	}
	f.error(v, diag.WrongType, "condition must be a list or a predicate string, not "+v.Describe(), hint)
	return never{at: v, why: "it is not a condition"}
}

// never is a condition that can never hold: an empty predicate, or a value
// that is not a condition.
type never struct {
	at  Value
	why string
}

func (n never) Test() selector.Test { return selector.Never{Why: n.why} }

func (never) Meaning() string { return neverMeaning }

func (never) Facts() []string { return nil }

func (never) Uses() []Use { return nil }

func (never) Equality() (Use, bool) { return Use{}, false }

func (n never) Never() *Fault { return emptyCondition(n.at) }

func (never) Implies(Condition) bool { return true }

// neverMeaning is the meaning of every empty condition.
const neverMeaning = "never"

func emptyCondition(at Value) *Fault {
	return &Fault{
		at, "this variation is never used: an empty condition never holds",
		"remove `condition` to make the variation a default, or add a condition to it",
	}
}
