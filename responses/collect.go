package responses

import (
	"fmt"
	"strconv"

	"nlgserver/internal/diag"
	"nlgserver/internal/python"
)

// readTexts finds and compiles the texts of a variation: those of the
// untranslated reply, then those of its translations. It returns false if there are
// too many of these.
func (f *File) readTexts(v *Variation) bool {
	codes, beyond := v.translatedInto()
	if !beyond.IsMissing() {
		f.error(beyond, diag.TooLong, fmt.Sprintf("a variation cannot be translated into more than %d languages", maxLanguages), "split the variation, or remove languages")
		return false
	}
	if len(codes) > 0 {
		v.places = map[Value]*Text{}
	}
	v.Texts = v.firstText[:0]
	w := walk{Walker: nobody{}, variation: v, collector: &collector{file: f}, track: f.track}
	w.reply()
	for _, code := range codes {
		if f.meter.IsEnded() {
			break
		}
		w.languages, w.collector.language = []string{code}, code
		w.reply()
	}
	f.track = w.track
	return true
}

// track is the path of a walk, such as buttons[0].title.
type track struct {
	path []byte
	// depths are the path lengths of the enclosing lists and maps.
	depths []int
}

func (t *track) key(name string) { t.path = append(t.path[:0], name...) }

func (t *track) enter() { t.depths = append(t.depths, len(t.path)) }

func (t *track) leave() {
	last := len(t.depths) - 1
	t.path, t.depths = t.path[:t.depths[last]], t.depths[:last]
}

// outer returns the path of the enclosing list or map.
func (t *track) outer() []byte { return t.path[:t.depths[len(t.depths)-1]] }

func (t *track) item(i int) {
	t.path = append(strconv.AppendInt(append(t.outer(), '['), int64(i), 10), ']')
}

func (t *track) field(key Value) {
	t.path = append(append(t.outer(), '.'), python.JSONKey(key.Python())...)
}

// text returns the path; the usual one takes no memory.
func (t *track) text() string {
	const usual = "text"
	if string(t.path) == usual {
		return usual
	}
	return string(t.path)
}

// collector reads the texts of a variation as a walk reaches them.
type collector struct {
	file     *File
	language string
}

func (c *collector) field(key Value) {
	if !key.IsScalar() {
		c.file.error(key, diag.NonTextKey, "a key must be a string, not "+key.Describe()+": JSON has no other keys", "write a string before the colon")
	}
}

func (c *collector) scalar(w *walk, v Value, filled bool) {
	if c.language != "" {
		c.file.meter.Take(1) // the value itself is counted where it was read
	}
	if !wantText.is(v) {
		if x, ok := v.Float(); ok && (x != x || x-x != 0) {
			c.file.error(v, diag.NotJSON, "a reply cannot contain "+v.Printed()+": JSON has no such number", "quote it, or use another number")
		}
		return
	}
	if !filled {
		return
	}
	variation := w.variation
	if c.language != "" && variation.textAt(v, w.track.path) != nil {
		return
	}
	t := &variation.first
	if len(variation.Texts) > 0 {
		t = &Text{}
	}
	*t = Text{Value: v, Source: v.String(), Path: w.track.text(), Language: c.language, Engine: variation.engine}
	if !c.file.meter.Take(partsOfText(t)) {
		return
	}
	c.file.readText(t, variation.parts.metadata)
	variation.Texts = append(variation.Texts, t)
	if variation.places != nil {
		t.same = variation.places[v]
		variation.places[v] = t
	}
}

// textAt returns the text of a value at a path of a translated variation; nil if
// it is not known yet. A value that is used several times, by an alias, is
// several texts.
func (v *Variation) textAt(value Value, path []byte) *Text {
	t := v.places[value]
	for t != nil && t.Path != string(path) {
		t = t.same
	}
	return t
}

// nobody is the Walker of a walk that only collects.
type nobody struct{}

func (nobody) Key(string)          {}
func (nobody) BeginList()          {}
func (nobody) Item(int)            {}
func (nobody) EndList()            {}
func (nobody) BeginMap()           {}
func (nobody) Field(python.Value)  {}
func (nobody) EndMap()             {}
func (nobody) Scalar(python.Value) {}
func (nobody) Text(*Text)          {}
