package nlg

import (
	"nlgserver/internal/budget"
	"nlgserver/internal/python"
	"nlgserver/internal/slab"
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
	// kept has the segments of all replies, and pieces the short pieces of JSON, most of
	// which are those of many replies.
	kept   slab.Of[segment]
	pieces map[string]string
	// print is the fingerprint of the reply so far.
	print fingerprint
}

// response reads and compiles a response, and sorts its variations into their
// groups.
func (c *composer) response(w *responses.Response, keep bool) *response {
	r := &response{
		name: w.Name, position: w.Position,
		variations: make([]variation, 0, w.Len()), candidates: make([]selector.Candidate, 0, w.Len()),
	}
	for written := range w.Read(keep) {
		v, hash := c.variation(r, written)
		r.print += hash // the order of variations does not matter
		r.variations = append(r.variations, v)
		r.candidates = append(r.candidates, candidateOf(written))
		r.translated = r.translated || v.replies != nil
		r.rephrased = r.rephrased || rephrasingOf(v.metadata).Asks(false)
	}
	r.program = selector.Compile(r.candidates)
	return r
}

func candidateOf(w *responses.Variation) selector.Candidate {
	c := selector.Candidate{Channel: w.Channel, HasChannel: w.HasChannel, Languages: w.Languages}
	if w.Condition != nil {
		c.Test = w.Condition.Test()
	}
	return c
}

// variation compiles a variation of a response and returns its fingerprint.
func (c *composer) variation(r *response, w *responses.Variation) (variation, fingerprint) {
	v := variation{id: w.ID, at: placeOf(w.Position())}
	v.metadata = metadataOfVariation(w)
	v.reply = c.compose(r, w, nil)
	untranslated, translations := c.print, fingerprint(0)
	codes := w.TranslatedInto()
	if len(codes) > 0 {
		v.replies = make(map[string]*reply, len(codes))
	}
	for _, code := range codes {
		if !c.meter.Take(len(w.Texts)) {
			break
		}
		translated := c.compose(r, w, c.language.chain(code))
		v.replies[code] = &translated
		translations += add(c.print, code)
	}
	return v, v.fingerprint(w, untranslated, translations)
}

// compose composes the reply in the first of the languages that the variation is
// translated into.
func (c *composer) compose(r *response, w *responses.Variation, languages []string) reply {
	c.json, c.segments, c.reply, c.print = append(c.json[:0], '{'), c.segments[:0], reply{of: r}, 0
	w.Walk(languages, c)
	c.json = append(c.json, '}')
	c.reply.last = c.piece()
	c.reply.segments = c.kept.Copy(c.segments)
	return c.reply
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
		c.segments = append(c.segments, segment{json: c.piece(), text: filled, path: t.Path, at: placeOf(t.Value.Position())})
		return
	}
	c.json = python.AppendJSONString(c.json, static)
	if problem != nil {
		found := *problem
		found.Path, found.Position = t.Path, t.Value.Position()
		c.reply.problems = append(c.reply.problems, found)
	}
}

// longestShared is the length in bytes up to which equal pieces of JSON are one string.
const longestShared = 64

// piece ends the current piece of JSON and returns it.
func (c *composer) piece() string {
	c.print = add(c.print, c.json)
	c.reply.size += len(c.json)
	known, ok := c.pieces[string(c.json)]
	if !ok {
		known = string(c.json)
		if len(known) <= longestShared {
			if c.pieces == nil {
				c.pieces = map[string]string{}
			}
			c.pieces[known] = known
		}
	}
	c.json = c.json[:0]
	return known
}
