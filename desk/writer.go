package desk

import (
	"net/http"
	"time"
)

// writer knows whether a reply has begun: then a problem comes too late.
type writer struct {
	http.ResponseWriter
	begun bool
	// take bounds the time that the client takes to accept the reply, if it did not begin
	// with the request.
	take time.Duration
}

func (w *writer) WriteHeader(status int) {
	w.begin()
	w.ResponseWriter.WriteHeader(status)
}

func (w *writer) Write(b []byte) (int, error) {
	w.begin()
	return w.ResponseWriter.Write(b)
}

func (w *writer) begin() {
	if !w.begun && w.take > 0 {
		_ = http.NewResponseController(w.ResponseWriter).SetWriteDeadline(time.Now().Add(w.take))
	}
	w.begun = true
}

// await lets a request wait for work that has bounds of its own, such as a push. The
// server's deadline is for clients that accept a reply slowly, and begins with the request:
// the outcome of slow work would be lost. From now on it begins with the reply.
func await(w http.ResponseWriter, r *http.Request) {
	_ = http.NewResponseController(w).SetWriteDeadline(time.Time{})
	server, served := r.Context().Value(http.ServerContextKey).(*http.Server)
	if own, is := w.(*writer); is && served {
		own.take = server.WriteTimeout
	}
}

// Unwrap is for http.ResponseController.
func (w *writer) Unwrap() http.ResponseWriter { return w.ResponseWriter }
