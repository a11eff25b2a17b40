package responses

import (
	"cmp"
	"slices"
	"strings"

	"nlgserver/internal/diag"
	"nlgserver/internal/python"
	"nlgserver/selector"
)

// slotList is a condition in Rasa's original form: a list of slots and values,
// all of which must match. Rasa: section 3.2.
type slotList struct {
	at    Value
	items selector.List
	// places are the items as written.
	places []Value
}

func (f *File) readSlotList(v Value) Condition {
	l := &slotList{at: v, items: make(selector.List, 0, v.Len()), places: make([]Value, 0, v.Len())}
	for item := range v.Items() {
		if s, ok := f.readSlotItem(item); ok {
			l.items, l.places = append(l.items, s), append(l.places, item)
		}
	}
	return l
}

// readSlotItem reads one slot comparison.
func (f *File) readSlotItem(item Value) (s selector.SlotIs, ok bool) {
	if f.refuseBareKey(item, itemKeys[:]) {
		return s, false
	}
	if !item.IsMap() {
		f.error(item, diag.ConditionItem, "a condition must be a map, not "+item.Describe(), "write `- {type: slot, name: …, value: …}`")
		return s, false
	}
	ok = true
	for field := range item.Entries() {
		switch field.Key.String() {
		case "type", "name", "value":
		default:
			if f.refuseKey(field.Key) {
				ok = false
				continue
			}
			f.warn(field.Key, diag.ConditionItem, nameOfKey(field.Key)+" is not a key of a condition, so it is ignored; Rasa Open Source rejects the file",
				hintForConditionKey(field.Key.String()))
			f.mendConditionKey(item, field.Key.String())
		}
	}
	slot, isText := item.Get("name").Text()
	switch name := item.Get("name"); {
	case name.IsMissing():
		f.error(item, diag.ConditionItem, "this condition has no name, so it refers to no slot", "add `name: SLOT`")
		ok = false
	case !isText:
		f.error(name, diag.WrongType, "name must be a string, not "+name.Describe(), hintForType("name", name, wantText.name))
		ok = false
	default:
		if f.refuseInvisible(name, slot, diag.Defect) {
			f.mend(diag.InvisibleCharacter, diag.Mend{Label: "Change to " + diag.Labeled(withoutUnseen(slot)), Put: jsonOf(withoutUnseen(slot))})
		}
	}
	value := item.Get("value")
	if value.IsMissing() {
		f.error(item, diag.ConditionItem, "this condition has no value, and Rasa fails when it evaluates it", "add `value: …` (`value: null` holds while the slot is empty)")
		ok = false
	}
	if kind := item.Get("type"); kind.IsMissing() {
		f.warn(item, diag.ConditionType, "this condition has no type: nlgserver reads it as `type: slot`, but Rasa fails when it holds", "add `type: slot`")
		f.mend(diag.ConditionType, diag.Mend{Label: "Add type: slot", Add: "type", Put: jsonOf("slot")})
	} else if kind.String() != "slot" {
		f.warn(kind, diag.ConditionType, "the type of a condition must be slot; current Rasa rejects any other", "write `type: slot`")
		if only, ok := onlyOf(strings.TrimSuffix(kind.String(), "s"), "slot"); ok || strings.TrimSuffix(kind.String(), "s") == "slot" {
			f.mend(diag.ConditionType, diag.Mend{Label: diag.LabelChange(kind.String(), cmp.Or(only, "slot")), Put: jsonOf("slot")})
		}
	}
	if !ok {
		return s, false
	}
	return selector.NewSlotIs(slot, value.Python()), true
}

// mendConditionKey renames a misspelled key of a condition. Any other may be meant as a
// comparison, or as a note to keep.
func (f *File) mendConditionKey(item Value, key string) {
	if only, ok := onlyOf(key, itemKeys[:]...); ok && item.Get(only).IsMissing() {
		f.mend(diag.ConditionItem, diag.Mend{Label: diag.LabelChange(key, only), Rename: only})
	}
}

