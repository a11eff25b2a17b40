package compare

import (
	"context"
	"slices"
	"strings"

	"nlgserver/internal/diag"
	"nlgserver/nlg"
	"nlgserver/responses"
)

// response is the meaning of a response.
type response struct {
	name       string
	position   diag.Position
	variations []*variation
}

// variation is the meaning of a variation.
type variation struct {
	*responses.Variation
	index int
	// condition is the same for conditions that always agree. content is the
	// same for two variations that differ only in their ids.
	condition, content string
	// parts are its keys, in output order.
	parts []responses.Part
	// words counts the words of its texts.
	words map[string]int
	total int
}

// readAll returns the meaning of the responses, by name. The error is that of ctx.
func readAll(ctx context.Context, c *nlg.Catalog) (map[string]*response, error) {
	out := map[string]*response{}
	if c == nil {
		return out, nil
	}
	for w := range c.AllWritten() {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		out[w.Name] = readResponse(w)
	}
	return out, nil
}

func readResponse(w *responses.Response) *response {
	r := &response{name: w.Name, position: w.Position}
	for i, v := range w.Variations {
		r.variations = append(r.variations, readVariation(i, v))
	}
	return r
}

// contents returns keys that identify the variations, whatever their order.
func (r *response) contents() []string {
	var out []string
	for _, v := range r.variations {
		out = append(out, v.ID+"\x00"+v.content)
	}
	slices.Sort(out)
	return out
}

func readVariation(index int, w *responses.Variation) *variation {
	v := &variation{
		Variation: w, index: index, condition: w.ConditionMeaning(), content: w.Meaning(), parts: w.Parts(), words: map[string]int{},
	}
	slices.SortFunc(v.parts, func(a, b responses.Part) int { return comparePaths(a.Name, b.Name) })
	for _, p := range v.parts {
		v.countWords(p.Value)
	}
	return v
}

// audience describes the variation's channel and condition in words.
func (v *variation) audience() string {
	var out []string
	if v.HasChannel {
		out = append(out, "on "+v.Channel)
	}
	if words := v.ConditionWords(); words != "" {
		out = append(out, words)
	}
	return strings.Join(out, ", ")
}

// headline returns the variation's text, or else the names of its keys.
func (v *variation) headline() string {
	var names []string
	for _, p := range v.parts {
		if text, ok := p.Value.Text(); ok && p.Name == "text" {
			return text
		}
		names = append(names, p.Name)
	}
	return strings.Join(names, ", ")
}
