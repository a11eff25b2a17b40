package compare

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"nlgserver/internal/diag"
	"nlgserver/nlg"
	"nlgserver/responses"
)

// Kind is a kind of difference.
type Kind string

// The kinds of differences.
const (
	Added   Kind = "added"
	Removed Kind = "removed"
	Changed Kind = "changed"
	// Reordered is a list with the same items in a different order.
	Reordered Kind = "reordered"
)

// Diff is everything that differs in meaning between two catalogs.
type Diff struct {
	// Responses are the responses that differ, sorted by name.
	Responses []Response `json:"responses"`
	// Replies are the expected replies that changed; see [Diff.AddCase].
	Replies []Reply `json:"replies,omitempty"`
}

// Response is one response that differs.
type Response struct {
	Name string `json:"name"`
	Kind Kind   `json:"kind"`
	// Position is its position in the new content, or in the old content if it
	// was removed.
	Position diag.Position `json:"position"`
	// RenamedFrom is the removed response with exactly the same variations, or
	// empty if there is none.
	RenamedFrom string `json:"renamed_from,omitempty"`
	// Variations are the variations that differ: removed ones first, then the
	// others in the order of the new content.
	Variations []Variation `json:"variations,omitempty"`
	// Order lists the groups in which Rasa would request a different id.
	Order []Reorder `json:"order,omitempty"`
}

// Variation is one variation that differs.
type Variation struct {
	Kind Kind `json:"kind"`
	// Old and New are indexes in file order, starting at 0; nil if the variation
	// does not exist on that side.
	Old *int `json:"old,omitempty"`
	New *int `json:"new,omitempty"`
	// Number is the number of the new variation, or of the old one if it was
	// removed, counted from 1 as in the text.
	Number int `json:"number"`
	// ID, Audience and Text describe the new variation, or the old one if it
	// was removed. The audience is its channel and condition in words.
	ID       string `json:"id,omitempty"`
	Audience string `json:"audience,omitempty"`
	Text     string `json:"text,omitempty"`
	// Changes is empty for a variation that was added or removed.
	Changes []Change `json:"changes,omitempty"`
}

// Change is one thing that differs within a variation.
type Change struct {
	// Path is what differs, such as text, translation.de, buttons[1].title or
	// condition.
	Path string `json:"path"`
	Kind Kind   `json:"kind"`
	// Before and After are strings as they are, conditions in words, and
	// anything else as JSON.
	Before string `json:"before,omitempty"`
	After  string `json:"after,omitempty"`
	// Words is the word diff of two strings; nil for anything else.
	Words []Word `json:"words,omitempty"`
}

// Reorder is a group of variations in which a different one now comes first.
type Reorder struct {
	// Group is the group's audience in words.
	Group string `json:"group"`
	// Before and After name the variation that came first and the one that
	// comes first now.
	Before string `json:"before"`
	After  string `json:"after"`
}

// Catalogs compares two catalogs, both compiled with nlg.Options.KeepWritten. A
// nil catalog stands for empty content.
func Catalogs(from, to *nlg.Catalog) *Diff {
	d, _ := CatalogsContext(context.Background(), from, to) // never done
	return d
}

// CatalogsContext is [Catalogs] for content of any size: if ctx is done before, it returns
// the error of ctx, after one more response at most.
func CatalogsContext(ctx context.Context, from, to *nlg.Catalog) (*Diff, error) {
	a, err := readAll(ctx, from)
	if err != nil {
		return nil, err
	}
	b, err := readAll(ctx, to)
	if err != nil {
		return nil, err
	}
	d := &Diff{Responses: []Response{}}
	for _, name := range slices.Sorted(maps.Keys(a)) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if b[name] == nil {
			d.Responses = append(d.Responses, whole(a[name], Removed))
		} else if r, differs := compareResponses(a[name], b[name]); differs {
			d.Responses = append(d.Responses, r)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(b)) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if a[name] == nil {
			r := whole(b[name], Added)
			r.RenamedFrom = renamedFrom(b[name], a, b)
			d.Responses = append(d.Responses, r)
		}
	}
	slices.SortFunc(d.Responses, func(x, y Response) int { return cmp.Compare(x.Name, y.Name) })
	return d, nil
}

// Differ reports whether two responses differ in meaning; nil stands for none.
func Differ(a, b *responses.Response) bool {
	if a == nil || b == nil {
		return a != b
	}
	_, differ := compareResponses(readResponse(a), readResponse(b))
	return differ
}

// Empty reports whether the two catalogs mean the same.
func (d *Diff) Empty() bool { return len(d.Responses)+len(d.Replies) == 0 }

// Count returns the number of responses of a kind.
func (d *Diff) Count(kind Kind) int {
	n := 0
	for i := range d.Responses {
		if d.Responses[i].Kind == kind {
			n++
		}
	}
	return n
}

// whole describes a response that only one side has.
func whole(r *response, kind Kind) Response {
	out := Response{Name: r.name, Kind: kind, Position: r.position}
	for _, v := range r.variations {
		out.Variations = append(out.Variations, v.alone(kind))
	}
	return out
}

// renamedFrom returns the name of a removed response with the same variations.
func renamedFrom(r *response, before, after map[string]*response) string {
	for _, name := range slices.Sorted(maps.Keys(before)) {
		if after[name] == nil && slices.Equal(before[name].contents(), r.contents()) {
			return name
		}
	}
	return ""
}

func compareResponses(a, b *response) (Response, bool) {
	out := Response{Name: b.name, Kind: Changed, Position: b.position}
	pairs := match(a.variations, b.variations)
	matched := make(map[*variation]bool, 2*len(pairs))
	of := make(map[*variation]*variation, len(pairs))
	for _, p := range pairs {
		matched[p.old], matched[p.new], of[p.new] = true, true, p.old
	}
	for _, v := range a.variations {
		if !matched[v] {
			out.Variations = append(out.Variations, v.alone(Removed))
		}
	}
	for _, v := range b.variations {
		if !matched[v] {
			out.Variations = append(out.Variations, v.alone(Added))
		} else if changes := changesOf(of[v], v); len(changes) > 0 {
			one := v.alone(Changed)
			one.Old, one.Changes = &of[v].index, changes
			out.Variations = append(out.Variations, one)
		}
	}
	out.Order = reorders(pairs)
	return out, len(out.Variations)+len(out.Order) > 0
}

// alone describes a variation without its changes.
func (v *variation) alone(kind Kind) Variation {
	out := Variation{Kind: kind, ID: v.ID, Audience: v.audience(), Text: v.headline()}
	out.Number = v.index + 1
	if kind == Removed {
		out.Old = &v.index
	} else {
		out.New = &v.index
	}
	return out
}
