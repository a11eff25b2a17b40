package httpapi

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"nlgserver/internal/budget"
	"nlgserver/nlg"
)

// Config is everything that the routes need.
type Config struct {
	Options

	// Assistants returns the assistants that there are now.
	Assistants func() *Assistants
	// Reconfigure reads the configuration of the assistants again, and waits until it is
	// in use; nil if there is none.
	Reconfigure func(ctx context.Context) ConfigurationResult
	// Configuration returns the state of the configuration; nil if there is none.
	Configuration func() ConfigurationStatus
	// Build is the version of the program.
	Build string
	// Ready reports whether new requests are welcome; nil means always.
	Ready func() bool
	// Rand picks among eligible variations. It must be safe for concurrent use.
	Rand nlg.Rand

	// Memory is what all requests in flight take their memory from; nil means a pool
	// of Limits.InFlight bytes.
	Memory *Memory
	// Crowded is called when a request that needs much work waits for others that do;
	// it may be nil, and must not block.
	Crowded func()

	// AdminAccess guards content, status and metrics; nil lets everyone in.
	AdminAccess Gate
	// Loopback reports whether only this machine can reach the listener of Rasa's
	// callback, and AdminLoopback that of the operators' routes; nil for no, and for
	// the same.
	Loopback, AdminLoopback func() bool
	// Log gets a line per request at debug, and one per problem at warn.
	Log *slog.Logger
	// Refused counts a request that got a problem document with the code and the status,
	// and reached no assistant, and Panicked a panic outside of any; nil counts nothing.
	Refused  func(code string, status int)
	Panicked func()
	// Page shows the content to browsers, and guards itself: at GET /, /desk/ and
	// /api/desk/, on the operators' listener, or on a common one that only this machine
	// can reach; nil for no page.
	Page http.Handler
	// Metrics answers GET /metrics; nil means that there is no such route.
	Metrics http.Handler
	// Tracer traces requests; nil traces none.
	Tracer Tracer
}

// Memory is what all requests in flight share.
type Memory = budget.Pool

// NewMemory returns that many bytes of memory for requests.
func NewMemory(bytes int64) *Memory { return budget.NewPool(bytes) }

// Gate decides who may call. Its methods must be safe for concurrent use.
type Gate interface {
	// Guarded reports whether the gate requires credentials at all.
	Guarded() bool
	// Opens reports whether the request may pass.
	Opens(r *http.Request) bool
	// Challenges returns the values of WWW-Authenticate for a request that may
	// not pass. The caller must not change them.
	Challenges() []string
}

// Meter counts an assistant's requests for Rasa's callback. Its methods must be safe for
// concurrent use.
type Meter interface {
	// Begin counts a request that begins, and returns the time.
	Begin() time.Time
	// End counts the end of the request that began then, of whose body that
	// many bytes were read.
	End(began time.Time, body int64)
	// Said counts a request for the response asked that got a message of the
	// catalog.
	Said(catalog *nlg.Catalog, asked string, m *nlg.Message)
	// Shared counts a reply while a new release, the canary, gets a share of the
	// conversations, and whether it is one of the canary's.
	Shared(canary bool)
	// Unknown counts a request for an unknown response, whatever it gets.
	Unknown()
	// Substituted counts a request for an unknown response that got another
	// message of the catalog, nil for an empty one.
	Substituted(catalog *nlg.Catalog, m *nlg.Message)
	// Refused counts a request that got a problem document with the code and the
	// status, or none because its client had gone.
	Refused(code string, status int)
	// Panicked counts a panic in a handler.
	Panicked()
}

// Tracer traces requests for Rasa's callback.
type Tracer interface {
	// Start begins the trace of a request to an assistant; nil if this one is not to be
	// traced.
	Start(r *http.Request, route, assistant string) Trace
}

// Trace is the trace of one request.
type Trace interface {
	// Selecting begins the selection of a variation of the response asked. It
	// is called again for a substitute.
	Selecting(catalog *nlg.Catalog, asked string)
	// Filling ends the selection and begins the filling of the picked variation.
	Filling(m *nlg.Message)
	// Rendered ends the filling, or the selection if nothing was picked.
	Rendered(m *nlg.Message)
	// Rephrasing begins the rewording of the message.
	Rephrasing()
	// Rephrased ends it: kept says why the message goes out as it was written, and is empty
	// if it was reworded; what the model has counted may be 0.
	Rephrased(kept string, promptTokens, completionTokens int)
	// Said notes that the message was sent.
	Said(m *nlg.Message)
	// Refused notes that the request got a problem document.
	Refused(code string, status int)
	// End ends the trace.
	End()
}

func (c Config) withDefaults() Config {
	c.Limits = c.Limits.withDefaults()
	if c.Memory == nil {
		c.Memory = NewMemory(c.Limits.InFlight)
	}
	if c.AdminAccess == nil {
		c.AdminAccess = openGate{}
	}
	if c.Loopback == nil {
		c.Loopback = func() bool { return false }
	}
	if c.AdminLoopback == nil {
		c.AdminLoopback = c.Loopback
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Refused == nil {
		c.Refused = func(string, int) {}
	}
	if c.Panicked == nil {
		c.Panicked = func() {}
	}
	return c
}

// openGate lets everyone in.
type openGate struct{}

func (openGate) Guarded() bool            { return false }
func (openGate) Opens(*http.Request) bool { return true }
func (openGate) Challenges() []string     { return nil }

// noMeter counts nothing.
type noMeter struct{}

func (noMeter) Begin() time.Time                        { return time.Now() }
func (noMeter) End(time.Time, int64)                    {}
func (noMeter) Said(*nlg.Catalog, string, *nlg.Message) {}
func (noMeter) Shared(bool)                             {}
func (noMeter) Unknown()                                {}
func (noMeter) Substituted(*nlg.Catalog, *nlg.Message)  {}
func (noMeter) Refused(string, int)                     {}
func (noMeter) Panicked()                               {}
