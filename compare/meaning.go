package compare

import (
	"slices"
	"strings"

	"nlgserver/internal/diag"
	"nlgserver/internal/python"
	"nlgserver/nlg"
)

// response is what a response means.
type response struct {
	name       string
	position   diag.Position
	variations []*variation
}

// variation is what a variation means.
type variation struct {
	index      int
	id         string
	channel    string
	hasChannel bool
	condition  condition
	// parts are its other keys, in the order in which they are told.
	parts []part
	// content is the same for two variations that differ in nothing but their
	// ids.
	content string
	// words counts the words of its texts.
	words map[string]int
	total int
}

type part struct {
	name  string
	value python.Value
}

// readAll returns what the responses mean, by name.
func readAll(c *nlg.Catalog) map[string]*response {
	out := map[string]*response{}
	if c == nil {
		return out
	}
	for w := range c.AllWritten() {
		r := &response{name: w.Name, position: w.Position}
		for i := range w.Variations {
			r.variations = append(r.variations, readVariation(i, &w.Variations[i]))
		}
		out[w.Name] = r
	}
	return out
}

// contents returns what identifies the variations, in no order.
func (r *response) contents() []string {
	var out []string
	for _, v := range r.variations {
		out = append(out, v.id+"\x00"+v.content)
	}
	slices.Sort(out)
	return out
}

func readVariation(index int, w *nlg.WrittenVariation) *variation {
	v := &variation{index: index, id: w.ID, channel: w.Channel, hasChannel: w.HasChannel, words: map[string]int{}}
	value := w.Node.ToValue()
	if _, bare := value.Text(); bare { // the old form
		value = python.OfDict(python.DictOf("text", value))
	}
	for _, e := range value.Dict().Entries() {
		key, _ := e.Key.Text()
		switch key {
		case "condition":
			v.condition = readCondition(e.Value)
		case "id", "channel":
		default:
			// What is null at the top of a variation, or an empty list of
			// buttons, is never sent.
			if !e.Value.IsNone() && (key != "buttons" || len(e.Value.Items()) > 0) {
				v.parts = append(v.parts, part{key, settled(key, e.Value)})
			}
		}
	}
	slices.SortFunc(v.parts, func(a, b part) int { return comparePaths(a.name, b.name) })
	v.content = v.canonical()
	for _, p := range v.parts {
		v.countWords(p.value)
	}
	return v
}

// settled drops the translations of buttons that do nothing.
func settled(key string, value python.Value) python.Value {
	if key != "buttons" {
		return value
	}
	items := slices.Clone(value.Items())
	for i, item := range items {
		t, ok := item.Dict().Get("translation")
		if !ok || t.Dict().Len() > 0 {
			continue
		}
		button := python.NewDict(item.Dict().Len())
		for _, e := range item.Dict().Entries() {
			if text, _ := e.Key.Text(); text != "translation" {
				button.SetKey(e.Key, e.Value)
			}
		}
		items[i] = python.OfDict(button)
	}
	return python.List(items...)
}

// canonical spells the variation without its id, so that equal spellings mean
// the same.
func (v *variation) canonical() string {
	b := []byte(v.condition.canonical)
	b = append(b, 0)
	if v.hasChannel {
		b = python.AppendJSONString(b, v.channel)
	}
	for _, p := range v.parts {
		b = append(python.AppendJSONString(append(b, 0), p.name), ':')
		b = appendCanonical(b, p.value)
	}
	return string(b)
}

// appendCanonical writes JSON with sorted keys.
func appendCanonical(b []byte, v python.Value) []byte {
	switch v.Kind() {
	case python.KindList, python.KindTuple:
		b = append(b, '[')
		for i, item := range v.Items() {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendCanonical(b, item)
		}
		return append(b, ']')
	case python.KindDict:
		b = append(b, '{')
		for i, e := range sortedEntries(v) {
			if i > 0 {
				b = append(b, ',')
			}
			b = append(python.AppendJSONString(b, python.JSONKey(e.Key)), ':')
			b = appendCanonical(b, e.Value)
		}
		return append(b, '}')
	default:
		return v.AppendJSON(b)
	}
}

func canonicalOf(v python.Value) string { return string(appendCanonical(nil, v)) }

func sortedEntries(v python.Value) []python.Entry {
	entries := slices.Clone(v.Dict().Entries())
	slices.SortStableFunc(entries, func(a, b python.Entry) int {
		return strings.Compare(python.JSONKey(a.Key), python.JSONKey(b.Key))
	})
	return entries
}

// audience says in words who gets the variation.
func (v *variation) audience() string {
	var out []string
	if v.hasChannel {
		out = append(out, "on "+v.channel)
	}
	if v.condition.words != "" {
		out = append(out, v.condition.words)
	}
	return strings.Join(out, ", ")
}

// headline is what the variation is known by: its text, else what it has.
func (v *variation) headline() string {
	var names []string
	for _, p := range v.parts {
		if text, ok := p.value.Text(); ok && p.name == "text" {
			return text
		}
		names = append(names, p.name)
	}
	return strings.Join(names, ", ")
}
