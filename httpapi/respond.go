package httpapi

import (
	"errors"
	"runtime"
	"sync"
	"time"

	"github.com/gin-gonic/gin"

	"nlgserver/httpapi/internal/intake"
	"nlgserver/internal/budget"
	"nlgserver/internal/hosts"
	"nlgserver/internal/wire"
	"nlgserver/nlg"
)

// responder answers Rasa's callback.
type responder struct {
	*server
	intake *intake.Intake
	gate   *budget.Gate
	// each are the limits of one request; the memory of its assistant may lower them.
	each budget.Limits
	pool sync.Pool
	// known are the names of the listener.
	known *hosts.Known
}

// work is the memory of one request; later requests use it again.
type work struct {
	// assistant is the one that answers.
	assistant *Assistant
	began     time.Time
	budget    budget.Budget
	client    client
	body      *intake.Body
	wire      wire.Request
	request   nlg.Request
	message   nlg.Message
	side      Side
	// unknown is set if the content does not have the response.
	unknown bool
	// lightened is set if the message may hold more than is kept of a short request.
	lightened bool
	// trace is nil unless the request is traced.
	trace Trace
}

const (
	// keepReply is the size above which a reply's buffer is not kept.
	keepReply = 16 << 10
	// keepMade is the size above which what was made of a body is not kept.
	keepMade = 64 << 10
)

func newResponder(server *server) *responder {
	limits := server.cfg.Limits
	s := &responder{
		server: server,
		intake: intake.New(limits.intake(), server.cfg.Memory),
		// Half of the processors are for those who need them only for a moment.
		gate:  budget.NewGate(min(runtime.GOMAXPROCS(0), runtime.NumCPU())/2, server.cfg.Crowded),
		each:  budget.Limits{Memory: limits.RequestMemory},
		known: server.namesOf(server.cfg.Loopback),
	}
	s.pool.New = func() any { return &work{body: s.intake.NewBody()} }
	return s
}

// handle answers a request for an assistant; nil if there is none for it. The request is
// the assistant's to its end, whatever a new configuration says meanwhile.
func (s *responder) handle(c *gin.Context, all *Assistants, a *Assistant) {
	if a == nil {
		s.refuseUnassigned(c, all)
		return
	}
	defer s.recovered(a, c)
	if s.admit(c, a, a.Access, s.known) {
		s.answer(c, a)
	}
}

// answer answers a request that may pass.
func (s *responder) answer(c *gin.Context, a *Assistant) {
	began := a.Meter.Begin()
	w := s.pool.Get().(*work)
	w.assistant, w.began = a, began
	w.client.ctx = c.Request.Context()
	each, memory := s.each, s.memoryOf(a)
	each.Memory = min(each.Memory, memory.Largest())
	budget.OpenFor(&w.budget, &w.client, each, memory, s.gate)
	if s.cfg.Tracer != nil {
		w.trace = s.cfg.Tracer.Start(c.Request, c.FullPath(), a.Name)
	}
	defer func() {
		a.Meter.End(w.began, w.body.BytesRead())
		if w.trace != nil {
			w.trace.End()
		}
		s.release(w)
	}()
	p := s.respond(c, w)
	if p == nil {
		return
	}
	if w.trace != nil {
		w.trace.Refused(string(p.Code), p.Status)
	}
	// The problem may take its time to be sent, and needs nothing of the request.
	w.lighten()
	w.message.Trim(keepReply)
	w.budget.Shrink(0)
	if p.Code == clientGone {
		s.countRefusal(a, c, p.Code, p.Status)
		c.Writer.WriteHeader(p.Status) // nobody reads it
		return
	}
	s.refuseFor(a, c, p)
}

// memoryOf returns what the requests of an assistant take their memory from.
func (s *server) memoryOf(a *Assistant) *Memory {
	if a.Memory != nil {
		return a.Memory
	}
	return s.cfg.Memory
}

// release keeps the work for another request, without what it holds of this one.
func (s *responder) release(w *work) {
	if w.isHeavy() {
		w.lighten()
	}
	if w.lightened {
		w.message.Trim(keepReply)
	}
	w.body.Close()
	w.budget.Close()
	w.client.ctx, w.assistant, w.wire.WantConversation = nil, nil, nil
	w.unknown, w.lightened, w.trace, w.side = false, false, nil, Whole
	s.pool.Put(w)
}

// isHeavy reports whether the request holds more than a short one.
func (w *work) isHeavy() bool {
	return w.body.IsLarge() || w.budget.Reserved() > keepMade || cap(w.message.JSON) > keepReply
}

