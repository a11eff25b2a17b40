package lint

import (
	"iter"
	"slices"
	"strings"

	"nlgserver/domain"
	"nlgserver/internal/python"
	"nlgserver/internal/python/text"
)

// mostCompared is how many names are compared in search of what an author meant, in
// names of up to 32 bytes: enough for a thousand slips among a thousand names. After
// that, nothing is suggested.
const mostCompared = 1_000_000

// nearest calls the function of that name, with bounded work for all names together.
func (k *checker) nearest(name string, known iter.Seq[string]) (string, bool) {
	found, ok := nearest(name, k.within(known))
	return found, ok && k.compared <= mostCompared
}

// within ends a sequence of names once comparing them has taken too long.
func (k *checker) within(known iter.Seq[string]) iter.Seq[string] {
	return func(yield func(string) bool) {
		for name := range known {
			if k.compared += 1 + len(name)/32; k.compared > mostCompared || !yield(name) {
				return
			}
		}
	}
}

// category holds the values of a categorical slot, as written, and folded.
type category struct {
	written []string
	folded  map[string]bool
}

func (k *checker) valuesOf(slot *domain.Slot) category {
	c, ok := k.categories[slot]
	if !ok {
		c.folded = make(map[string]bool, len(slot.Values))
		for _, v := range slot.Values {
			c.written = append(c.written, v.Str())
			c.folded[text.Casefold(v.Str())] = true
		}
		if k.categories == nil {
			k.categories = map[*domain.Slot]category{}
		}
		k.categories[slot] = c
	}
	return c
}

// longestGiven is how much of a value in a payload is compared, in bytes.
const longestGiven = 256

// givenByButton reports whether the payload of a button gives a slot that value:
// the values in a payload keep the type that they have in JSON.
func (k *checker) givenByButton(slot string, value python.Value) bool {
	if k.pairs == nil {
		k.pairs = map[string][]string{}
		k.findPairs()
	}
	after := k.pairs[string(python.AppendJSONString(nil, slot))]
	wanted := string(value.AppendJSON(nil))
	if len(wanted) >= longestGiven {
		_, given := slices.BinarySearch(after, wanted[:longestGiven])
		return given
	}
	for _, end := range [...]string{",", "}"} {
		i, _ := slices.BinarySearch(after, wanted+end)
		if i < len(after) && strings.HasPrefix(after[i], wanted+end) {
			return true
		}
	}
	return false
}

// findPairs notes what follows each key in the payloads of all buttons, in order.
func (k *checker) findPairs() {
	for w := range k.content.AllWritten() {
		for _, v := range w.Variations {
			for _, t := range v.Texts {
				if !isPayload(t.Path) {
					continue
				}
				rest := strings.Join(strings.Fields(t.Source), "")
				for {
					before, after, found := strings.Cut(rest, `":`)
					if !found {
						break
					}
					key := before[strings.LastIndexByte(before, '"')+1:]
					key = `"` + key + `"`
					k.pairs[key] = append(k.pairs[key], after[:min(len(after), longestGiven)])
					rest = after
				}
			}
		}
	}
	for _, after := range k.pairs {
		slices.Sort(after)
	}
}
