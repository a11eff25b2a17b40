package nlg

import (
	"bytes"

	"nlgserver/internal/python"
	"nlgserver/interpolate/jinja"
	"nlgserver/responses"
)

// Rephrasing is what the author of a variation says about rewording its text. Rasa:
// section 8.
type Rephrasing struct {
	// Asked is the truth of metadata.rephrase. It counts only if Said is set, that is, if
	// there is such a key.
	Asked, Said bool
	// Prompt is the prompt of metadata.rephrase_prompt; nil if there is none.
	Prompt *jinja.Template
	// PromptFault says what is wrong with that prompt; empty for nothing.
	PromptFault string
}

// Asks reports whether the text is to be reworded, if all is what others do.
func (r Rephrasing) Asks(all bool) bool {
	if r.Said {
		return r.Asked
	}
	return all
}

// metadata is that of a variation, and what it means.
type metadata struct {
	value      Value
	rephrasing Rephrasing
}

// metadataOfVariation returns the metadata of a variation; nil if it has none.
func metadataOfVariation(w *responses.Variation) *metadata {
	written := w.Key("metadata")
	if !written.IsMap() {
		return nil
	}
	m := &metadata{value: written.Python()}
	r := &m.rephrasing
	r.Asked, r.Said = w.Rephrase()
	if prompt := w.Prompt(); prompt != nil {
		r.Prompt, r.PromptFault = prompt.Jinja, prompt.Fault
	}
	return m
}

// rephrasingOf returns what metadata say; nil says nothing.
func rephrasingOf(m *metadata) Rephrasing {
	if m == nil {
		return Rephrasing{}
	}
	return m.rephrasing
}

// Rephrasing returns what the author of the picked variation says about rewording its text.
func (m *Message) Rephrasing() Rephrasing { return rephrasingOf(m.metadata) }

// MayRephrase reports whether a response has a variation that asks for rewording, if all is
// what those do that do not say; with an empty name, whether any response has one.
func (c *Catalog) MayRephrase(name string, all bool) bool {
	if name == "" {
		return all || c.rephrased
	}
	r := c.responses[name]
	switch {
	case r == nil:
		return false
	case !all:
		return r.rephrased
	}
	for i := range r.variations {
		if rephrasingOf(r.variations[i].metadata).Asks(all) {
			return true
		}
	}
	return false
}

// Printed returns the values that filled the variables of the message's text, as they were
// printed, in order. The message must be the catalog's, of the same request, and its text
// must be filled. ok is false if the request's budget does not pay for printing them again.
func (c *Catalog) Printed(m *Message, req *Request) (values []string, ok bool) {
	r := c.responses[m.Response]
	if r == nil || m.Variation < 0 || m.Variation >= len(r.variations) {
		return nil, false
	}
	var languages []string
	if r.translated {
		languages = c.languages.of(nil, req)
	}
	said := r.variations[m.Variation].say(languages)
	for i := range said.segments {
		if s := &said.segments[i]; s.path == textPath {
			return s.text.printed((*variables)(req))
		}
	}
	return nil, true
}

// Language returns the code of the language that the message's request asks for; empty if
// it asks for none and there is no default.
func (c *Catalog) Language(req *Request) string {
	if all := c.languages.of(nil, req); len(all) > 0 {
		return all[0]
	}
	return ""
}

// textPath is the place of a variation's text.
const textPath = "text"

// textKey is how a reply with a text begins: the text is its first key.
const textKey = `{"text":`

// IsFilled reports whether the text of the message was filled, or had nothing to fill.
func (m *Message) IsFilled() bool {
	for i := range m.Problems {
		if m.Problems[i].Path == textPath {
			return false
		}
	}
	return true
}

// SetText replaces the text of the message. It reports whether the message has one.
func (m *Message) SetText(text string) bool {
	if !bytes.HasPrefix(m.JSON, []byte(textKey+`"`)) {
		return false
	}
	end := len(textKey) + 1
	for ; end < len(m.JSON) && m.JSON[end] != '"'; end++ {
		if m.JSON[end] == '\\' {
			end++
		}
	}
	rest := bytes.Clone(m.JSON[min(end+1, len(m.JSON)):])
	m.JSON = append(python.AppendJSONString(m.JSON[:len(textKey)], text), rest...)
	return true
}

// HasText reports whether the message has a text that is not empty.
func (m *Message) HasText() bool {
	return bytes.HasPrefix(m.JSON, []byte(textKey+`"`)) && !bytes.HasPrefix(m.JSON, []byte(textKey+`""`))
}
