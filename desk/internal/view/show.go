package view

import (
	"fmt"
	"slices"
	"strings"

	"nlgserver/channels"
	"nlgserver/responses"
)

// Response returns a response with everything that the page shows of it; ok is false
// if the content has none of that name. A built-in response is none.
func (c *Content) Response(name string) (r *Response, ok bool) {
	e := c.entryOf(name)
	if e == nil {
		return nil, false
	}
	found := e.findingsOf()
	r = &Response{
		Version: c.Version(), Name: name, Position: e.w.Position, Comment: commentOfResponse(e.w),
		Variations: []Variation{}, Languages: c.states(e), Inputs: c.inputs(e.w), Uses: c.uses(name),
		Tests: slices.Clone(e.tests), Recordings: []RecordingSummary{}, Findings: nonNil(found[0]),
	}
	r.Tests = nonNil(r.Tests)
	for i, v := range e.w.Variations {
		r.Variations = append(r.Variations, c.variation(i+1, v, found[i+1]))
	}
	slices.SortStableFunc(r.Variations, func(a, b Variation) int { return groupOf(a) - groupOf(b) })
	for _, one := range e.recordings {
		r.Recordings = append(r.Recordings, one.summary())
	}
	return r, true
}

// nonNil returns an empty list instead of nil, which JSON would have as null.
func nonNil[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// groups are the groups of variations in the order in which they win. Rasa: section
// 3.1.
var groups = [...]struct{ name, words string }{
	{"condition_and_channel", "comes first: has a condition and a channel"},
	{"channel", "comes second: has a channel"},
	{"condition", "comes third: has a condition"},
	{"default", "comes last: has no condition and no channel"},
}

// groupOf returns the index of a variation's group.
func groupOf(v Variation) int {
	switch {
	case v.Condition != nil && v.Channel != nil:
		return 0
	case v.Channel != nil:
		return 1
	case v.Condition != nil:
		return 2
	default:
		return 3
	}
}

// engines are the names of the engines.
var engines = map[responses.Engine]string{responses.Format: "format", responses.Jinja: "jinja"}

func (c *Content) variation(number int, v *responses.Variation, found []Finding) Variation {
	out := Variation{
		Number: number, ID: v.ID, Comment: commentOfVariation(v), Position: v.Position(),
		Engine: engines[engineOf(v)], Texts: []Text{}, Findings: nonNil(found),
	}
	if v.HasChannel {
		out.Channel = &ChannelName{v.Channel, c.channel(v.Channel).Title}
	}
	if v.Condition != nil {
		out.Condition = conditionOf(v)
	}
	g := groups[groupOf(out)]
	out.Group, out.GroupWords = g.name, g.words
	texts := map[string][]Text{}
	for _, t := range v.Texts {
		texts[t.Path] = append(texts[t.Path], textIn(t))
	}
	out.Texts = append(out.Texts, texts["text"]...)
	if image := texts["image"]; len(image) > 0 {
		out.Image = &image[0]
	}
	out.Buttons = buttonsOf("buttons", v.Buttons(), texts)
	out.QuickReplies = buttonsOf("quick_replies", v.QuickReplies(), texts)
	for _, p := range v.Parts() {
		if !slices.Contains(shown[:], p.Name) {
			out.Parts = append(out.Parts, Part{p.Name, raw(p.Value)})
		}
	}
	return out
}

// shown are the keys that are not among the parts.
var shown = [...]string{"text", "translation", "image", "buttons", "quick_replies"}

// engineOf returns the engine of a variation: that of its texts, if it has any.
func engineOf(v *responses.Variation) responses.Engine {
	if len(v.Texts) == 0 {
		return responses.Format
	}
	return v.Texts[0].Engine
}

func conditionOf(v *responses.Variation) *Condition {
	out := &Condition{
		Words: v.ConditionWords(), Facts: nonNil(v.Condition.Facts()), Source: writtenAt(v.Key("condition")),
		Value: raw(v.Key("condition").Python()), Slots: nonNil(v.Slots()),
	}
	if fault := v.Condition.Never(); fault != nil {
		out.Never = fault.Message
	}
	return out
}

// writtenAt returns a value as it is in the file, its lines indented as the first one.
func writtenAt(v responses.Value) string {
	indent := strings.Repeat(" ", max(v.Column()-1, 0))
	lines := strings.Split(strings.ReplaceAll(v.Written(), "\r\n", "\n"), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimPrefix(line, indent)
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

// buttonsOf returns buttons with their translations.
func buttonsOf(key string, buttons []responses.Button, texts map[string][]Text) []Button {
	var out []Button
	for i, b := range buttons {
		path := fmt.Sprintf("%s[%d]", key, i)
		one := Button{Titles: []Text{}, Payloads: []Text{}}
		one.Titles = append(one.Titles, fieldIn(path, "title", b.Value, texts)...)
		one.Payloads = append(one.Payloads, fieldIn(path, "payload", b.Value, texts)...)
		for e := range b.Value.Entries() {
			if name := e.Name(); name != "title" && name != "payload" && name != "translation" {
				one.Parts = append(one.Parts, Part{name, raw(e.Value.Python())})
			}
		}
		out = append(out, one)
	}
	return out
}

// fieldIn returns a key of a button with its translations. A number is no text of the
// reply, but the page shows it.
func fieldIn(path, key string, button responses.Value, texts map[string][]Text) []Text {
	path += "." + key
	if v := button.Get(key); !v.IsMissing() && v.Printed() != "" && (len(texts[path]) == 0 || texts[path][0].Language != "") {
		return append([]Text{plain(path, v.Printed())}, texts[path]...)
	}
	return texts[path]
}

// channel returns a channel by its name, which may be an unknown one.
func (c *Content) channel(name string) *channels.Channel {
	if found := c.channels.Lookup(name); found != nil {
		return found
	}
	return channels.Declared(name, channels.Web)
}

// uses returns where a response is used.
func (c *Content) uses(name string) []Usage {
	out := []Usage{}
	names := []string{name}
	if base, keyed := retrieval(name); keyed {
		names = append(names, base)
	}
	for _, n := range names {
		for _, u := range c.domain.UsesOf(n) {
			out = append(out, Usage{u.In, u.Position})
		}
	}
	for _, n := range names {
		if d, ok := c.domain.Actions.Get(n); ok {
			out = append(out, Usage{"actions of the domain", d.Position})
		}
	}
	return out
}
