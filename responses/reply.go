package responses

import (
	"slices"
	"strconv"

	"nlgserver/internal/diag"
	"nlgserver/internal/python"
)

// Walker receives a reply piece by piece, in the order in which it is sent.
type Walker interface {
	// Key starts a part of the reply; its value follows.
	Key(name string)
	// BeginList and EndList enclose the items of a list: Item, then the value.
	BeginList()
	Item(i int)
	EndList()
	// BeginMap and EndMap enclose the entries of a map: Field, then the value.
	BeginMap()
	Field(key python.Value)
	EndMap()
	// Scalar is a value that is sent as written; Text is a string to fill.
	Scalar(v python.Value)
	Text(t *Text)
}

// Walk passes the reply, before it is filled, to w. The text and each button
// are in the first of the languages that they are translated into. Nulls and an
// empty list of buttons are left out (D5).
func (v *Variation) Walk(languages []string, w Walker) {
	walk := walk{Walker: w, variation: v, languages: languages}
	walk.reply()
}

// Message returns the reply before it is filled; see [Variation.Walk].
func (v *Variation) Message(languages ...string) python.Value {
	b := builder{}
	b.BeginMap()
	v.Walk(languages, &b)
	b.EndMap()
	return b.root
}

// walk is one walk over a reply.
type walk struct {
	Walker
	variation *Variation
	languages []string
	// next is the index of the text that probably comes next.
	next int
	// collector is set while the texts are still being collected.
	collector *collector
}

// reply walks the keys in the order of the reply: those that Rasa knows first,
// then the others, in file order.
func (w *walk) reply() {
	p := &w.variation.parts
	text := p.text
	if t := translated(p.translation, w.languages); !t.IsMissing() {
		text = t
	}
	if !text.IsNull() {
		w.part("text", text, true)
	}
	w.part("image", p.image, true)
	if p.buttons.Len() > 0 {
		w.Key("buttons")
		w.buttons(p.buttons)
	}
	w.part("quick_replies", p.quickReplies, true)
	w.part("elements", p.elements, false)
	w.part("attachment", p.attachment, true)
	w.part("custom", p.custom, true)
	for _, o := range p.others {
		w.part(o.Key.String(), o.Value, false)
	}
	w.part("id", p.id, false)
	w.part("metadata", p.metadata, false)
}

// part walks a key and its value, if it has one.
func (w *walk) part(name string, v Value, filled bool) {
	if !v.IsMissing() {
		w.Key(name)
		w.value(v, filled)
	}
}

// value walks a value. If filled is set, the strings in it are templates; the
// keys of a map never are. Rasa: section 4.2.
func (w *walk) value(v Value, filled bool) {
	switch {
	case v.IsList():
		w.BeginList()
		i := 0
		for item := range v.Items() {
			w.Item(i)
			w.value(item, filled)
			i++
		}
		w.EndList()
	case v.IsMap():
		w.BeginMap()
		for e := range v.Entries() {
			w.field(e.Key)
			w.value(e.Value, filled)
		}
		w.EndMap()
	default:
		w.scalar(v, filled)
	}
}

// buttons walks the buttons, each in the first of the languages that it is
// translated into, without their translations. Rasa: section 7.
func (w *walk) buttons(list Value) {
	w.BeginList()
	i := 0
	for b := range list.Items() {
		w.Item(i)
		i++
		in := translated(b.Get(translationKey), w.languages)
		w.BeginMap()
		for field := range b.Entries() {
			name := field.Key.String()
			if name == translationKey {
				continue
			}
			value := field.Value
			if t := in.Get(name); !t.IsMissing() {
				value = t
			}
			w.field(field.Key)
			w.value(value, true)
		}
		w.EndMap()
	}
	w.EndList()
}

func (w *walk) field(key Value) {
	if w.collector != nil {
		w.collector.field(key)
		return
	}
	w.Field(key.Python())
}

func (w *walk) scalar(v Value, filled bool) {
	if w.collector != nil {
		w.collector.scalar(v, filled)
		return
	}
	if !filled || !wantText.is(v) {
		w.Scalar(v.Python())
		return
	}
	texts := w.variation.Texts
	for i := range texts {
		at := (w.next + i) % len(texts)
		if t := texts[at]; t.Value.IsSame(v) {
			w.next = at + 1
			w.Text(t)
			return
		}
	}
}

// readTexts finds and compiles the texts of a variation: those of the
// untranslated reply, then those of its translations.
func (f *File) readTexts(v *Variation) {
	c := &f.collector
	*c = collector{file: f, variation: v, path: c.path[:0], depths: c.depths[:0]}
	v.Texts = v.firstText[:0]
	w := walk{Walker: c, collector: c, variation: v}
	w.reply()
	for _, code := range v.TranslatedInto() {
		c.language = code
		w.languages = []string{code}
		w.reply()
	}
}

