package predicate

import (
	"strings"

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
func resolve(slots python.Mapping, keys []string) (operand, fault) {
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
		if v, found, why = step(v, key); why != "" || !found {
			return undefined, why
		}
	}
	return operand{value: v}, ""
}

// step is upstream's "if key in v: v = v[key]". In a text and in a list the
// key may be found, but cannot be an index.
func step(v python.Value, key string) (python.Value, bool, fault) {
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

// document returns all slots as one map.
func document(slots python.Mapping) operand {
	d := python.NewDict(0)
	slots.Each(func(key string, v python.Value) bool {
		d.Set(key, v)
		return true
	})
	return operand{value: python.OfDict(d)}
}
