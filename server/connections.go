package server

import (
	"net"
	"net/http"

	"nlgserver/httpapi"
	"nlgserver/server/internal/listen"
)

// LimitConnections returns a listener of TCP with at most so many connections open at a
// time: above it, a new one takes the place of one that does not use it. The HTTP server
// must have [NoteConnection] as its ConnState. encrypted says that the bytes are those of
// TLS.
func LimitConnections(l net.Listener, most int, encrypted bool) net.Listener {
	return listen.New(l, listen.Limits{Connections: most, MinRate: httpapi.DefaultLimits().MinReadRate, Opaque: encrypted})
}

// NoteConnection tells a listener of [LimitConnections] what its connections do.
func NoteConnection(c net.Conn, state http.ConnState) { listen.Note(c, state) }
