package record

import (
	"time"

	"nlgserver/internal/python"
	"nlgserver/nlg"
)

// entry is a copied request: it shares no memory with the request's body.
type entry struct {
	at       time.Time
	response string
	id       string
	channel  string
	input    string
	// unknown is set if the content does not have the response.
	unknown bool
	// outcome, variation and said describe the reply.
	outcome     string
	variation   int
	variationID string
	said        string
	// catalog is the short version of the content that answered.
	catalog string
	// parts are JSON objects, empty where there is none.
	parts [partCount]string
}

// The parts of a request that may hold personal data.
const (
	slotsPart = iota
	argumentsPart
	contextPart
	metadataPart
	partCount
)

// source is a mapping that still has the JSON that it was read from.
type source interface{ JSON() string }

// newEntry copies a request in one allocation; false if it is too large.
func newEntry(catalog string, req *nlg.Request, m *nlg.Message) (*entry, bool) {
	var texts [partCount]string
	for i, mapping := range [partCount]nlg.Mapping{req.Slots, req.Arguments, req.Context, req.Metadata} {
		texts[i] = jsonOf(mapping)
	}
	response := nlg.Shorten(req.Response)
	channel, input, id := nlg.Shorten(req.Channel), nlg.Shorten(req.InputChannel), nlg.Shorten(req.ID)
	if id == "" && len(req.IDs) > 0 {
		id = nlg.Shorten(req.IDs[0])
	}
	words := [...]string{response, channel, input, id, texts[0], texts[1], texts[2], texts[3]}
	size := 0
	for _, word := range words {
		size += len(word)
	}
	if size > maxRequest {
		return nil, false
	}
	all := make([]byte, 0, size)
	for _, word := range words {
		all = append(all, word...)
	}
	rest := string(all)
	cut := func(n int) string {
		word := rest[:n]
		rest = rest[n:]
		return word
	}
	e := &entry{at: time.Now(), unknown: m == nil, variation: -1, catalog: catalog}
	e.response, e.channel, e.input, e.id = cut(len(response)), cut(len(channel)), cut(len(input)), cut(len(id))
	for i := range e.parts {
		e.parts[i] = cut(len(texts[i]))
	}
	if m != nil {
		e.outcome, e.variation, e.variationID, e.said = m.Outcome.String(), m.Variation, m.ID, m.Response
	}
	return e, true
}

// jsonOf returns a mapping as JSON, the original if it is still known.
func jsonOf(m nlg.Mapping) string {
	if m == nil {
		return ""
	}
	if s, ok := m.(source); ok {
		return s.JSON()
	}
	d := &nlg.Dict{}
	m.Each(func(name string, v nlg.Value) bool {
		d.Set(name, v)
		return true
	})
	return string(python.OfDict(d).AppendJSON(nil))
}

// unknownBucket is for all unknown names: clients choose them, and there may be
// any number of them.
const unknownBucket = "~unknown"

// bucket returns the name under which the entry is kept.
func (e *entry) bucket() string {
	if e.unknown {
		return unknownBucket
	}
	return fileName(e.response)
}

// size returns the memory that the entry takes, in bytes.
func (e *entry) size() int {
	const itself = 256
	n := itself + len(e.response) + len(e.channel) + len(e.input) + len(e.id)
	for _, part := range e.parts {
		n += len(part)
	}
	return n
}
