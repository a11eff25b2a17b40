package httpapi

import (
	"net/http"
	"strconv"

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

func (s *responder) version(catalog *nlg.Catalog) []string {
	if last := s.stamp.Load(); last != nil && last.catalog == catalog {
		return last.header
	}
	made := &stamp{catalog, []string{catalog.ShortVersion()}}
	s.stamp.Store(made)
	return made.header
}

// send writes the reply in one piece.
func (s *responder) send(w http.ResponseWriter, body []byte, catalog *nlg.Catalog) {
	h := w.Header()
	h["Content-Type"] = s.headers.contentType
	h[catalogHeader] = s.version(catalog)
	if len(body) >= announceFrom {
		h["Content-Length"] = []string{strconv.Itoa(len(body))}
	}
	w.WriteHeader(http.StatusOK)
	_, _ = w.Write(body)
}
