package record

import (
	"strings"
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
	// parts are JSON, empty where there is none: objects, and the context may be the
	// whole stack.
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

// object is a mapping that still has the JSON that it was read from, and stacked one
// that has the stack that it is merged from. Merging is left to the recorder, so that
// it does not delay the next request of the connection.
type (
	object  interface{ JSON() string }
	stacked interface{ Stack() string }
)

// words are what an entry copies of a request: the response, the channel, the input
// channel and the id, then the parts. They share memory with the body.
type words [wordCount]string

// The words before the parts.
const (
	responseWord = iota
	channelWord
	inputWord
	idWord
	partWords
	wordCount = partWords + partCount
)

// wordsOf finds the words of a request. It decodes nothing.
func wordsOf(req *nlg.Request) words {
	w := words{responseWord: nlg.Shorten(req.Response), channelWord: nlg.Shorten(req.Channel), inputWord: nlg.Shorten(req.InputChannel), idWord: nlg.Shorten(req.ID)}
	if w[idWord] == "" && len(req.IDs) > 0 {
		w[idWord] = nlg.Shorten(req.IDs[0])
	}
	for i, mapping := range [partCount]nlg.Mapping{req.Slots, req.Arguments, req.Context, req.Metadata} {
		w[partWords+i] = jsonOf(mapping)
	}
	return w
}

// len returns the number of bytes.
func (w *words) len() int {
	n := 0
	for _, word := range w {
		n += len(word)
	}
	return n
}

// newEntry copies words in one allocation.
func newEntry(catalog string, w *words, m *nlg.Message) *entry {
	rest := strings.Join(w[:], "")
	cut := func(n int) string {
		word := rest[:n]
		rest = rest[n:]
		return word
	}
	e := &entry{at: time.Now(), unknown: m == nil, variation: -1, catalog: catalog}
	e.response, e.channel = cut(len(w[responseWord])), cut(len(w[channelWord]))
	e.input, e.id = cut(len(w[inputWord])), cut(len(w[idWord]))
	for i := range e.parts {
		e.parts[i] = cut(len(w[partWords+i]))
	}
	if m != nil {
		e.outcome, e.variation, e.variationID, e.said = m.Outcome.String(), m.Variation, m.ID, m.Response
	}
	return e
}

// jsonOf returns a mapping as JSON, the original if it is still known.
func jsonOf(m nlg.Mapping) string {
	switch m := m.(type) {
	case nil:
		return ""
	case stacked:
		return m.Stack()
	case object:
		return m.JSON()
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

// itself is about what an entry takes beside its words, and its place in a list.
const itself = 512

// size returns the memory that the entry takes, in bytes.
func (e *entry) size() int {
	n := itself + len(e.response) + len(e.channel) + len(e.input) + len(e.id)
	for _, part := range e.parts {
		n += len(part)
	}
	return n
}
