package regex

import (
	"slices"
	"unicode/utf8"
)

// alphabet divides all characters into classes. A pattern cannot tell two
// characters of one class apart.
type alphabet struct {
	ascii [utf8.RuneSelf]uint16
	// starts are where the segments of the other characters begin, classes the
	// classes of each: one, or one for each category.
	starts  []rune
	classes []uint16
	// width is how many classes a segment has: 1, or categories.
	width int
	// size is the number of classes.
	size int
}

// maxClasses bounds the classes of a pattern, and with them what its tables hold.
const maxClasses = 512

// maxDivision bounds the work of making an alphabet: sets times segments.
const maxDivision = 1 << 18

// sample stands for all characters of a segment and category.
type sample struct {
	r        rune
	category category
	class    int
}

func (s sample) in(c *charset) bool {
	return (hasSpan(c.spans, s.r) || c.hasCategory(s.category)) != c.negated
}

// newAlphabet returns the alphabet that tells the sets apart, and a sample of each
// class; false if there are too many classes.
func newAlphabet(sets []*charset) (*alphabet, []sample, bool) {
	a := &alphabet{width: 1, size: 1}
	for r := range rune(utf8.RuneSelf) {
		a.starts = append(a.starts, r)
	}
	a.starts = append(a.starts, utf8.RuneSelf)
	for _, set := range sets {
		if set.hasCategories() {
			a.width = int(categories)
		}
		for _, s := range set.spans {
			a.starts = append(a.starts, s.low, s.high+1)
		}
	}
	slices.Sort(a.starts)
	a.starts = slices.Compact(a.starts)
	samples := a.samples()
	if len(samples)*len(sets) > maxDivision {
		return nil, nil, false
	}
	for _, set := range sets {
		if a.divide(samples, set); a.size > maxClasses {
			return nil, nil, false
		}
	}
	for i, s := range samples[:utf8.RuneSelf] {
		a.ascii[i] = uint16(s.class)
	}
	for _, s := range samples[utf8.RuneSelf:] {
		a.classes = append(a.classes, uint16(s.class))
	}
	a.starts = slices.Clone(a.starts[utf8.RuneSelf:])
	return a, a.representatives(samples), true
}

// samples returns one for each ASCII character, and then one for each category of
// each segment.
func (a *alphabet) samples() []sample {
	var out []sample
	for _, r := range a.starts {
		if r < utf8.RuneSelf {
			out = append(out, sample{r: r, category: categoryOf(r)})
			continue
		}
		for k := range a.width {
			out = append(out, sample{r: r, category: category(k)})
		}
	}
	return out
}

// divide divides the classes by whether a set holds them.
func (a *alphabet) divide(samples []sample, set *charset) {
	renamed := make([]int, 2*a.size)
	next := 0
	for i := range samples {
		s := &samples[i]
		key := 2 * s.class
		if s.in(set) {
			key++
		}
		if renamed[key] == 0 {
			next++
			renamed[key] = next
		}
		s.class = renamed[key] - 1
	}
	a.size = next
}

func (a *alphabet) representatives(samples []sample) []sample {
	out := make([]sample, a.size)
	for _, s := range slices.Backward(samples) {
		out[s.class] = s
	}
	return out
}

// class returns the class of a character that is not ASCII.
func (a *alphabet) class(r rune) int {
	low, high := 0, len(a.starts)
	for low < high {
		if middle := int(uint(low+high) >> 1); a.starts[middle] <= r {
			low = middle + 1
		} else {
			high = middle
		}
	}
	low--
	if a.width == 1 {
		return int(a.classes[low])
	}
	return int(a.classes[low*a.width+int(categoryOf(r))])
}

// bytes returns about how much memory the alphabet holds.
func (a *alphabet) bytes() int { return 2*len(a.ascii) + 4*len(a.starts) + 2*len(a.classes) }
