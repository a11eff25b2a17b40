package server

import (
	"log"
	"log/slog"
	"strings"

	"nlgserver/internal/loglines"
)

// errorLog logs what net/http has to say. Clients cause most of it, such as failed
// handshakes: its number is bounded.
type errorLog struct {
	log     *slog.Logger
	limiter *loglines.Limiter
}

// NewErrorLog returns the log of an HTTP server, whose lines any client can cause: there
// is a bound of how many are written.
func NewErrorLog(to *slog.Logger) *log.Logger {
	return log.New(&errorLog{log: to, limiter: loglines.NewLimiter(func(_ string, lines uint64) {
		to.Warn("more connection errors were left out", "lines", lines, "period", loglines.Period)
	})}, "", 0)
}

// Write implements io.Writer.
func (l *errorLog) Write(line []byte) (int, error) {
	if l.limiter.Allows("") {
		l.log.Warn(strings.TrimRight(string(line), "\n"))
	}
	return len(line), nil
}