// hintForConditionKey suggests a predicate for a key that looks like a comparison.
func hintForConditionKey(key string) string {
	switch strings.ToLower(key) {
	case "op", "operator", "operation", "comparison", "comparator":
		return "remove it; for tests other than equality, write a predicate such as `condition: \"slots.age > 17\"`"
	default:
		return "remove it"
	}
}

// nameOfKey formats a key for a message.
func nameOfKey(key Value) string {
	if text := key.String(); text != "" {
		return quote(text)
	}
	return key.Describe()
}

func (l *slotList) Test() selector.Test { return l.items }

// Meaning does not depend on the order of the items or on duplicates.
func (l *slotList) Meaning() string {
	if len(l.items) == 0 {
		return neverMeaning
	}
	var all []string
	for i := range l.items {
		all = append(all, itemMeaning(&l.items[i]))
	}
	slices.Sort(all)
	return "list " + strings.Join(slices.Compact(all), " and ")
}

// itemMeaning returns the same key for two comparisons that always agree.
func itemMeaning(s *selector.SlotIs) string {
	return string(python.AppendJSONString(nil, s.Slot)) + " is " + equalityKey(s.Value, true)
}

func (l *slotList) Facts() []string {
	var facts []string
	seen := make(map[string]bool, len(l.items))
	for i := range l.items {
		item := &l.items[i]
		if key := itemMeaning(item); !seen[key] {
			seen[key] = true
			facts = append(facts, item.Slot+" "+isValue(item.Value))
		}
	}
	return facts
}

// isValue describes a comparison in words.
func isValue(v python.Value) string {
	if v.IsNone() {
		return "is not set"
	}
	return "is " + string(v.AppendJSON(nil))
}

func (l *slotList) Uses() []Use {
	uses := make([]Use, len(l.items))
	for i := range l.items {
		item := &l.items[i]
		uses[i] = Use{Slot: item.Slot, At: l.places[i].Get("name"), Equals: true, Value: item.Value, ValueAt: l.places[i].Get("value")}
	}
	return uses
}

func (l *slotList) Equality() (Use, bool) {
	if len(l.items) != 1 {
		return Use{}, false
	}
	return l.Uses()[0], true
}

// Never looks for two items that no value can satisfy together, and for one
// that no value can satisfy. Values that one slot can have together with a third can
// be had together, so each item is compared with the first one on its slot.
func (l *slotList) Never() *Fault {
	if len(l.items) == 0 {
		return emptyCondition(l.at)
	}
	uses := l.Uses()
	first := make(map[string]*Use, len(uses))
	for i := range uses {
		b := &uses[i]
		a := first[b.Slot]
		if a == nil {
			a, first[b.Slot] = b, b
		}
		switch {
		case !a.excludes(b):
		case a == b:
			return &Fault{l.places[i], "this variation is never used: nothing equals " + a.Value.Repr(), "use another value"}
		default:
			return &Fault{
				l.places[i],
				"this variation is never used: " + quote(a.Slot) + " cannot be " + a.Value.Repr() + " and " + b.Value.Repr() + " at once",
				"all items of a condition must hold; to accept either value, write two variations or a predicate: `condition: \"" +
					eitherOf(a.Slot, a.Value, b.Value) + "\"`",
			}
		}
	}
	return nil
}

// eitherOf returns a predicate that holds for both values.
func eitherOf(slot string, a, b python.Value) string {
	return "slots." + slot + " is " + PredicateLiteral(a) + " or slots." + slot + " is " + PredicateLiteral(b)
}

// Implies reports whether each item of the other list follows from one of l.
func (l *slotList) Implies(other Condition) bool {
	o, isList := other.(*slotList)
	if !isList || len(o.items) == 0 {
		return l.Never() != nil
	}
	for i := range o.items {
		if !slices.ContainsFunc(l.items, func(item selector.SlotIs) bool {
			return item.Slot == o.items[i].Slot && together(item.Value, o.items[i].Value)
		}) {
			return false
		}
	}
	return true
}
