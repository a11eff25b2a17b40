package httpapi

import "nlgserver/nlg"

// Side says which of two releases answers, while they share the conversations.
type Side uint8

// The sides.
const (
	// Whole means that one answers all conversations.
	Whole Side = iota
	// LiveSide is the one that most people know, CanarySide the new one.
	LiveSide
	CanarySide
)

// pick returns what answers the request; nil for nothing. All of a reply is of one catalog,
// whatever goes live meanwhile.
func (w *work) pick() (catalog *nlg.Catalog) {
	if w.assistant.Pick == nil {
		return w.assistant.Catalog()
	}
	catalog, w.side = w.assistant.Pick(w.wire.SenderID)
	return catalog
}
