package draft

import (
	"slices"

	"nlgserver/compare"
	"nlgserver/edit"
	"nlgserver/nlg"
	"nlgserver/responses"
)

// tracker follows the variations of responses through the same ops on an old and on a
// new content, so that an op on a variation of the old content finds the same one in
// the new content.
type tracker struct {
	store    *Store
	old, new side
	lists    map[string]*tracked // by the response's present name
	next     int
}

// side is one content while ops are applied to it.
type side struct {
	files []nlg.File
	index *index
}

// tracked are the variations of a response on both sides, in file order. Equal
// numbers are the same variation.
type tracked struct {
	// response is the name that it had first, and name the one on the new side.
	response, name string
	old, new       []int
	// exists says whether the new side has the response, and came that the old one had
	// not.
	exists, came bool
	// isBack is set if the response was gone, and is there again, and back are variations
	// of which that is true.
	isBack bool
	back   []int
}

func newTracker(s *Store, before, after []nlg.File) *tracker {
	return &tracker{
		store: s, lists: map[string]*tracked{},
		// The cache never learns the old files: they change without an editor.
		old: side{before, newIndex(s.config.Read, nil)}, new: side{after, newIndex(s.config.Read, s.cache)},
	}
}

// of returns the variations of a response.
func (t *tracker) of(name string) *tracked {
	if l := t.lists[name]; l != nil {
		return l
	}
	a, b := t.old.index.lookUp(t.old.files, name), t.new.index.lookUp(t.new.files, name)
	l := &tracked{response: name, name: name, exists: b != nil, came: a == nil && b != nil}
	if a != nil {
		l.old = t.fresh(len(a.items))
	}
	if b != nil {
		l.new = t.fresh(len(b.items))
	}
	if a != nil && b != nil {
		for i, j := range compare.Match(a.variations, b.variations) {
			if areOthers(a.variations[i], b.variations[j]) {
				continue
			}
			l.new[b.numbers[j]] = l.old[a.numbers[i]]
		}
		l.matchFaulty(a, b)
	}
	t.lists[name] = l
	return l
}

// areOthers reports whether two variations that are alike are certainly not the same
// one: somebody removed the one and added the other, as their ids say.
func areOthers(a, b *responses.Variation) bool {
	return a.ID != "" && b.ID != "" && a.ID != b.ID && a.Meaning() != b.Meaning()
}

// matchFaulty matches the variations that have an error, and so no meaning, with
// equal ones.
func (l *tracked) matchFaulty(a, b *entry) {
	for i, x := range a.items {
		if slices.Contains(l.new, l.old[i]) {
			continue
		}
		for j, y := range b.items {
			if !slices.Contains(l.old, l.new[j]) && responses.Canonical(x.Python()) == responses.Canonical(y.Python()) {
				l.new[j] = l.old[i]
				break
			}
		}
	}
}

func (t *tracker) fresh(n int) []int {
	out := make([]int, n)
	for i := range out {
		t.next++
		out[i] = t.next
	}
	return out
}

// relocate returns an op of the old side for the new side. It returns false if the
// variation is not there any more.
func (t *tracker) relocate(op edit.Op) (edit.Op, bool) {
	l := t.of(op.Response)
	op.Response = l.name
	switch op.Kind {
	case edit.AddResponse, edit.RemoveResponse, edit.RenameResponse:
		return op, true
	case edit.AddVariation:
		if l.exists {
			op.To = l.place(op.To)
		}
		return op, l.exists
	}
	token := at(l.old, op.Number)
	number := slices.Index(l.new, token) + 1
	if token == 0 || number == 0 {
		return op, false
	}
	op.Number = number
	if op.Kind == edit.MoveVariation {
		rest := &tracked{old: without(l.old, token), new: without(l.new, token)}
		if op.To = rest.place(op.To); op.To == 0 {
			op.To = len(l.new)
		}
	}
	return op, true
}

// place returns where a variation that the old side has inserted at a number belongs
// on the new side: behind the same variation.
func (l *tracked) place(to int) int {
	if to <= 0 || to > len(l.old) {
		return 0
	}
	for i := to - 2; i >= 0; i-- {
		if at := slices.Index(l.new, l.old[i]); at >= 0 {
			return at + 2
		}
	}
	return 1
}

// at returns the variation with a number; 0 if there is none.
func at(list []int, number int) int {
	if number < 1 || number > len(list) {
		return 0
	}
	return list[number-1]
}

func without(list []int, token int) []int {
	return slices.DeleteFunc(slices.Clone(list), func(x int) bool { return x == token })
}

func insert(list []int, to, token int) []int {
	if to <= 0 || to > len(list) {
		return append(list, token)
	}
	return slices.Insert(list, to-1, token)
}

// advance follows an op of the old side, as it is on each side; nil where it was not
// applied. It returns the variation that the op adds; 0 if it adds none.
func (t *tracker) advance(op edit.Op, old, moved *edit.Op) int {
	l := t.of(op.Response)
	token := 0
	if op.Kind == edit.AddVariation {
		token = t.fresh(1)[0]
	}
	if old != nil {
		l.old = stepped(l.old, *old, token)
	}
	if moved != nil {
		l.new = stepped(l.new, *moved, token)
	}
	switch op.Kind {
	case edit.AddResponse:
		l.came = false
		fresh := t.fresh(size(op.Value))
		if old != nil {
			l.old = fresh
		}
		if moved != nil {
			l.new, l.exists = fresh, true
		}
	case edit.RemoveResponse:
		l.exists = l.exists && moved == nil
	case edit.RenameResponse:
		if moved != nil {
			l.name = text(op.Value)
		}
		if old != nil {
			delete(t.lists, op.Response)
			t.lists[text(op.Value)] = l
		}
	}
	return token
}

// stepped returns the variations after an op on them.
func stepped(list []int, op edit.Op, token int) []int {
	switch op.Kind {
	case edit.AddVariation:
		return insert(list, op.To, token)
	case edit.RemoveVariation:
		return without(list, at(list, op.Number))
	case edit.MoveVariation:
		moved := at(list, op.Number)
		return insert(without(list, moved), op.To, moved)
	case edit.RemoveResponse:
		return nil
	}
	return list
}
