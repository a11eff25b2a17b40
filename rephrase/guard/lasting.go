package guard

import (
	"strconv"
	"strings"
)

// lasting are the units of time that are a number of others: an hour has 3600 seconds, a week
// seven days, and a year twelve months. Whoever gives a length of time in another unit has kept
// it.
var lasting = map[unit]struct {
	base   string
	factor float64
}{
	second: {"s", 1}, minute: {"s", 60}, hour: {"s", 3600},
	day: {"d", 1}, week: {"d", 7},
	month: {"m", 1}, year: {"m", 12},
}

// lastingOf returns a length of time as what is the same in each unit; "" for another fact.
func lastingOf(f *fact) string {
	of, ok := lasting[f.unit]
	if !ok {
		return ""
	}
	for _, key := range f.keys {
		if digits, ok := strings.CutPrefix(key, numberKey); ok {
			n, err := strconv.ParseFloat(digits, 64)
			if err != nil {
				return ""
			}
			return of.base + strconv.FormatFloat(n*of.factor, 'f', 3, 64)
		}
	}
	return ""
}
