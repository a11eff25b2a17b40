package responses

import (
	"cmp"
	"math/big"
	"slices"
	"strings"

	"nlgserver/internal/python"
	"nlgserver/internal/python/text"
)

// Part is one of the keys of a variation that affect its reply, with its value.
type Part struct {
	Name  string
	Value python.Value
}

// Parts returns what the variation sends, as written: its keys except id,
// channel and condition, sorted by name. It leaves out what is never sent:
// nulls, an empty list of buttons, and button translations that are ignored.
func (v *Variation) Parts() []Part {
	if text, isBare := v.Value.Text(); isBare {
		return []Part{{"text", python.Str(text)}}
	}
	var parts []Part
	for field := range v.Value.Entries() {
		name := field.Key.String()
		if name == "id" || name == "channel" || name == "condition" || field.Value.IsNull() || name == "buttons" && field.Value.Len() == 0 {
			continue
		}
		value := field.Value.Python()
		if name == "buttons" {
			value = settled(value)
		}
		parts = append(parts, Part{name, value})
	}
	slices.SortFunc(parts, func(a, b Part) int { return cmp.Compare(a.Name, b.Name) })
	return parts
}

// settled drops translations of buttons that are ignored.
func settled(buttons python.Value) python.Value {
	items := slices.Clone(buttons.Items())
	for i, item := range items {
		t, ok := item.Dict().Get(translationKey)
		if !ok || t.Dict().Len() > 0 {
			continue
		}
		button := python.NewDict(item.Dict().Len())
		for _, e := range item.Dict().Entries() {
			if text, _ := e.Key.Text(); text != translationKey {
				button.SetKey(e.Key, e.Value)
			}
		}
		items[i] = python.OfDict(button)
	}
	return python.List(items...)
}

// Meaning returns the same key for two variations that send the same under the
// same condition on the same channel. Ids and the order of keys do not matter.
func (v *Variation) Meaning() string {
	b := []byte(v.ConditionMeaning())
	b = append(b, 0)
	if v.HasChannel {
		b = python.AppendJSONString(b, v.Channel)
	}
	for _, p := range v.Parts() {
		b = append(python.AppendJSONString(append(b, 0), p.Name), ':')
		b = appendCanonical(b, p.Value)
	}
	return string(b)
}

// ConditionMeaning returns the meaning of the condition; it is empty for a
// default.
func (v *Variation) ConditionMeaning() string {
	if v.Condition == nil {
		return ""
	}
	return v.Condition.Meaning()
}

// ConditionWords describes when the condition holds, such as
// `when tier is "gold"`; it is empty for a default.
func (v *Variation) ConditionWords() string {
	if v.Condition == nil {
		return ""
	}
	if facts := v.Condition.Facts(); len(facts) > 0 {
		return "when " + strings.Join(facts, " and ")
	}
	return neverMeaning
}

// Canonical returns a value as JSON with sorted keys: the same string for two
// values that are sent alike.
func Canonical(v python.Value) string { return string(appendCanonical(nil, v)) }

func appendCanonical(b []byte, v python.Value) []byte {
	switch v.Kind() {
	case python.KindList, python.KindTuple:
		b = append(b, '[')
		for i, item := range v.Items() {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendCanonical(b, item)
		}
		return append(b, ']')
	case python.KindDict:
		b = append(b, '{')
		for i, e := range SortedEntries(v) {
			if i > 0 {
				b = append(b, ',')
			}
			b = append(python.AppendJSONString(b, python.JSONKey(e.Key)), ':')
			b = appendCanonical(b, e.Value)
		}
		return append(b, '}')
	default:
		return v.AppendJSON(b)
	}
}

// SortedEntries returns the entries of a dict, sorted by their keys in JSON.
func SortedEntries(v python.Value) []python.Entry {
	entries := slices.Clone(v.Dict().Entries())
	slices.SortStableFunc(entries, func(a, b python.Entry) int {
		return strings.Compare(python.JSONKey(a.Key), python.JSONKey(b.Key))
	})
	return entries
}

// equalityKey returns the same key for two values that match the same slot
// values. Case is ignored for a string that is compared with a slot, but not
// inside a list or a map. Rasa: section 3.2.
func equalityKey(v python.Value, top bool) string {
	switch v.Kind() {
	case python.KindStr:
		s, _ := v.Text()
		if top {
			s = text.Casefold(s)
		}
		return string(python.AppendJSONString(nil, s))
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

// numberKey formats a number so that 1, 1.0 and true are the same.
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
