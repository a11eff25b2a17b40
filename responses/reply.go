package responses

import "nlgserver/internal/python"

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
