package responses

import (
	"slices"
	"strconv"

	"nlgserver/internal/diag"
	"nlgserver/internal/python"
)

// Walker is told of a reply piece by piece, in the order in which it is sent.
type Walker interface {
	// Key begins a part of the reply; its value follows.
	Key(name string)
	// BeginList and EndList enclose the items of a list.
	BeginList()
	EndList()
	// BeginMap and EndMap enclose the entries of a map: Field, then the value.
	BeginMap()
	Field(key python.Value)
	EndMap()
	// Scalar is a value that is sent as it is; Text a string to be filled.
	Scalar(v python.Value)
	Text(t *Text)
}

// Walk tells w of the reply before it is filled, in the first of the languages
// that the text, and each button, is translated into. Nulls and an empty list
// of buttons are left out (D5).
func (v *Variation) Walk(languages []string, w Walker) {
	v.walk(languages, &resolver{Walker: w, texts: v.Texts})
}

// Message returns the reply before it is filled; see [Variation.Walk].
func (v *Variation) Message(languages ...string) python.Value {
	b := builder{}
	b.BeginMap()
	v.Walk(languages, &b)
	b.EndMap()
	return b.root
}

// steps are a walk's, before texts are known.
type steps interface {
	Key(name string)
	BeginList()
	// Item begins the i-th item of a list.
	Item(i int)
	EndList()
	BeginMap()
	field(key Value)
	EndMap()
	// scalar is a value that is no list and no map; strings where filled is set
	// are templates.
	scalar(v Value, filled bool)
}

// walk takes the keys in the order of the reply: Rasa's own first, then those
// that it does not know, in file order.
func (v *Variation) walk(languages []string, s steps) {
	p := &v.parts
	text := v.part(p.text)
	if t := translated(v.part(p.translation), languages); t.Exists() {
		text = t
	}
	if !text.IsNull() {
		part(s, "text", text, true)
	}
	part(s, "image", v.part(p.image), true)
	if p.buttons != nil && len(p.buttons.Items) > 0 {
		s.Key("buttons")
		walkButtons(s, v.part(p.buttons), languages)
	}
	part(s, "quick_replies", v.part(p.quickReplies), true)
	part(s, "elements", v.part(p.elements), false)
	part(s, "attachment", v.part(p.attachment), true)
	part(s, "custom", v.part(p.custom), true)
	for _, o := range p.others {
		part(s, keyText(o.Key.node), o.Value, false)
	}
	part(s, "id", v.part(p.id), false)
	part(s, "metadata", v.part(p.metadata), false)
}

// part walks a key and its value, if there is one.
func part(s steps, name string, v Value, filled bool) {
	if v.Exists() {
		s.Key(name)
		walkValue(s, v, filled)
	}
}

// walkValue walks a value. Where filled is set, the strings in it are
// templates; a map's keys never are. Rasa: section 4.2.
func walkValue(s steps, v Value, filled bool) {
	switch {
	case v.IsList():
		s.BeginList()
		for i, item := range v.Items() {
			s.Item(i)
			walkValue(s, item, filled)
		}
		s.EndList()
	case v.IsMap():
		s.BeginMap()
		for field := range v.Fields() {
			s.field(field.Key)
			walkValue(s, field.Value, filled)
		}
		s.EndMap()
	default:
		s.scalar(v, filled)
	}
}

// walkButtons walks the buttons, each in the first of the languages that it is
// translated into, without their translations. Rasa: section 7.
func walkButtons(s steps, list Value, languages []string) {
	s.BeginList()
	for i, b := range list.Items() {
		s.Item(i)
		in := translated(b.Get(translationKey), languages)
		s.BeginMap()
		for field := range b.Fields() {
			name := keyText(field.Key.node)
			if name == translationKey {
				continue
			}
			value := field.Value
			if t := in.Get(name); t.Exists() {
				value = t
			}
			s.field(field.Key)
			walkValue(s, value, true)
		}
		s.EndMap()
	}
	s.EndList()
}

