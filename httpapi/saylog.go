package httpapi

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"nlgserver/nlg"
)

// log writes a line at debug for the request, and one at warn for each text
// that went out unfilled and for a response that said nothing. But for
// --log-content, no line holds a slot's value or a text: those are people's
// words.
func (s *sayer) log(c *gin.Context, w *work) {
	ctx, m := c.Request.Context(), &w.message
	if m.Outcome != nlg.Said {
		s.cfg.Log.LogAttrs(ctx, slog.LevelWarn, "no variation is eligible",
			slog.String("response", w.request.Response), slog.String("channel", w.request.Channel),
			slog.String("outcome", m.Outcome.String()), slog.String("request_id", s.ids.of(c)))
	}
	for i := range m.Problems {
		p := &m.Problems[i]
		s.cfg.Log.LogAttrs(ctx, slog.LevelWarn, "a text went out unfilled",
			slog.String("response", m.Response), slog.String("path", p.Path), slog.String("kind", string(p.Kind)),
			slog.String("reason", p.Message), slog.String("position", p.Position.String()), slog.String("request_id", s.ids.of(c)))
	}
	if s.cfg.Log.Enabled(ctx, slog.LevelDebug) {
		s.logSaid(ctx, c, w)
	}
}

// logSaid writes the line at debug.
func (s *sayer) logSaid(ctx context.Context, c *gin.Context, w *work) {
	m := &w.message
	line := []slog.Attr{
		slog.String("response", m.Response), slog.Int("variation", m.Variation), slog.String("id", m.ID),
		slog.String("group", m.Group.String()), slog.String("channel", w.request.Channel), slog.Int64("body", w.body.read),
		slog.Int("status", http.StatusOK), slog.Duration("took", time.Since(w.began)), slog.String("request_id", s.ids.of(c)),
	}
	if s.cfg.LogContent {
		line = append(line, slog.String("slots", w.wire.Slots.JSON()), slog.String("arguments", w.wire.Arguments.JSON()),
			slog.String("reply", string(m.JSON)))
	}
	s.cfg.Log.LogAttrs(ctx, slog.LevelDebug, "said", line...)
}
