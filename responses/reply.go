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
	// next is the index of the next text, in a variation without translations.
	next int
	// track is the path, if it matters: while texts are collected, and where
	// translations make their order differ.
	track track
	// collector is set while the texts are still being collected.
	collector *collector
}

// tracked reports whether the walk needs its path.
func (w *walk) tracked() bool { return w.collector != nil || w.variation.places != nil }

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
		w.key("buttons")
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
		w.key(name)
		w.value(v, filled)
	}
}

// value walks a value. If filled is set, its strings are templates; the keys of
// a map never are. Rasa: section 4.2.
func (w *walk) value(v Value, filled bool) {
	switch {
	case v.IsList():
		w.enterList()
		i := 0
		for item := range v.Items() {
			w.item(i)
			w.value(item, filled)
			i++
		}
		w.leaveList()
	case v.IsMap():
		w.enterMap()
		for e := range v.Entries() {
			w.field(e.Key)
			w.value(e.Value, filled)
		}
		w.leaveMap()
	default:
		w.scalar(v, filled)
	}
}

// buttons walks the buttons, each in the first of the languages that it is
// translated into, without their translations. Rasa: section 7.
func (w *walk) buttons(list Value) {
	w.enterList()
	i := 0
	for b := range list.Items() {
		w.item(i)
		i++
		if w.collector != nil && len(w.languages) > 0 {
			w.collector.file.meter.Take(b.Get(translationKey).Len() / 16)
		}
		in := translated(b.Get(translationKey), w.languages)
		w.enterMap()
		for e := range b.Entries() {
			name := e.Key.String()
			if name == translationKey {
				continue
			}
			value := e.Value
			if t := in.Get(name); !t.IsMissing() {
				value = t
			}
			w.field(e.Key)
			w.value(value, true)
		}
		w.leaveMap()
	}
	w.leaveList()
}

func (w *walk) key(name string) {
	if w.tracked() {
		w.track.key(name)
	}
	w.Key(name)
}

func (w *walk) enterList() {
	if w.tracked() {
		w.track.enter()
	}
	w.BeginList()
}

func (w *walk) leaveList() {
	if w.tracked() {
		w.track.leave()
	}
	w.EndList()
}

func (w *walk) enterMap() {
	if w.tracked() {
		w.track.enter()
	}
	w.BeginMap()
}

func (w *walk) leaveMap() {
	if w.tracked() {
		w.track.leave()
	}
	w.EndMap()
}

func (w *walk) item(i int) {
	if w.tracked() {
		w.track.item(i)
	}
	w.Item(i)
}

func (w *walk) field(key Value) {
	if w.tracked() {
		w.track.field(key)
	}
	if w.collector != nil {
		w.collector.field(key)
		return
	}
	w.Field(key.Python())
}

func (w *walk) scalar(v Value, filled bool) {
	switch {
	case w.collector != nil:
		w.collector.scalar(w, v, filled)
	case !filled || !wantText.is(v):
		w.Scalar(v.Python())
	default:
		w.Text(w.text(v))
	}
}

// text returns the text of a string that is reached.
func (w *walk) text(v Value) *Text {
	if w.variation.places != nil {
		return w.variation.textAt(v, w.track.path)
	}
	w.next++
	return w.variation.Texts[w.next-1]
}
