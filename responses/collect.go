package responses

import (
	"slices"
	"strconv"

	"nlgserver/internal/diag"
	"nlgserver/internal/python"
)

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
