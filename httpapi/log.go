package httpapi

import (
	"log/slog"
	"time"

	"github.com/gin-gonic/gin"

	"nlgserver/nlg"
)

// refuse ends the request with the problem, and tells the log why. The line
// holds no part of the query: a token may stand there.
func (s *server) refuse(c *gin.Context, p *Problem) {
	s.cfg.Log.LogAttrs(c.Request.Context(), slog.LevelWarn, "request refused",
		slog.String("code", string(p.Code)), slog.Int("status", p.Status), slog.String("detail", p.Detail),
		slog.String("method", c.Request.Method), slog.String("path", nlg.Shorten(c.Request.URL.Path)),
		slog.String("peer", c.Request.RemoteAddr), slog.String("request_id", s.ids.of(c)))
	s.countRefusal(c, p.Code)
	p.send(c)
}

// logged writes a line at debug for a request that was not refused; that of
// Rasa's callback is the sayer's.
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
		slog.String("method", c.Request.Method), slog.String("route", c.FullPath()), slog.Int("status", c.Writer.Status()),
		slog.Duration("took", time.Since(started)), slog.String("request_id", id))
}
