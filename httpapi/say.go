package httpapi

import (
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gin-gonic/gin"

	"nlgserver/internal/tracing"
	"nlgserver/internal/wire"
	"nlgserver/nlg"
)

// sayer answers Rasa's callback.
type sayer struct {
	*server
	pace   paceLimits
	memory memory
	pool   sync.Pool
	stamp  atomic.Pointer[stamp]
}

// work is what one request needs; it is used again by later requests.
type work struct {
	began   time.Time
	loan    loan
	intake  intake
	body    body
	wire    wire.Request
	request nlg.Request
	message nlg.Message
	// unknown says that the response is not in the content.
	unknown bool
	// trace is nil unless the request is traced.
	trace *tracing.Request
}

// keepReply is the size above which a reply's buffer is not kept.
const keepReply = 64 << 10

func newSayer(server *server) *sayer {
	s := &sayer{server: server, pace: newPaceLimits(server.cfg), memory: memory{limit: server.cfg.MaxInFlight}}
	s.pool.New = func() any { return &work{loan: loan{from: &s.memory}} }
	return s
}

func (s *sayer) handle(c *gin.Context) {
	began := s.cfg.Metrics.Begin()
	w := s.pool.Get().(*work)
	w.began = began
	if s.cfg.Tracer != nil {
		w.trace = s.cfg.Tracer.Start(c.Request, c.FullPath())
	}
	defer func() {
		s.cfg.Metrics.End(began, w.body.read)
		if w.trace != nil {
			w.trace.End()
		}
		s.release(w)
	}()
	if p := s.say(c, w); p != nil {
		if w.trace != nil {
			w.trace.Refused(string(p.Code), p.Status)
		}
		s.refuse(c, p)
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
	w.intake.close()
	w.body, w.unknown, w.trace = body{}, false, nil
	s.pool.Put(w)
}

// say answers the request, or returns the problem.
func (s *sayer) say(c *gin.Context, w *work) *Problem {
	if p := checkContentType(c.Request.Header.Get("Content-Type")); p != nil {
		return p
	}
	if p := s.read(c, w); p != nil {
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
	if w.unknown {
		s.cfg.Metrics.Unknown()
	}
	if err != nil {
		s.record(w)
		return unknown(err)
	}
	s.log(c, w)
	s.send(c.Writer, w.message.JSON, catalog)
	s.count(catalog, w)
	s.record(w)
	return nil
}

// read reads what matters of the request's body.
func (s *sayer) read(c *gin.Context, w *work) *Problem {
	r := c.Request
	if r.ContentLength > s.cfg.MaxBody {
		return tooLarge(s.cfg.MaxBody)
	}
	in, announced, p := w.intake.open(c.Writer, r, &s.pace)
	if p != nil {
		return p
	}
	window, ok := w.loan.window(r.Context())
	if !ok {
		return overloaded()
	}
	w.body = body{loan: &w.loan, in: in, ctx: r.Context(), limit: s.cfg.MaxBody, announced: announced}
	w.wire.WantMetadata, w.wire.MaxDepth = s.cfg.ReadMetadata, s.cfg.MaxJSONDepth
	var err error
	if s.cfg.StrictJSON {
		window, err = w.body.whole(window)
		if err == nil {
			err = wire.Validate(window, s.cfg.MaxJSONDepth)
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
	w.request = nlg.Request(w.wire.Fields())
	if s.cfg.IgnoreRequestID {
		w.request.ID, w.request.IDs = "", nil
	}
}

// render says the response, or what stands for an unknown one (D12).
func (s *sayer) render(catalog *nlg.Catalog, w *work) error {
	err := s.renderTo(catalog, w)
	w.unknown = err != nil
	if err == nil || s.cfg.OnUnknown == "" {
		return err
	}
	s.cfg.Log.Warn("unknown response", "response", nlg.Shorten(w.request.Response), "instead", s.cfg.OnUnknown)
	if s.cfg.OnUnknown == OnUnknownEmpty {
		w.message.JSON = append(w.message.JSON[:0], "{}"...)
		return nil
	}
	w.request.Response, w.request.ID, w.request.IDs = s.cfg.OnUnknown, "", nil
	if s.renderTo(catalog, w) != nil {
		return err // a reload has removed it: what Rasa asked for matters
	}
	return nil
}

func (s *sayer) renderTo(catalog *nlg.Catalog, w *work) error {
	if w.trace != nil {
		w.trace.Select(catalog, w.request.Response, &w.message)
		defer w.trace.Rendered()
	}
	return catalog.RenderTo(&w.message, &w.request, s.cfg.Rand)
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
	case wire.TooDeep:
		code = CodeTooDeep
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
