package nlg

import (
	"slices"

	"nlgserver/internal/budget"
	"nlgserver/internal/python"
	"nlgserver/responses"
	"nlgserver/selector"
)

// composer turns what an author wrote into what is sent: pieces of JSON with
// compiled texts between them. It is reused for each response.
type composer struct {
	language LanguageOptions
	meter    *budget.Meter

	json     []byte
	segments []segment
	reply    reply
	// print is the fingerprint of the reply so far.
	print fingerprint
}

// response reads and compiles a response, and sorts its variations into their
// groups.
func (c *composer) response(w *responses.Response, keep bool) *response {
	r := &response{name: w.Name, position: w.Position, variations: make([]variation, 0, w.Len())}
	for written := range w.Read(keep) {
		v, hash := c.variation(written)
		r.print += hash // the order of variations does not matter
		r.variations = append(r.variations, v)
		r.translated = r.translated || v.replies != nil
	}
	candidates := make([]selector.Candidate, len(r.variations))
	for i := range r.variations {
		candidates[i] = r.variations[i].candidate
	}
	r.program = selector.Compile(candidates)
	return r
}

// variation compiles a variation and returns its fingerprint.
func (c *composer) variation(w *responses.Variation) (variation, fingerprint) {
	v := variation{
		id: w.ID, position: w.Position(),
		candidate: selector.Candidate{Channel: w.Channel, HasChannel: w.HasChannel, Languages: w.Languages},
	}
	if w.Condition != nil {
		v.candidate.Test = w.Condition.Test()
	}
	if metadata := w.Key("metadata"); metadata.IsMap() {
		value := metadata.Python()
		v.metadata = &value
	}
	v.reply = c.compose(w, nil)
	untranslated, translations := c.print, fingerprint(0)
	codes := w.TranslatedInto()
	if len(codes) > 0 {
		v.replies = make(map[string]*reply, len(codes))
	}
	for _, code := range codes {
		if !c.meter.Take(len(w.Texts)) {
			break
		}
		v.replies[code] = c.compose(w, c.language.chain(code))
		translations += add(c.print, code)
	}
	return v, v.fingerprint(w, untranslated, translations)
}

// compose composes the reply in the first of the languages that the variation is
// translated into.
func (c *composer) compose(w *responses.Variation, languages []string) *reply {
	c.json, c.segments, c.reply, c.print = append(c.json[:0], '{'), c.segments[:0], reply{}, 0
	w.Walk(languages, c)
	c.json = append(c.json, '}')
	c.flush(segment{})
	out := c.reply
	out.segments = slices.Clone(c.segments)
	return &out
}

// separate writes a comma unless a list or map has just started. The JSON is
// empty only after a text.
func (c *composer) separate() {
	if n := len(c.json); n == 0 || c.json[n-1] != '{' && c.json[n-1] != '[' && c.json[n-1] != ':' {
		c.json = append(c.json, ',')
	}
}

// Key implements [responses.Walker].
func (c *composer) Key(name string) {
	c.separate()
	c.json = append(python.AppendJSONString(c.json, name), ':')
}

// BeginList implements [responses.Walker].
func (c *composer) BeginList() {
	c.separate()
	c.json = append(c.json, '[')
}

// Item implements [responses.Walker].
func (*composer) Item(int) {}

// EndList implements [responses.Walker].
func (c *composer) EndList() { c.json = append(c.json, ']') }

// BeginMap implements [responses.Walker].
func (c *composer) BeginMap() {
	c.separate()
	c.json = append(c.json, '{')
}

// EndMap implements [responses.Walker].
func (c *composer) EndMap() { c.json = append(c.json, '}') }

// Field implements [responses.Walker].
func (c *composer) Field(key python.Value) { c.Key(python.JSONKey(key)) }

// Scalar implements [responses.Walker].
func (c *composer) Scalar(v python.Value) {
	c.separate()
	c.json = v.AppendJSON(c.json)
}

// Text implements [responses.Walker].
func (c *composer) Text(t *responses.Text) {
	c.separate()
	static, problem, filled := compileText(t)
	if filled != nil {
		c.print = add(c.print, t.Source)
		c.flush(segment{text: filled, path: t.Path, position: t.Value.Position()})
		return
	}
	c.json = python.AppendJSONString(c.json, static)
	if problem != nil {
		found := *problem
		found.Path, found.Position = t.Path, t.Value.Position()
		c.reply.problems = append(c.reply.problems, found)
	}
}

// flush ends the current piece of JSON and adds it to s, which has the text that
// follows it.
func (c *composer) flush(s segment) {
	c.print = add(c.print, c.json)
	s.json = string(c.json)
	c.reply.size += len(s.json)
	c.segments = append(c.segments, s)
	c.json = c.json[:0]
}
