package httpapi

import (
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gin-gonic/gin"

	"nlgserver/httpapi/internal/intake"
	"nlgserver/internal/wire"
	"nlgserver/nlg"
)

// responder answers Rasa's callback.
type responder struct {
	*server
	intake *intake.Intake
	pool   sync.Pool
	stamp  atomic.Pointer[stamp]
}

// work is the memory of one request; later requests use it again.
type work struct {
	began   time.Time
	body    *intake.Body
	wire    wire.Request
	request nlg.Request
	message nlg.Message
	// unknown is set if the content does not have the response.
	unknown bool
	// trace is nil unless the request is traced.
	trace Trace
}

// keepReply is the size above which a reply's buffer is not kept.
const keepReply = 64 << 10

func newResponder(server *server) *responder {
	s := &responder{server: server, intake: intake.New(server.cfg.Limits.intake())}
	s.pool.New = func() any { return &work{body: s.intake.NewBody()} }
	return s
}

func (s *responder) handle(c *gin.Context) {
	began := s.cfg.Meter.Begin()
	w := s.pool.Get().(*work)
	w.began = began
	if s.cfg.Tracer != nil {
		w.trace = s.cfg.Tracer.Start(c.Request, c.FullPath())
	}
	defer func() {
		s.cfg.Meter.End(began, w.body.BytesRead())
		if w.trace != nil {
			w.trace.End()
		}
		s.release(w)
	}()
	if p := s.respond(c, w); p != nil {
		if w.trace != nil {
			w.trace.Refused(string(p.Code), p.Status)
		}
		s.refuse(c, p)
	}
}

func (s *responder) release(w *work) {
	if w.body.IsLarge() {
		// The request may point into the window anywhere, and a request that
		// waits to be used again must not hold it.
		w.wire, w.request, w.message = wire.Request{}, nlg.Request{}, nlg.Message{}
	}
	if cap(w.message.JSON) > keepReply {
		w.message = nlg.Message{}
	}
	w.body.Close()
	w.unknown, w.trace = false, nil
	s.pool.Put(w)
}

// respond answers the request, or returns the problem.
func (s *responder) respond(c *gin.Context, w *work) *Problem {
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
		s.cfg.Meter.Unknown()
	}
	if err != nil {
		s.record(catalog, w)
		return unknown(err)
	}
	s.log(c, catalog, w)
	s.send(c.Writer, w.message.JSON, catalog)
	s.count(catalog, w)
	s.record(catalog, w)
	return nil
}

// read reads the parts of the request's body that matter.
func (s *responder) read(c *gin.Context, w *work) *Problem {
	window, err := w.body.Open(c.Writer, c.Request)
	if err != nil {
		return refusedBody(err)
	}
	depth := s.cfg.Limits.JSONDepth
	w.wire.WantMetadata, w.wire.MaxDepth = s.cfg.ReadMetadata, depth
	if s.cfg.StrictJSON {
		window, err = w.body.Whole(window)
		if err == nil {
			err = wire.Validate(window, depth)
		}
		if err == nil {
			err = w.wire.Read(window)
		}
	} else {
		_, err = w.wire.ReadFrom(w.body, window)
	}
	if refused := w.body.Err(); refused != nil {
		return refusedBody(refused)
	}
	if err != nil {
		return badRequest(err)
	}
	return nil
}

// fill makes the rendering's request from the body's.
func (s *responder) fill(w *work) {
	w.request = nlg.Request(w.wire.Fields())
	if s.cfg.IgnoreRequestID {
		w.request.ID, w.request.IDs = "", nil
	}
}

// render renders the response, or the substitute for an unknown one (D12).
func (s *responder) render(catalog *nlg.Catalog, w *work) error {
	err := s.renderTo(catalog, w)
	w.unknown = err != nil
	if err == nil || s.cfg.OnUnknown == "" {
		return err
	}
	if s.lines.Allows(linesUnknown) {
		s.cfg.Log.Warn(linesUnknown, "response", nlg.Shorten(w.request.Response), "instead", s.cfg.OnUnknown)
	}
	if s.cfg.OnUnknown == OnUnknownEmpty {
		w.message.JSON = append(w.message.JSON[:0], "{}"...)
		return nil
	}
	w.request.Response, w.request.ID, w.request.IDs = s.cfg.OnUnknown, "", nil
	if s.renderTo(catalog, w) != nil {
		return err // a reload has removed the substitute: report what Rasa asked for
	}
	return nil
}

func (s *responder) renderTo(catalog *nlg.Catalog, w *work) error {
	if w.trace == nil {
		return catalog.RenderTo(&w.message, &w.request, s.cfg.Rand)
	}
	w.trace.Selecting(catalog, w.request.Response)
	defer w.trace.Rendered(&w.message)
	if err := catalog.Select(&w.message, &w.request, s.cfg.Rand); err != nil {
		return err
	}
	if w.message.Outcome != nlg.Silence {
		w.trace.Filling(&w.message)
	}
	w.message.Fill(&w.request)
	return nil
}

// unknown turns an unknown name into a problem document.
func unknown(err error) *Problem {
	p := problem(CodeUnknownResponse, err.Error())
	if e, ok := errors.AsType[*nlg.UnknownResponseError](err); ok {
		p.Suggestions = e.Suggestions
	}
	return p
}

// count counts a request that was answered with a message.
func (s *responder) count(catalog *nlg.Catalog, w *work) {
	if w.trace != nil {
		w.trace.Said(&w.message)
	}
	switch {
	case !w.unknown:
		s.cfg.Meter.Said(catalog, w.request.Response, &w.message)
	case s.cfg.OnUnknown == OnUnknownEmpty:
		s.cfg.Meter.Substituted(catalog, nil)
	default:
		s.cfg.Meter.Substituted(catalog, &w.message)
	}
}

// record passes on a request that was answered, as Rasa sent it.
func (s *responder) record(catalog *nlg.Catalog, w *work) {
	if s.cfg.Record == nil {
		return
	}
	asked := &w.request
	asked.Response, asked.ID, asked.IDs = w.wire.Response, w.wire.ID, w.wire.IDs
	if w.unknown {
		s.cfg.Record(catalog, asked, nil)
		return
	}
	s.cfg.Record(catalog, asked, &w.message)
}
