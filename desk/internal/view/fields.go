package view

import (
	"slices"
	"strings"

	"nlgserver/internal/diag"
	"nlgserver/nlg"
	"nlgserver/responses"
)

// field is where in a variation something is.
type field struct{ path, language string }

// aboutKeys are the codes of findings about a key: any other at the start of a map is
// about the map, which starts where its first key does.
var aboutKeys = map[diag.Code]bool{
	diag.UnknownKey: true, diag.NonTextKey: true, diag.OddPunctuation: true, diag.DuplicateKey: true,
	diag.InvisibleCharacter: true, diag.Misplaced: true, diag.LanguageCode: true,
}

// fields finds the fields of positions in a variation.
type fields struct {
	// spots are the variation, and all that is in it, each after what it is in.
	spots []spot
	// written are the spots in the order in which they are written, each at its alias
	// if it has one. scalars are the scalars in the order of the values themselves,
	// which may be in an anchor elsewhere.
	written, scalars []int32
}

// spot is a value, or the key of a map's entry.
type spot struct {
	value   responses.Value
	written nlg.Position
	isKey   bool
	// step is the way from what it is in: a key, or an index in brackets.
	step   string
	parent int32
}

// maxSpots is how many values of a variation findings are placed at: it may have a
// million.
const maxSpots = 100_000

// newFields reads a variation.
func newFields(v *responses.Variation) *fields {
	f := &fields{}
	f.add(spot{value: v.Value, parent: -1})
	for i := range f.spots {
		f.written = append(f.written, int32(i))
		if s := &f.spots[i]; s.value.IsScalar() && !s.isKey {
			f.scalars = append(f.scalars, int32(i))
		}
	}
	slices.SortStableFunc(f.written, func(a, b int32) int { return f.spots[a].written.Compare(f.spots[b].written) })
	slices.SortStableFunc(f.scalars, func(a, b int32) int {
		return f.spots[a].value.Position().Compare(f.spots[b].value.Position())
	})
	return f
}

func (f *fields) add(s spot) {
	if s.value.IsMissing() || len(f.spots) >= maxSpots {
		return
	}
	at := int32(len(f.spots))
	s.written = s.value.WrittenAt()
	f.spots = append(f.spots, s)
	if s.isKey {
		return
	}
	for e := range s.value.Entries() {
		f.add(spot{value: e.Key, isKey: true, step: e.Name(), parent: at})
		f.add(spot{value: e.Value, step: e.Name(), parent: at})
	}
	i := 0
	for item := range s.value.Items() {
		f.add(spot{value: item, step: "[" + itoa(i) + "]", parent: at})
		i++
	}
}

// of returns the field that a finding is about.
func (f *fields) of(d *nlg.Diagnostic) field {
	return f.fieldAt(f.find(d.Position, aboutKeys[d.Code]))
}

// find returns the spot that is written exactly there, or else the scalar in which the
// position is, or else the last spot before it.
func (f *fields) find(at nlg.Position, keys bool) int32 {
	next, _ := slices.BinarySearchFunc(f.written, at, func(i int32, at nlg.Position) int { return f.spots[i].written.Compare(at) })
	for _, i := range f.written[next:] {
		if f.spots[i].written != at {
			break
		}
		if !keys || f.spots[i].isKey || !f.spots[i].value.IsMap() {
			return i
		}
	}
	after, _ := slices.BinarySearchFunc(f.scalars, at, func(i int32, at nlg.Position) int {
		if f.spots[i].value.Position().Compare(at) <= 0 {
			return -1
		}
		return 1
	})
	if after > 0 {
		if i := f.scalars[after-1]; at.Compare(f.spots[i].value.EndPosition()) <= 0 && at.File == f.spots[i].written.File {
			return i
		}
	}
	if next > 0 && f.spots[f.written[next-1]].written.Compare(f.spots[0].written) >= 0 {
		return f.written[next-1]
	}
	return 0
}

// fieldAt returns the path of a spot as a reply has it: a translation is the field that
// it translates, in its language.
func (f *fields) fieldAt(i int32) field {
	var steps []string
	for ; f.spots[i].parent >= 0; i = f.spots[i].parent {
		steps = append(steps, f.spots[i].step)
	}
	slices.Reverse(steps)
	return fieldOfSteps(steps)
}

func fieldOfSteps(steps []string) field {
	var f field
	var b strings.Builder
	for i := 0; i < len(steps); i++ {
		s := steps[i]
		switch {
		case s == "translation" && i+1 < len(steps) && (i == 0 || strings.HasPrefix(steps[i-1], "[")):
			i++
			f.language = steps[i]
			if b.Len() == 0 {
				b.WriteString("text")
			}
			continue
		case s == "condition" && i == 0:
			f.path = s
			return f
		case b.Len() > 0 && !strings.HasPrefix(s, "["):
			b.WriteByte('.')
		}
		b.WriteString(s)
	}
	f.path = b.String()
	return f
}
