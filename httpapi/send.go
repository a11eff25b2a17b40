package httpapi

import (
	"net/http"
	"strconv"
	"time"

	"nlgserver/nlg"
)

// catalogHeader carries the version of the content that a reply was made from,
// so that a transcript can be reproduced.
const catalogHeader = "X-Nlg-Catalog"

// announceFrom is the size of a reply from which net/http does not set the
// length itself.
const announceFrom = 2 << 10

// headers are the constant headers of replies. They are shared, so that a reply
// does not allocate its own.
type headers struct {
	contentType, noSniff, closing []string
}

func newHeaders() headers {
	return headers{contentType: []string{"application/json"}, noSniff: []string{"nosniff"}, closing: []string{"close"}}
}

// stamp is the version header of a catalog, made once.
type stamp struct {
	catalog *nlg.Catalog
	header  []string
}

func (a *Assistant) version(catalog *nlg.Catalog) []string {
	if last := a.stamp.Load(); last != nil && last.catalog == catalog {
		return last.header
	}
	made := &stamp{catalog, []string{catalog.ShortVersion()}}
	a.stamp.Store(made)
	return made.header
}

// send writes the reply in one piece.
func (s *responder) send(w http.ResponseWriter, of *work, catalog *nlg.Catalog) {
	s.sendHeader(w, of, catalog)
	_, _ = w.Write(of.message.JSON)
}

func (s *responder) sendHeader(w http.ResponseWriter, of *work, catalog *nlg.Catalog) {
	body := of.message.JSON
	h := w.Header()
	h["Content-Type"] = s.headers.contentType
	h[catalogHeader] = of.assistant.version(catalog)
	if len(body) >= announceFrom {
		h["Content-Length"] = []string{strconv.Itoa(len(body))}
	}
	w.WriteHeader(http.StatusOK)
}

const (
	// takeShare is the part of a reply that a client must take in each window.
	takeShare = 64
	// leastPiece is the least that is written at once.
	leastPiece = 16 << 10
	// sooner is how many times shorter a window is while memory is scarce.
	sooner = 4
)

// sendPaced writes a long reply in pieces, and gives up on a client that does not take
// them: until then the server holds the reply.
func (s *responder) sendPaced(w http.ResponseWriter, of *work, catalog *nlg.Catalog) {
	body := of.message.JSON
	if len(body) <= leastPiece {
		s.send(w, of, catalog) // the connection's own deadline is enough
		return
	}
	piece := max(leastPiece, len(body)/takeShare)
	connection := http.NewResponseController(w)
	end := time.Now().Add(s.cfg.Limits.WriteTimeout)
	s.sendHeader(w, of, catalog)
	for len(body) > 0 {
		window := ReadWindow
		if s.memoryOf(of.assistant).Scarce() {
			window /= sooner
		}
		until := time.Now().Add(window)
		if end.Before(until) {
			until = end
		}
		_ = connection.SetWriteDeadline(until)
		n, err := w.Write(body[:min(piece, len(body))])
		if err != nil {
			return // net/http closes the connection
		}
		body = body[n:]
	}
}
