package responses

import "nlgserver/internal/python"

// Message returns the reply before it is filled; see [Variation.Walk].
func (v *Variation) Message(languages ...string) python.Value {
	b := builder{}
	b.BeginMap()
	v.Walk(languages, &b)
	b.EndMap()
	return b.root
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
