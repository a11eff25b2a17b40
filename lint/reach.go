package lint

import (
	"slices"

	"nlgserver/internal/python"
	"nlgserver/internal/python/text"
	"nlgserver/internal/yamlsrc"
	"nlgserver/nlg"
	"nlgserver/selector"
)

// test is what is known of a variation's condition.
type test struct {
	// items are those of a list condition.
	items []selector.SlotIs
	// nodes are the items' nodes.
	nodes []*nlg.Node
	// predicate is a condition written as a text.
	predicate string
	// kind is the form of the condition.
	kind testKind
}

type testKind uint8

const (
	isDefault testKind = iota
	isList
	isPredicate
	// isEmpty is a condition that is there and says nothing: it never holds.
	// Rasa: section 3.1, step 2.
	isEmpty
)

// testOf reads the condition of a variation that has been compiled.
func testOf(v *nlg.WrittenVariation) test {
	n := v.Node.Get("condition")
	switch {
	case !v.Conditional || n == nil:
		return test{}
	case n.Kind == yamlsrc.Sequence && len(n.Items) == 0:
		return test{kind: isEmpty}
	case n.Kind == yamlsrc.Sequence:
		t := test{kind: isList}
		for _, item := range n.Items {
			name, value := textAt(item, "name"), item.Get("value")
			if value != nil {
				t.items = append(t.items, selector.NewSlotIs(name, value.ToValue()))
				t.nodes = append(t.nodes, item)
			}
		}
		return t
	default:
		text, _ := n.Value.Text()
		if text == "" {
			return test{kind: isEmpty}
		}
		return test{kind: isPredicate, predicate: text}
	}
}

// contradiction returns two items that no slot value can satisfy together, or
// one alone twice; ok is false if there are none.
func (t *test) contradiction() (first, second int, ok bool) {
	for i := range t.items {
		for j := range i + 1 {
			if t.items[i].Slot == t.items[j].Slot && !together(t.items[i].Value, t.items[j].Value) {
				return j, i, true
			}
		}
	}
	return 0, 0, false
}

// together reports whether one slot value can satisfy the conditions on both.
// A text is satisfied by texts alone and by equality any other, which is
// transitive; what does not equal itself is NaN. Rasa: section 3.2.
func together(a, b python.Value) bool {
	x, xIsText := a.Text()
	y, yIsText := b.Text()
	if xIsText && yIsText {
		return text.Casefold(x) == text.Casefold(y)
	}
	return python.Equal(a, b)
}

// implies reports that whenever t holds, u does: each of u's items is one of
// t's.
func (t *test) implies(u *test) bool {
	if u.kind != isList || t.kind != isList {
		return u.kind == isDefault || t.kind == u.kind && t.predicate == u.predicate
	}
	for i := range u.items {
		if !slices.ContainsFunc(t.items, func(s selector.SlotIs) bool {
			return s.Slot == u.items[i].Slot && together(s.Value, u.items[i].Value)
		}) {
			return false
		}
	}
	return true
}

// textAt returns the text of a key of a map.
func textAt(n *nlg.Node, key string) string {
	v := n.Get(key)
	if v == nil || v.Kind != yamlsrc.Scalar {
		return ""
	}
	text, _ := v.Value.Text()
	return text
}