// lighten lets go of all that a request holds except its message.
func (w *work) lighten() {
	if w.budget.Reserved() > keepMade {
		w.wire = wire.Request{}
	} else if w.body.IsLarge() {
		w.wire.Release()
	}
	w.request = nlg.Request{}
	w.body.Release()
	w.lightened = true
}

// respond answers the request, or returns the problem.
func (s *responder) respond(c *gin.Context, w *work) *Problem {
	if p := checkContentType(c.Request.Header.Get("Content-Type")); p != nil {
		return p
	}
	if p := s.read(c, w); p != nil {
		return p
	}
	if p := w.wrongAssistant(); p != nil {
		return p
	}
	catalog := w.pick()
	if catalog == nil {
		return problem(CodeNotReady, "no content is live")
	}
	s.fill(w)
	err := s.render(catalog, w)
	fault := w.wire.Err()
	if p := s.exceeded(w, fault); p != nil {
		return p
	}
	// A slot that was needed and cannot be read is the client's fault,
	// whatever the rendering made of its absence.
	if fault != nil {
		return badRequest(fault)
	}
	if w.unknown {
		w.assistant.Meter.Unknown()
	}
	if err != nil {
		s.record(catalog, w)
		return unknown(err)
	}
	s.log(c, catalog, w)
	reworded := s.prepare(c, catalog, w)
	w.budget.Rest() // others may work while the reply is sent
	if reworded != nil {
		return s.sendReworded(c, catalog, w, reworded)
	}
	if !w.isHeavy() {
		s.send(c.Writer, w, catalog)
		s.count(catalog, w)
		s.record(catalog, w)
		return nil
	}
	// A client may take its time to accept the reply. It must not hold more than that.
	s.count(catalog, w)
	s.record(catalog, w)
	w.lighten()
	w.budget.Shrink(cap(w.message.JSON))
	s.sendPaced(c.Writer, w, catalog)
	return nil
}

// read reads the parts of the request's body that matter.
func (s *responder) read(c *gin.Context, w *work) *Problem {
	window, err := w.body.Open(c.Writer, c.Request, &w.budget)
	if err != nil {
		return s.refusedBody(w, err)
	}
	depth := s.cfg.Limits.JSONDepth
	w.wire.WantMetadata, w.wire.MaxDepth, w.wire.Budget = w.assistant.ReadMetadata, depth, &w.budget
	w.wire.WantAssistant, w.wire.WantConversation = w.assistant.ID != "", w.assistant.wants
	if s.cfg.StrictJSON {
		window, err = w.body.Whole(window)
		if err == nil {
			err = wire.ValidateWithin(window, depth, w.wire.Budget)
		}
		if err == nil {
			err = w.wire.Read(window)
		}
	} else {
		_, err = w.wire.ReadFrom(w.body, window)
	}
	if refused := w.body.Err(); refused != nil {
		return s.refusedBody(w, refused)
	}
	if p := s.exceeded(w, err); p != nil {
		return p
	}
	if err != nil {
		return badRequest(err)
	}
	return nil
}

// fill makes the rendering's request from the body's.
func (s *responder) fill(w *work) {
	w.request = nlg.Request(w.wire.Fields())
	if w.assistant.IgnoreRequestID {
		w.request.ID, w.request.IDs = "", nil
	}
}

// render renders the response, or the substitute for an unknown one (D12).
func (s *responder) render(catalog *nlg.Catalog, w *work) error {
	err, instead := s.renderTo(catalog, w), w.assistant.OnUnknown
	w.unknown = err != nil
	if err == nil || instead == "" {
		return err
	}
	if s.linesOf(w.assistant).Allows(linesUnknown) {
		s.logOf(w.assistant).Warn(linesUnknown, "response", nlg.Shorten(w.request.Response), "instead", instead)
	}
	if instead == OnUnknownEmpty {
		w.message.JSON = append(w.message.JSON[:0], "{}"...)
		return nil
	}
	w.request.Response, w.request.ID, w.request.IDs = instead, "", nil
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
	if w.side != Whole {
		w.assistant.Meter.Shared(w.side == CanarySide)
	}
	switch {
	case !w.unknown:
		w.assistant.Meter.Said(catalog, w.request.Response, &w.message)
	case w.assistant.OnUnknown == OnUnknownEmpty:
		w.assistant.Meter.Substituted(catalog, nil)
	default:
		w.assistant.Meter.Substituted(catalog, &w.message)
	}
}

// record passes on a request that was answered, as Rasa sent it.
func (s *responder) record(catalog *nlg.Catalog, w *work) {
	record := w.assistant.Record
	if record == nil {
		return
	}
	asked := &w.request
	asked.Response, asked.ID, asked.IDs = w.wire.Response, w.wire.ID, w.wire.IDs
	if w.unknown {
		record(catalog, asked, nil)
		return
	}
	record(catalog, asked, &w.message)
}
