package httpapi

import (
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"nlgserver/internal/loglines"
	"nlgserver/nlg"
)

// refuse ends a request that has reached no assistant with the problem.
func (s *server) refuse(c *gin.Context, p *Problem) { s.refuseFor(nil, c, p) }

// refuseFor ends the request with the problem, and logs why. a is the assistant that it
// has reached, which may be gone by now; nil for none. The line holds no
// part of the query, which may contain a token. A probe repeats every few
// seconds: its lines are at debug. Clients can cause the others at will: their number is
// bounded.
func (s *server) refuseFor(a *Assistant, c *gin.Context, p *Problem) {
	level := slog.LevelWarn
	if path := c.Request.URL.Path; path == "/healthz" || path == "/readyz" {
		level = slog.LevelDebug
	}
	id, log := s.ids.of(c), s.logOf(a)
	if log.Enabled(c.Request.Context(), level) && (level == slog.LevelDebug || s.linesOf(a).Allows(string(p.Code))) {
		logRefusal(log, c, p, level, id)
	}
	s.countRefusal(a, c, p.Code, p.Status)
	p.send(c)
}

func logRefusal(log *slog.Logger, c *gin.Context, p *Problem, level slog.Level, id string) {
	log.LogAttrs(c.Request.Context(), level, "request refused",
		slog.String("code", string(p.Code)), slog.Int("status", p.Status), slog.String("detail", cut(p.Detail, longestReason)),
		slog.String("method", nlg.Shorten(c.Request.Method)), slog.String("path", nlg.Shorten(c.Request.URL.Path)),
		slog.String("peer", c.Request.RemoteAddr), slog.String("request_id", id))
}

// The kinds of lines, beside the codes of problems, that clients can cause at will.
const (
	linesIneligible = "no variation is eligible"
	linesCut        = "condition not evaluated to its end"
	linesUnfilled   = "string sent unfilled"
	linesUnknown    = "unknown response"
	linesPanic      = "panic while handling a request"
	// linesKept is followed by the reason.
	linesKept = "message not rephrased: "
)

// logOf returns the log of the lines about an assistant's requests; a may be nil.
func (s *server) logOf(a *Assistant) *slog.Logger {
	if a != nil && a.Log != nil {
		return a.Log
	}
	return s.cfg.Log
}

// linesOf returns what bounds the lines about an assistant's requests; a may be nil.
func (s *server) linesOf(a *Assistant) *loglines.Limiter {
	if a != nil && a.lines != nil {
		return a.lines
	}
	return s.lines
}

// countRefusal counts a problem if the request was meant for Rasa's callback:
// requests for the operators' routes and the probes do not count, those for an
// unknown path do. The assistant that the request has reached counts it, if any.
func (s *server) countRefusal(a *Assistant, c *gin.Context, code Code, status int) {
	switch {
	case a != nil:
		a.Meter.Refused(string(code), status)
	case isCallback(c.FullPath()) || c.FullPath() == "":
		s.cfg.Refused(string(code), status)
	}
}

// logged writes a line at debug for a request that was not refused. The
// responder writes its own for Rasa's callback.
func (s *server) logged(c *gin.Context) {
	ctx := c.Request.Context()
	if !s.cfg.Log.Enabled(ctx, slog.LevelDebug) {
		return
	}
	started, id := time.Now(), s.ids.of(c)
	c.Next()
	if c.IsAborted() {
		return
	}
	s.cfg.Log.LogAttrs(ctx, slog.LevelDebug, "request",
		slog.String("method", nlg.Shorten(c.Request.Method)), slog.String("route", c.FullPath()), slog.Int("status", c.Writer.Status()),
		slog.Duration("duration", time.Since(started)), slog.String("request_id", id))
}

// log writes a line at debug for the request, and one at warn for each string
// that could not be filled, for conditions that were not evaluated to their end, and
// for a response without an eligible variation.
// Without [Options.LogContent] no line holds the value of a slot or a reply,
// which may be personal data.
func (s *responder) log(c *gin.Context, catalog *nlg.Catalog, w *work) {
	ctx, m := c.Request.Context(), &w.message
	log, lines := s.logOf(w.assistant), s.linesOf(w.assistant)
	if m.Outcome != nlg.Said && lines.Allows(linesIneligible) {
		log.LogAttrs(ctx, slog.LevelWarn, linesIneligible,
			slog.String("response", nlg.Shorten(w.request.Response)), slog.String("channel", nlg.Shorten(w.request.Channel)),
			slog.String("outcome", m.Outcome.String()), slog.String("request_id", s.ids.of(c)))
	}
	if cut := m.Cut; cut != nil && lines.Allows(linesCut) {
		log.LogAttrs(ctx, slog.LevelWarn, linesCut,
			slog.String("response", nlg.Shorten(w.request.Response)), slog.Int("conditions", cut.Conditions), slog.String("reason", string(cut.Reason)),
			slog.String("position", cut.Position.String()), slog.String("request_id", s.ids.of(c)))
	}
	for i := range m.Problems {
		if !lines.Allows(linesUnfilled) {
			continue
		}
		p := &m.Problems[i]
		log.LogAttrs(ctx, slog.LevelWarn, linesUnfilled,
			slog.String("response", m.Response), slog.String("path", p.Path), slog.String("kind", string(p.Kind)),
			slog.String("reason", cut(p.Message, longestReason)), slog.String("position", p.Position.String()), slog.String("request_id", s.ids.of(c)))
	}
	if log.Enabled(ctx, slog.LevelDebug) {
		s.logSaid(log, c, catalog, w)
	}
}

// logSaid writes the line at debug. It counts variations from 1.
func (s *responder) logSaid(log *slog.Logger, c *gin.Context, catalog *nlg.Catalog, w *work) {
	m := &w.message
	line := []slog.Attr{
		slog.String("response", m.Response), slog.Int("variation", m.Variation+1), slog.String("id", m.ID),
		slog.String("catalog", catalog.ShortVersion()), slog.String("group", m.Group.String()), slog.String("channel", nlg.Shorten(w.request.Channel)),
		slog.Int64("body_bytes", w.body.BytesRead()), slog.Int("status", http.StatusOK), slog.Duration("duration", time.Since(w.began)),
		slog.String("request_id", s.ids.of(c)),
	}
	if s.cfg.LogContent {
		line = append(line, slog.String("slots", cut(w.wire.Slots.JSON(), longestContent)), slog.String("arguments", cut(w.wire.Arguments.JSON(), longestContent)),
			slog.String("reply", cut(string(m.JSON[:min(len(m.JSON), longestContent+1)]), longestContent)))
	}
	log.LogAttrs(c.Request.Context(), slog.LevelDebug, "said", line...)
}

const (
	// longestContent is how much of slots, arguments and a reply a line holds.
	longestContent = 16 << 10
	// longestReason is how much of a reason, which may hold what a client sent.
	longestReason = 1 << 10
)

// cut cuts a field that is too long for a line of the log.
func cut(text string, longest int) string {
	if len(text) <= longest {
		return text
	}
	return strings.ToValidUTF8(text[:longest], "") + "…"
}
