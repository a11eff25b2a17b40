package httpapi

import (
	"context"
	"log/slog"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/gin-gonic/gin"

	"nlgserver/nlg"
)

// Rephraser has a language model reword the messages of an assistant. Its methods must be
// safe for concurrent use.
type Rephraser interface {
	// Wants reports whether the conversation is to be read for a request for the response,
	// because a message of it may be reworded; with an empty name, for a request whose
	// response is not known yet.
	Wants(response string) bool
	// Prepare returns the rewording of a message; nil if the message does not ask for one. It
	// must not keep its arguments.
	Prepare(catalog *nlg.Catalog, m *nlg.Message, req *nlg.Request) Rewording
}

// Rewording is the rewording of one message.
type Rewording interface {
	// Do waits for the model for as long as it may take, and returns what came of it.
	Do(ctx context.Context) Reworded
}

// Reworded is what came of a rewording.
type Reworded struct {
	// Text is what to say, if Kept is empty. Else the message goes out as it was written, and
	// Kept says why: a word of a closed set.
	Text, Kept string
	// PromptTokens and CompletionTokens are what the model has counted; 0 if it has not, or
	// if they are not to be traced.
	PromptTokens, CompletionTokens int
	// Err is the cause; nil if Kept says it all. Its text has nothing of what people wrote.
	Err error
}

// rephrasedHeader says of a message that asks for rewording whether it was reworded, or why
// not.
const rephrasedHeader = "X-Nlg-Rephrased"

const (
	wasRephrased = "yes"
	wasKept      = "kept:"
	// keptAfterPanic is the reason for a message whose rewording ended with a panic.
	keptAfterPanic = "panic"
)

// prepare returns the rewording of the message; nil if there is none. A panic loses the
// rewording, and not the message.
func (s *responder) prepare(c *gin.Context, catalog *nlg.Catalog, w *work) (r Rewording) {
	rephraser := w.assistant.Rephraser
	if rephraser == nil || w.unknown {
		return nil
	}
	defer func() {
		if cause := recover(); cause != nil {
			s.panicked(c, w, cause)
			r = nil
		}
	}()
	return rephraser.Prepare(catalog, &w.message, &w.request)
}

// sendReworded sends the message once the model has answered, or as it was written. While
// it waits, the request holds no more than its message, and its time does not count as the
// server's.
func (s *responder) sendReworded(c *gin.Context, catalog *nlg.Catalog, w *work, r Rewording) *Problem {
	s.record(catalog, w)
	w.lighten()
	w.budget.Shrink(cap(w.message.JSON))
	response := w.message.Response // shares no memory with the body
	if w.trace != nil {
		w.trace.Rephrasing()
	}
	began := time.Now()
	result := s.reword(c, w, r)
	took := time.Since(began)
	w.began = w.began.Add(took)
	if w.trace != nil {
		w.trace.Rephrased(result.Kept, result.PromptTokens, result.CompletionTokens)
	}
	s.logReworded(c, w, response, &result, took)
	w.request.Response = response
	s.count(catalog, w)
	// A client that has closed only its side of the connection counts as gone, and still reads.
	outcome := wasKept + result.Kept
	if result.Kept == "" && w.message.SetText(result.Text) {
		outcome = wasRephrased
	}
	c.Writer.Header()[rephrasedHeader] = []string{outcome}
	_ = http.NewResponseController(c.Writer).SetWriteDeadline(time.Now().Add(s.cfg.Limits.WriteTimeout))
	s.sendPaced(c.Writer, w, catalog)
	return nil
}

// reword waits for the model. After a panic the message goes out as it was written.
func (s *responder) reword(c *gin.Context, w *work, r Rewording) (result Reworded) {
	defer func() {
		if cause := recover(); cause != nil {
			s.panicked(c, w, cause)
			result = Reworded{Kept: keptAfterPanic}
		}
	}()
	return r.Do(c.Request.Context())
}

// panicked counts and logs a panic in the rewording of a message.
func (s *responder) panicked(c *gin.Context, w *work, cause any) {
	w.assistant.Meter.Panicked()
	if s.linesOf(w.assistant).Allows(linesPanic) {
		s.logOf(w.assistant).Error("panic while rephrasing a message; it goes out as written",
			"cause", cause, "stack", string(debug.Stack()), "request_id", s.ids.of(c))
	}
}

// logReworded writes a line at warn for a message that is kept as it was written, and one
// at debug for any other. Neither has anything of what people wrote.
func (s *responder) logReworded(c *gin.Context, w *work, response string, r *Reworded, took time.Duration) {
	ctx, log := c.Request.Context(), s.logOf(w.assistant)
	line := []slog.Attr{slog.String("response", response), slog.Duration("duration", took), slog.String("request_id", s.ids.of(c))}
	switch {
	case r.Kept == "":
		log.LogAttrs(ctx, slog.LevelDebug, "rephrased", line...)
	case s.linesOf(w.assistant).Allows(linesKept + r.Kept):
		line = append(line, slog.String("reason", r.Kept))
		if r.Err != nil {
			line = append(line, slog.String("error", cut(r.Err.Error(), longestReason)))
		}
		log.LogAttrs(ctx, slog.LevelWarn, "message not rephrased; it goes out as written", line...)
	}
}
