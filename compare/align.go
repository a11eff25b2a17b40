package compare

import (
	"slices"

	"nlgserver/internal/python"
	"nlgserver/responses"
)

// item is an item of a list. Equal items have the same key.
type item struct {
	value python.Value
	key   string
}

func itemsOf(values []python.Value) []item {
	out := make([]item, len(values))
	for i, v := range values {
		out[i] = item{v, responses.Canonical(v)}
	}
	return out
}

func sortedKeys(items []item) []string {
	var out []string
	for _, i := range items {
		out = append(out, i.key)
	}
	slices.Sort(out)
	return out
}

// align pairs the items of two versions of a list, in order: first those that
// the first test accepts, then, in the gaps, those that the next one accepts,
// and finally what is at the same index in a gap.
func align(a, b []item, tests ...func(x, y item) bool) []place {
	var out []place
	if len(tests) == 0 || len(a)*len(b) > maxCells {
		for i := range min(len(a), len(b)) {
			out = append(out, place{i, i})
		}
		return out
	}
	i, j := 0, 0
	for _, k := range append(common(a, b, one, tests[0]), place{len(a), len(b)}) {
		for _, p := range align(a[i:k.a], b[j:k.b], tests[1:]...) {
			out = append(out, place{i + p.a, j + p.b})
		}
		if k.a < len(a) {
			out = append(out, k)
		}
		i, j = k.a+1, k.b+1
	}
	return out
}

// one is the weight of every item.
func one(item) int32 { return 1 }

func sameItem(x, y item) bool { return x.key == y.key }

// relatedItem reports whether two items are versions of one button: they have
// the same payload or the same title.
func relatedItem(x, y item) bool {
	for _, key := range [...]string{"payload", "title"} {
		a, ok := x.value.Dict().Get(key)
		b, ok2 := y.value.Dict().Get(key)
		if ok && ok2 && python.Equal(a, b) {
			return true
		}
	}
	return false
}
