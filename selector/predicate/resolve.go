package predicate

import (
	"strings"

	"nlgserver/internal/budget"
	"nlgserver/internal/python"
)

// path splits a bare word. Only the document's single key, slots, leads
// anywhere. Rasa: section 3.3.3.
func path(word string) (keys []string, wholeDocument bool) {
	first, rest, dotted := strings.Cut(word, ".")
	if first != "slots" {
		return nil, false
	}
	if !dotted {
		return nil, true
	}
	return strings.Split(rest, "."), false
}

// resolve returns the value at the end of a path.
func resolve(slots python.Mapping, keys []string, work *budget.Budget) (operand, fault) {
	undefined := operand{kind: operandUndefined}
	if len(keys) == 0 {
		return undefined, ""
	}
	v, found := slots.Get(keys[0])
	if !found {
		return undefined, ""
	}
	for _, key := range keys[1:] {
		var why fault
		if v, found, why = step(v, key, work); why != "" || !found {
			return undefined, why
		}
	}
	return operand{value: v}, ""
}

// step is upstream's "if key in v: v = v[key]". In a text and in a list the
// key may be found, but cannot be an index.
func step(v python.Value, key string, work *budget.Budget) (python.Value, bool, fault) {
	if !work.Spend(stepUnits(v, key)) {
		return v, false, faultWork
	}
	switch v.Kind() {
	case python.KindDict:
		next, found := v.Dict().Get(key)
		return next, found, ""
	case python.KindStr:
		if text, _ := v.Text(); strings.Contains(text, key) {
			return v, false, faultInsideText
		}
		return v, false, ""
	case python.KindList, python.KindTuple:
		for _, item := range v.Items() {
			if text, isText := item.Text(); isText && text == key {
				return v, false, faultInsideText
			}
		}
		return v, false, ""
	default:
		return v, false, faultInsideScalar
	}
}

// stepUnits returns how much work a step takes.
func stepUnits(v python.Value, key string) int {
	switch v.Kind() {
	case python.KindStr:
		text, _ := v.Text()
		return 1 + len(text)/searchedPerUnit
	case python.KindList, python.KindTuple:
		return 1 + len(v.Items())/itemsPerUnit
	default:
		return 2 + len(key)/searchedPerUnit
	}
}

const (
	// entryUnits and entryBytes are about what an entry of a new dict takes.
	entryUnits = 12
	entryBytes = 350
)

// Document returns all slots as one dict, nil if that takes more than a request may.
func Document(slots python.Mapping, work *budget.Budget) *python.Dict {
	d, ok := python.NewDict(0), true
	slots.Each(func(key string, v python.Value) bool {
		if ok = work.Spend(entryUnits+len(key)/searchedPerUnit) && work.Hold(entryBytes); ok {
			d.Set(key, v)
		}
		return ok
	})
	if !ok || work.Reason().Refuses() {
		return nil
	}
	return d
}
