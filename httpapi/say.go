package httpapi

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"

	"github.com/gin-gonic/gin"

	"nlgserver/internal/wire"
	"nlgserver/nlg"
)

// sayer answers Rasa's callback.
type sayer struct {
	cfg    Config
	memory memory
	pool   sync.Pool

	headers headers
	stamp   atomic.Pointer[stamp]
}

// work is what one request needs; it is used again by later requests.
type work struct {
	loan    loan
	body    body
	wire    wire.Request
	request nlg.Request
	message nlg.Message
}

// keepReply is the size above which a reply's buffer is not kept.
const keepReply = 64 << 10

func newSayer(cfg Config) *sayer {
	s := &sayer{cfg: cfg, memory: memory{limit: cfg.MaxInFlight}, headers: newHeaders()}
	s.pool.New = func() any { return &work{loan: loan{from: &s.memory}} }
	return s
}

func (s *sayer) handle(c *gin.Context) {
	w := s.pool.Get().(*work)
	defer s.release(w)
	if p := s.say(c, w); p != nil {
		s.cfg.Log.Warn("request refused", "code", string(p.Code), "status", p.Status, "detail", p.Detail)
		p.send(c)
	}
}

func (s *sayer) release(w *work) {
	if w.loan.reserved > keepWindow {
		// Everything in the request may point into the window, which must not
		// be held by a request that waits to be used again.
		w.wire, w.request, w.message = wire.Request{}, nlg.Request{}, nlg.Message{}
	}
	if cap(w.message.JSON) > keepReply {
		w.message = nlg.Message{}
	}
	w.loan.give()
	w.body = body{}
	s.pool.Put(w)
}

// say answers the request, or returns the problem.
func (s *sayer) say(c *gin.Context, w *work) *Problem {
	if p := checkContentType(c.Request.Header.Get("Content-Type")); p != nil {
		return p
	}
	if p := s.read(c.Request, w); p != nil {
		return p
	}
	catalog := s.cfg.Catalog()
	if catalog == nil {
		return problem(CodeNotReady, "no content is live")
	}
	s.fill(w)
	err := s.render(catalog, w)
	// A slot that was needed and cannot be read is the client's fault,
	// whatever the rendering made of its absence.
	if fault := w.wire.Err(); fault != nil {
		return badRequest(fault)
	}
	if err != nil {
		return unknown(err)
	}
	s.log(c.Request.Context(), w)
	s.send(c.Writer, w.message.JSON, catalog)
	return nil
}

// read reads what matters of the request's body.
func (s *sayer) read(r *http.Request, w *work) *Problem {
	if r.ContentLength > s.cfg.MaxBody {
		return tooLarge(s.cfg.MaxBody)
	}
	window, ok := w.loan.window(r.Context(), r.ContentLength)
	if !ok {
		return overloaded()
	}
	w.body = body{loan: &w.loan, in: r.Body, ctx: r.Context(), limit: s.cfg.MaxBody, announced: r.ContentLength}
	w.wire.WantMetadata = s.cfg.ReadMetadata
	var err error
	if s.cfg.StrictJSON {
		window, err = w.body.whole(window)
		if err == nil {
			err = wire.Validate(window)
		}
		if err == nil {
			err = w.wire.Read(window)
		}
	} else {
		_, err = w.wire.ReadFrom(&w.body, window)
	}
	switch {
	case w.body.problem != nil:
		return w.body.problem
	case err != nil:
		return badRequest(err)
	}
	return nil
}

// fill makes the rendering's request of the wire's.
func (s *sayer) fill(w *work) {
	w.request = nlg.Request{
		Response:     w.wire.Response,
		ID:           w.wire.ID,
		IDs:          w.wire.IDs,
		Channel:      w.wire.Channel,
		InputChannel: w.wire.InputChannel,
		Slots:        &w.wire.Slots,
		Arguments:    &w.wire.Arguments,
		Context:      &w.wire.Frame,
		Metadata:     &w.wire.Metadata,
	}
	if s.cfg.IgnoreRequestID {
		w.request.ID, w.request.IDs = "", nil
	}
}

// render says the response, or what stands for an unknown one (D12).
func (s *sayer) render(catalog *nlg.Catalog, w *work) error {
	err := catalog.RenderTo(&w.message, &w.request, s.cfg.Rand)
	if err == nil || s.cfg.OnUnknown == "" {
		return err
	}
	s.cfg.Log.Warn("unknown response", "response", nlg.Shorten(w.request.Response), "instead", s.cfg.OnUnknown)
	if s.cfg.OnUnknown == OnUnknownEmpty {
		w.message.JSON = append(w.message.JSON[:0], "{}"...)
		return nil
	}
	w.request.Response, w.request.ID, w.request.IDs = s.cfg.OnUnknown, "", nil
	if catalog.RenderTo(&w.message, &w.request, s.cfg.Rand) != nil {
		return err // a reload has removed it: what Rasa asked for matters
	}
	return nil
}

// log writes a line at debug for the request, and one at warn for each text
// that went out unfilled and for a response that said nothing. No line holds a
// slot's value or a text: those are people's words.
func (s *sayer) log(ctx context.Context, w *work) {
	m := &w.message
	if m.Outcome != nlg.Said {
		s.cfg.Log.LogAttrs(ctx, slog.LevelWarn, "no variation is eligible",
			slog.String("response", w.request.Response), slog.String("channel", w.request.Channel),
			slog.String("outcome", m.Outcome.String()))
	}
	for i := range m.Problems {
		p := &m.Problems[i]
		s.cfg.Log.LogAttrs(ctx, slog.LevelWarn, "a text went out unfilled",
			slog.String("response", m.Response), slog.String("path", p.Path), slog.String("kind", string(p.Kind)),
			slog.String("reason", p.Message), slog.String("position", p.Position.String()))
	}
	if s.cfg.Log.Enabled(ctx, slog.LevelDebug) {
		s.cfg.Log.LogAttrs(ctx, slog.LevelDebug, "said",
			slog.String("response", m.Response), slog.Int("variation", m.Variation), slog.String("id", m.ID),
			slog.String("group", m.Group.String()), slog.String("channel", w.request.Channel), slog.Int64("body", w.body.read))
	}
}

// badRequest turns a fault of the body into a problem document.
func badRequest(err error) *Problem {
	fault, ok := errors.AsType[*wire.Error](err)
	if !ok {
		return problem(CodeNotJSON, err.Error())
	}
	code := CodeNotJSON
	switch fault.Kind {
	case wire.Truncated:
		code = CodeTruncated
	case wire.WrongType:
		code = CodeWrongType
	case wire.Missing:
		code = CodeMissingField
	}
	p := problem(code, fault.Error())
	p.Field = fault.Field
	if code != CodeMissingField {
		p.Offset = &fault.Offset
	}
	return p
}

// unknown turns an unknown name into a problem document.
func unknown(err error) *Problem {
	p := problem(CodeUnknownResponse, err.Error())
	if e, ok := errors.AsType[*nlg.UnknownResponseError](err); ok {
		p.Suggestions = e.Suggestions
	}
	return p
}
