package compare

import (
	"math/big"
	"slices"
	"strings"

	"nlgserver/internal/python"
	"nlgserver/internal/python/text"
)

// condition is what a condition means. The zero condition is none.
type condition struct {
	// canonical is the same for two conditions that always agree; conditions
	// that agree for a deeper reason may still differ in it.
	canonical string
	// words tells it to a person: "when tier is "gold""; empty for none.
	words string
}

// readCondition reads a condition that has compiled. The items of a list are
// joined by "and", so that their order is none, nor is one that stands twice.
func readCondition(v python.Value) condition {
	if v.IsNone() {
		return condition{}
	}
	if source, ok := v.Text(); ok {
		if source == "" {
			return never()
		}
		return condition{canonical: "predicate " + normalPredicate(source), words: "when " + strings.Join(strings.Fields(source), " ")}
	}
	items := v.Items()
	if len(items) == 0 {
		return never()
	}
	var canonical, words []string
	for _, item := range items {
		name, _ := item.Dict().Get("name")
		value, _ := item.Dict().Get("value")
		slot, _ := name.Text()
		key := string(python.AppendJSONString(nil, slot)) + " is " + equalityKey(value, true)
		if !slices.Contains(canonical, key) {
			canonical = append(canonical, key)
			words = append(words, slot+" "+isValue(value))
		}
	}
	slices.Sort(canonical)
	return condition{canonical: "list " + strings.Join(canonical, " and "), words: "when " + strings.Join(words, " and ")}
}

func never() condition { return condition{canonical: "never", words: "never"} }

// isValue says a comparison in words.
func isValue(v python.Value) string {
	if v.IsNone() {
		return "is not set"
	}
	return "is " + string(v.AppendJSON(nil))
}

// equalityKey is the same for two values to which the same slots are equal.
// Texts count without their case where a slot is compared with them, not
// inside a list or a map. Rasa: section 3.2.
func equalityKey(v python.Value, top bool) string {
	switch v.Kind() {
	case python.KindStr:
		word, _ := v.Text()
		if top {
			word = text.Casefold(word)
		}
		return string(python.AppendJSONString(nil, word))
	case python.KindList, python.KindTuple:
		var out []string
		for _, item := range v.Items() {
			out = append(out, equalityKey(item, false))
		}
		return "[" + strings.Join(out, ",") + "]"
	case python.KindDict:
		var out []string
		for _, e := range v.Dict().Entries() {
			out = append(out, equalityKey(e.Key, false)+":"+equalityKey(e.Value, false))
		}
		slices.Sort(out)
		return "{" + strings.Join(out, ",") + "}"
	default:
		return numberKey(v)
	}
}

// numberKey spells a number so that 1, 1.0 and true are the same.
func numberKey(v python.Value) string {
	if !v.IsNumber() {
		return v.Repr()
	}
	if n := v.Big(); n != nil {
		return n.String()
	}
	if f, ok := v.Float64(); ok && f-f == 0 {
		if n, accuracy := big.NewFloat(f).Int(nil); accuracy == big.Exact {
			return n.String()
		}
	}
	return v.Repr()
}
