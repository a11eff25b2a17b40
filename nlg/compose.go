package nlg

import (
	"slices"
	"strconv"

	"nlgserver/internal/diag"
	"nlgserver/internal/python"
	"nlgserver/internal/yamlsrc"
)

// composer turns a variation's nodes into a reply for one language: JSON in
// pieces, with compiled texts between them.
type composer struct {
	unit *unit
	// engine fills the texts; texts remembers those that other languages'
	// replies share, nil if there are no other languages.
	engine engine
	texts  map[*yamlsrc.Node]compiledText

	json     []byte
	segments []segment
	reply    reply
	keys     int
	path     []byte
	// written collects the texts, where what was written is kept.
	written []WrittenText
	// languages are the codes to look for, the best first.
	languages []string
}

// compileReplies composes the reply of a variation and, where it is
// translated, one for each language that its text or a button knows.
func (u *unit) compileReplies(v *variation, p *parts) []WrittenText {
	c := &u.composer
	*c = composer{unit: u, engine: engineOf(p.metadata), json: c.json, segments: c.segments, path: c.path}
	codes := u.translatedInto(p)
	if len(codes) > 0 {
		c.texts, v.replies = map[*yamlsrc.Node]compiledText{}, make(map[string]*reply, len(codes))
	}
	v.reply = c.compose(p)
	for _, code := range codes {
		c.languages = u.opts.Language.chain(code)
		v.replies[code] = c.compose(p)
	}
	return c.written
}

// compose writes the keys in the order of design.md. Nulls and an empty list
// of buttons are left out (D5).
func (c *composer) compose(p *parts) *reply {
	c.json, c.segments, c.reply, c.keys = append(c.json[:0], '{'), c.segments[:0], reply{}, 0
	if n := c.translatedText(p); n != nil && !yamlsrc.IsNull(n) {
		c.key("text")
		c.value(n, true)
	}
	c.part("image", p.image, true)
	if p.buttons != nil && len(p.buttons.Items) > 0 {
		c.key("buttons")
		c.buttons(p.buttons)
	}
	c.part("quick_replies", p.quickReplies, true)
	c.part("elements", p.elements, false)
	c.part("attachment", p.attachment, true)
	c.part("custom", p.custom, true)
	for _, pair := range p.others {
		c.part(keyText(pair.Key), pair.Value, false)
	}
	c.part("id", p.id, false)
	c.part("metadata", p.metadata, false)
	c.json = append(c.json, '}')
	c.flush(segment{})
	out := c.reply
	out.segments = slices.Clone(c.segments)
	return &out
}

// part writes a key and its value, if there is one.
func (c *composer) part(key string, n *yamlsrc.Node, filled bool) {
	if n != nil {
		c.key(key)
		c.value(n, filled)
	}
}

// key writes the key of a top-level part.
func (c *composer) key(key string) {
	if c.keys++; c.keys > 1 {
		c.json = append(c.json, ',')
	}
	c.json = append(python.AppendJSONString(c.json, key), ':')
	c.path = append(c.path[:0], key...)
}

// value writes a node. Where filled is set, the texts in it are templates; a
// map's keys never are. Rasa: section 4.2.
func (c *composer) value(n *yamlsrc.Node, filled bool) {
	depth := len(c.path)
	switch n.Kind {
	case yamlsrc.Sequence:
		c.json = append(c.json, '[')
		for i, item := range n.Items {
			if i > 0 {
				c.json = append(c.json, ',')
			}
			c.index(i)
			c.value(item, filled)
			c.path = c.path[:depth]
		}
		c.json = append(c.json, ']')
	case yamlsrc.Mapping:
		c.json = append(c.json, '{')
		for i, pair := range n.Pairs {
			if i > 0 {
				c.json = append(c.json, ',')
			}
			c.field(pair.Key)
			c.value(pair.Value, filled)
			c.path = c.path[:depth]
		}
		c.json = append(c.json, '}')
	default:
		c.scalar(n, filled)
	}
}

func (c *composer) index(i int) {
	c.path = append(strconv.AppendInt(append(c.path, '['), int64(i), 10), ']')
}

// field writes the key of a nested map.
func (c *composer) field(key *yamlsrc.Node) {
	if key.Kind != yamlsrc.Scalar {
		c.unit.error(key, diag.NonTextKey, "a key must be a text, not "+yamlsrc.Describe(key)+": JSON has no other", "write a text before the colon")
	}
	name := python.JSONKey(key.Value)
	c.json = append(python.AppendJSONString(c.json, name), ':')
	c.path = append(append(c.path, '.'), name...)
}

func (c *composer) scalar(n *yamlsrc.Node, filled bool) {
	source, isText := n.Value.Text()
	if !isText {
		if f, ok := n.Value.Float64(); ok && (f != f || f-f != 0) {
			c.unit.error(n, diag.NotJSON, "a reply cannot carry "+n.Value.Str()+": JSON has no such number", "put it in quotes, or use another number")
		}
		c.json = n.Value.AppendJSON(c.json)
		return
	}
	if !filled {
		c.json = python.AppendJSONString(c.json, source)
		return
	}
	t, seen := c.texts[n]
	if !seen {
		t = c.engine.compile(c.unit, n, source)
		if c.texts != nil {
			c.texts[n] = t
		}
		c.keep(n, t)
	}
	position := c.unit.position(n)
	if t.text == nil {
		c.json = python.AppendJSONString(c.json, t.static)
		if t.problem != nil {
			found := *t.problem
			found.Path, found.Position = c.pathText(), position
			c.reply.problems = append(c.reply.problems, found)
		}
		return
	}
	c.flush(segment{text: t.text, path: c.pathText(), position: position})
}

// pathText returns the path; the usual one takes no memory.
func (c *composer) pathText() string {
	const usual = "text"
	if string(c.path) == usual {
		return usual
	}
	return string(c.path)
}

// flush ends a piece of JSON with s, which holds the text after it.
func (c *composer) flush(s segment) {
	s.json = string(c.json)
	c.reply.size += len(s.json)
	c.segments = append(c.segments, s)
	c.json = c.json[:0]
}

// buttons writes the buttons in the composer's language, without their
// translations. Rasa: section 7.
func (c *composer) buttons(list *yamlsrc.Node) {
	depth := len(c.path)
	c.json = append(c.json, '[')
	for i, b := range list.Items {
		if i > 0 {
			c.json = append(c.json, ',')
		}
		c.index(i)
		c.button(b)
		c.path = c.path[:depth]
	}
	c.json = append(c.json, ']')
}

func (c *composer) button(b *yamlsrc.Node) {
	depth := len(c.path)
	translated := c.translated(b.Get(translationKey))
	c.json = append(c.json, '{')
	first := true
	for _, pair := range b.Pairs {
		name := keyText(pair.Key)
		if name == translationKey {
			continue
		}
		if !first {
			c.json = append(c.json, ',')
		}
		first = false
		value := pair.Value
		if translated != nil && translated.Kind == yamlsrc.Mapping {
			if t := translated.Get(name); t != nil {
				value = t
			}
		}
		c.field(pair.Key)
		c.value(value, true)
		c.path = c.path[:depth]
	}
	c.json = append(c.json, '}')
}
