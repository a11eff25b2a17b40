package exchange

import (
	"regexp"
	"strings"
)

// matches says which unit each entry of a file translates.
type matches struct {
	// units are those of the entries, in their order; nil if the content has none.
	units []*Unit
	// taken are the entries whose id is that of a text by now that another entry
	// translates: theirs was removed.
	taken map[int]bool
}

// match finds the units of entries: by their id, if the source is that of the export.
// If buttons, or variations without an id, were added or removed before one, its id is
// that of another by now, and its text says which it is. What is left has another source.
func match(units []Unit, entries []Entry) matches {
	byID, byText := map[string]*Unit{}, map[string][]*Unit{}
	for i := range units {
		u := &units[i]
		byID[u.ID] = u
		hash := hashOf(u.Source)
		for _, shape := range shapes(u.ID) {
			if all := byText[shape+hash]; len(all) == 0 || all[len(all)-1] != u { // shapes may be equal
				byText[shape+hash] = append(all, u)
			}
		}
	}
	ofID := func(e *Entry) *Unit {
		if u := byID[e.ID]; u != nil {
			return u
		}
		return byID[e.Name]
	}
	m := matches{units: make([]*Unit, len(entries)), taken: map[int]bool{}}
	claimed := map[*Unit]bool{}
	for i := range entries {
		e := &entries[i]
		source := e.sourceHash()
		if u := ofID(e); u != nil && (source == "" || source == hashOf(u.Source)) {
			m.units[i], claimed[u] = u, true
		}
	}
	for step := range numberOfShapes { // first what moved within its variation
		for i := range entries {
			e := &entries[i]
			if m.units[i] != nil || e.sourceHash() == "" {
				continue
			}
			for _, id := range [...]string{e.ID, e.Name} {
				if same := byText[shapes(id)[step]+e.sourceHash()]; m.units[i] == nil && len(same) == 1 && !claimed[same[0]] {
					m.units[i], claimed[same[0]] = same[0], true
				}
			}
		}
	}
	for i := range entries {
		if m.units[i] != nil {
			continue
		}
		u := ofID(&entries[i])
		if m.taken[i] = u != nil && claimed[u]; !m.taken[i] {
			m.units[i] = u
		}
	}
	return m
}

// sourceHash returns the hash of the text that was translated; empty if the file does
// not say.
func (e *Entry) sourceHash() string {
	switch {
	case e.SourceHash != "":
		return e.SourceHash
	case e.HasSource:
		return hashOf(strings.ReplaceAll(e.Source, "\r\n", "\n"))
	default:
		return ""
	}
}

var (
	variationNumber = regexp.MustCompile(`^([^#@]*#)[0-9]+\.`)
	itemNumber      = regexp.MustCompile(`\[[0-9]+\]`)
)

const numberOfShapes = 2

// shapes returns an id without the number of its item, and also without that of its
// variation.
func shapes(id string) [numberOfShapes]string {
	name, path, _ := strings.Cut(id, ".")
	if at := variationNumber.FindStringIndex(id); at != nil { // names may have dots
		name, path = id[:at[1]-1], id[at[1]:]
	}
	item := name + "." + itemNumber.ReplaceAllString(path, "[]")
	return [...]string{item, variationNumber.ReplaceAllString(item, "$1.")}
}
