package diag

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Others are the other places of a finding; see [List.Merged].
type Others struct {
	// Count is the number of the places.
	Count int `json:"count"`
	// Positions are the places, sorted.
	Positions []Position `json:"positions"`
}

// mostAlike is how many warnings that say the same stay separate, and mostPlaces
// how many other places are shown to a reader.
const mostAlike, mostPlaces = 3, 3

// Merged returns the list with one warning for each fact: if more than a few
// have the same code and say the same, only the first remains, and has the places
// of the others. Errors stay as they are, because each one has to be fixed.
func (l List) Merged() List {
	type fact struct {
		code Code
		text string
	}
	factOf := func(d *Diagnostic) fact { return fact{d.Code, cmp.Or(d.Fact, d.Message)} }
	places := map[fact][]Position{}
	for i := range l {
		if l[i].Severity == Warning {
			f := factOf(&l[i])
			places[f] = append(places[f], l[i].Position)
		}
	}
	merged := l[:0:0]
	told := map[fact]bool{}
	for _, d := range l {
		f := factOf(&d)
		if d.Severity == Warning && len(places[f]) > mostAlike {
			if told[f] {
				continue
			}
			told[f] = true
			others := slices.Clone(places[f][1:])
			slices.SortFunc(others, Position.Compare)
			d.Others = &Others{Count: len(others), Positions: others}
		}
		merged = append(merged, d)
	}
	return merged
}

// summary returns the message, with the number of the other places.
func (d Diagnostic) summary() string {
	if d.Others == nil {
		return d.Message
	}
	return fmt.Sprintf("%s (and %d more like it)", d.Message, d.Others.Count)
}

// examples returns the first of the other places; "" if there are none.
func (d Diagnostic) examples() string {
	if d.Others == nil {
		return ""
	}
	var shown []string
	for _, p := range d.Others.Positions[:min(len(d.Others.Positions), mostPlaces)] {
		shown = append(shown, p.String())
	}
	text := "also at " + strings.Join(shown, ", ")
	if d.Others.Count > len(shown) {
		text += ", …"
	}
	return text
}

// explained returns the message with everything that a reader is told besides it,
// each on a line.
func (d Diagnostic) explained() string {
	lines := []string{d.summary()}
	for _, line := range [...]string{d.examples(), d.Hint} {
		if line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}