// collector reads the texts of a variation as a walk reaches them.
type collector struct {
	file      *File
	variation *Variation
	language  string
	path      []byte
	// depths are the path lengths of the enclosing lists and maps.
	depths []int
}

// Key implements [Walker].
func (c *collector) Key(name string) { c.path = append(c.path[:0], name...) }

// BeginList implements [Walker].
func (c *collector) BeginList() { c.depths = append(c.depths, len(c.path)) }

// EndList implements [Walker].
func (c *collector) EndList() {
	last := len(c.depths) - 1
	c.path, c.depths = c.path[:c.depths[last]], c.depths[:last]
}

// BeginMap implements [Walker].
func (c *collector) BeginMap() { c.BeginList() }

// EndMap implements [Walker].
func (c *collector) EndMap() { c.EndList() }

// Item implements [Walker].
func (c *collector) Item(i int) {
	c.path = append(strconv.AppendInt(append(c.outer(), '['), int64(i), 10), ']')
}

// Field implements [Walker]; walks that collect call field.
func (*collector) Field(python.Value) {}

// Scalar implements [Walker]; walks that collect call scalar.
func (*collector) Scalar(python.Value) {}

// Text implements [Walker]; walks that collect call scalar.
func (*collector) Text(*Text) {}

// outer returns the path of the enclosing list or map.
func (c *collector) outer() []byte { return c.path[:c.depths[len(c.depths)-1]] }

func (c *collector) field(key Value) {
	if !key.IsScalar() {
		c.file.error(key, diag.NonTextKey, "a key must be a string, not "+key.Describe()+": JSON has no other keys", "write a string before the colon")
	}
	c.path = append(append(c.outer(), '.'), python.JSONKey(key.Python())...)
}

func (c *collector) scalar(v Value, filled bool) {
	if !wantText.is(v) {
		if x, ok := v.Float(); ok && (x != x || x-x != 0) {
			c.file.error(v, diag.NotJSON, "a reply cannot contain "+v.Printed()+": JSON has no such number", "quote it, or use another number")
		}
		return
	}
	if !filled {
		return
	}
	path := c.pathText()
	known := func(t *Text) bool { return t.Value.IsSame(v) && t.Path == path }
	if c.language != "" && slices.ContainsFunc(c.variation.Texts, known) {
		return
	}
	t := &c.variation.first
	if len(c.variation.Texts) > 0 {
		t = &Text{}
	}
	*t = Text{Value: v, Source: v.String(), Path: path, Language: c.language, Engine: c.variation.engine}
	c.file.readText(t)
	c.variation.Texts = append(c.variation.Texts, t)
}

// pathText returns the path. It does not allocate for the most common one.
func (c *collector) pathText() string {
	const usual = "text"
	if string(c.path) == usual {
		return usual
	}
	return string(c.path)
}

// builder builds a reply as a Python value.
type builder struct {
	root  python.Value
	stack []level
}

// level is a list or map under construction.
type level struct {
	items []python.Value
	dict  *python.Dict // nil for a list
	key   python.Value // of the next value
}

func (b *builder) put(v python.Value) {
	if len(b.stack) == 0 {
		b.root = v
		return
	}
	top := &b.stack[len(b.stack)-1]
	if top.dict != nil {
		top.dict.SetKey(top.key, v)
	} else {
		top.items = append(top.items, v)
	}
}

func (b *builder) pop() level {
	last := len(b.stack) - 1
	top := b.stack[last]
	b.stack = b.stack[:last]
	return top
}

// Key implements [Walker].
func (b *builder) Key(name string) { b.Field(python.Str(name)) }

// Item implements [Walker].
func (*builder) Item(int) {}

// BeginList implements [Walker].
func (b *builder) BeginList() { b.stack = append(b.stack, level{}) }

// EndList implements [Walker].
func (b *builder) EndList() { b.put(python.List(b.pop().items...)) }

// BeginMap implements [Walker].
func (b *builder) BeginMap() { b.stack = append(b.stack, level{dict: python.NewDict(4)}) }

// Field implements [Walker].
func (b *builder) Field(key python.Value) { b.stack[len(b.stack)-1].key = key }

// EndMap implements [Walker].
func (b *builder) EndMap() { b.put(python.OfDict(b.pop().dict)) }

// Scalar implements [Walker].
func (b *builder) Scalar(v python.Value) { b.put(v) }

// Text implements [Walker].
func (b *builder) Text(t *Text) { b.put(python.Str(t.Source)) }