// resolver gives a Walker the texts of a variation for its strings.
type resolver struct {
	Walker
	texts []*Text
	// next is the text that is likely to come.
	next int
}

func (*resolver) Item(int) {}

func (r *resolver) field(key Value) { r.Field(key.Python()) }

func (r *resolver) scalar(v Value, filled bool) {
	if !filled || !wantText.is(v) {
		r.Scalar(v.node.Value)
		return
	}
	for i := range r.texts {
		at := (r.next + i) % len(r.texts)
		if t := r.texts[at]; t.Value.same(v) {
			r.next = at + 1
			r.Text(t)
			return
		}
	}
}

// readTexts finds and compiles the texts of a variation: those of the reply in
// no language, then those of its translations.
func (f *File) readTexts(v *Variation) {
	c := &f.collector
	*c = collector{file: f, variation: v, path: c.path[:0], depths: c.depths[:0]}
	v.walk(nil, c)
	for _, code := range v.TranslatedInto() {
		c.language = code
		v.walk([]string{code}, c)
	}
}

// collector reads the texts of a variation as a walk comes to them.
type collector struct {
	file      *File
	variation *Variation
	language  string
	path      []byte
	// depths are the lengths of the paths of the lists and maps around.
	depths []int
}

func (c *collector) Key(name string) { c.path = append(c.path[:0], name...) }

func (c *collector) BeginList() { c.depths = append(c.depths, len(c.path)) }

func (c *collector) EndList() {
	last := len(c.depths) - 1
	c.path, c.depths = c.path[:c.depths[last]], c.depths[:last]
}

func (c *collector) BeginMap() { c.BeginList() }

func (c *collector) EndMap() { c.EndList() }

// outer returns the path of the list or map around.
func (c *collector) outer() []byte { return c.path[:c.depths[len(c.depths)-1]] }

func (c *collector) Item(i int) {
	c.path = append(strconv.AppendInt(append(c.outer(), '['), int64(i), 10), ']')
}

func (c *collector) field(key Value) {
	if !key.IsScalar() {
		c.file.error(key, diag.NonTextKey, "a key must be a text, not "+key.Describe()+": JSON has no other", "write a text before the colon")
	}
	c.path = append(append(c.outer(), '.'), python.JSONKey(key.Python())...)
}

func (c *collector) scalar(v Value, filled bool) {
	if !wantText.is(v) {
		if x, ok := v.node.Value.Float64(); ok && (x != x || x-x != 0) {
			c.file.error(v, diag.NotJSON, "a reply cannot carry "+v.node.Value.Str()+": JSON has no such number", "put it in quotes, or use another number")
		}
		return
	}
	if !filled {
		return
	}
	path := c.pathText()
	if c.language != "" && slices.ContainsFunc(c.variation.Texts, func(t *Text) bool { return t.Value.same(v) && t.Path == path }) {
		return
	}
	t := c.file.readText(v, c.variation.engine)
	t.Path, t.Language = path, c.language
	c.variation.Texts = append(c.variation.Texts, t)
}

// pathText returns the path; the usual one takes no memory.
func (c *collector) pathText() string {
	const usual = "text"
	if string(c.path) == usual {
		return usual
	}
	return string(c.path)
}

// builder makes a Python value of a reply.
type builder struct {
	root  python.Value
	stack []level
}

// level is a list or a map that is being built.
type level struct {
	items []python.Value
	dict  *python.Dict // nil for a list
	key   python.Value // of the value to come
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

func (b *builder) Key(name string) { b.Field(python.Str(name)) }

func (b *builder) BeginList() { b.stack = append(b.stack, level{}) }

func (b *builder) EndList() { b.put(python.List(b.pop().items...)) }

func (b *builder) BeginMap() { b.stack = append(b.stack, level{dict: python.NewDict(4)}) }

func (b *builder) Field(key python.Value) { b.stack[len(b.stack)-1].key = key }

func (b *builder) EndMap() { b.put(python.OfDict(b.pop().dict)) }

func (b *builder) Scalar(v python.Value) { b.put(v) }

func (b *builder) Text(t *Text) { b.put(python.Str(t.Source)) }
