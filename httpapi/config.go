package httpapi

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"nlgserver/internal/access"
	"nlgserver/internal/metrics"
	"nlgserver/internal/tracing"
	"nlgserver/internal/wire"
	"nlgserver/nlg"
)

// The defaults of [Config].
const (
	// DefaultMaxBody is the size of request body above which it is refused:
	// Rasa sends the whole conversation.
	DefaultMaxBody = 64 << 20
	// DefaultMaxInFlight is how much memory the bodies of all requests under
	// way may take together.
	DefaultMaxInFlight = 256 << 20
	// DefaultMaxJSONDepth is how deep a body may nest: much more than Python
	// can write, and so much that counting costs the skip nothing.
	DefaultMaxJSONDepth = wire.MaxDepth
	// DefaultReadTimeout is how long a whole body may take: 64 MiB at about
	// 900 kbit/s.
	DefaultReadTimeout = 10 * time.Minute
	// DefaultMinReadRate is the least that a body must bring, in bytes per
	// second over any [ReadWindow].
	DefaultMinReadRate = 1 << 10
	// DefaultWriteTimeout is how long a client may take to accept a reply.
	DefaultWriteTimeout = 30 * time.Second
)

// ReadWindow is the time over which a body's progress is judged.
const ReadWindow = 10 * time.Second

// Config is what the routes need.
type Config struct {
	// Catalog returns what is served now; nil while nothing is.
	Catalog func() *nlg.Catalog
	// Reload reads the content again and waits for the outcome.
	Reload func(ctx context.Context) ReloadResult
	// Status tells what is served and since when.
	Status func() Status
	// Ready reports whether new requests are welcome; nil means always.
	Ready func() bool
	// Rand picks among eligible variations. It is used by many requests at
	// once.
	Rand nlg.Rand
	// Log gets a line per request at debug, and one per problem at warn.
	Log *slog.Logger
	// LogContent adds slots, arguments and replies to the lines at debug.
	// They are people's words.
	LogContent bool
	// Metrics count the requests, and are shown at /metrics; nil means new ones.
	Metrics *metrics.Metrics
	// Tracer makes a trace of each request; nil means no traces.
	Tracer *tracing.Tracer

	// Access guards Rasa's callback; nil lets everyone in.
	Access *access.Gate
	// AdminAccess guards content, status and metrics; nil means Access.
	AdminAccess *access.Gate
	// Origins are those of web pages that may call from a browser, such as
	// https://studio.example; see [CheckOrigin].
	Origins []string

	// MaxBody is the largest body read, in bytes and after inflating it; 0
	// means DefaultMaxBody.
	MaxBody int64
	// MaxInFlight is the memory for the bodies of all requests under way, in
	// bytes; 0 means DefaultMaxInFlight.
	MaxInFlight int64
	// MaxJSONDepth is how deep a body may nest; 0 means DefaultMaxJSONDepth.
	MaxJSONDepth int
	// ReadTimeout is how long a whole body may take; 0 means
	// DefaultReadTimeout.
	ReadTimeout time.Duration
	// MinReadRate is what a body must bring over each ReadWindow, in bytes per
	// second; 0 means DefaultMinReadRate, less than 0 that it may stand still.
	MinReadRate int64
	// WriteTimeout is how long a client may take to accept a reply; 0 means
	// DefaultWriteTimeout.
	WriteTimeout time.Duration

	// StrictJSON makes the server check the whole body, also what it does not
	// need; it is then read into memory whole.
	StrictJSON bool
	// IgnoreRequestID makes the server pick freely where Rasa sends the id of
	// a variation (D13).
	IgnoreRequestID bool
	// ReadMetadata makes the latest message's metadata count, where the
	// language is taken from them.
	ReadMetadata bool
	// Record is told of every request that was answered, and of its reply, nil
	// if the response is unknown. It must not keep what it gets, and not wait.
	// Nil means that nobody listens.
	Record func(req *nlg.Request, m *nlg.Message)
	// OnUnknown says what an unknown response name gets (D12): "" a 404,
	// OnUnknownEmpty {}, anything else the response of that name.
	OnUnknown string
}

// OnUnknownEmpty makes an unknown response name say nothing.
const OnUnknownEmpty = "empty"

// CheckOrigin returns why text is not an origin for [Config].
func CheckOrigin(text string) error {
	return new(http.CrossOriginProtection).AddTrustedOrigin(text)
}

func (c Config) withDefaults() Config {
	orDefault(&c.MaxBody, DefaultMaxBody)
	orDefault(&c.MaxInFlight, DefaultMaxInFlight)
	orDefault(&c.MaxJSONDepth, DefaultMaxJSONDepth)
	orDefault(&c.ReadTimeout, DefaultReadTimeout)
	orDefault(&c.WriteTimeout, DefaultWriteTimeout)
	if c.MinReadRate == 0 {
		c.MinReadRate = DefaultMinReadRate
	}
	if c.AdminAccess == nil {
		c.AdminAccess = c.Access
	}
	if c.Status == nil {
		c.Status = func() Status { return Status{} }
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Metrics == nil {
		c.Metrics = metrics.New(metrics.Options{Catalog: c.Catalog, Refusals: Refusals()})
	}
	return c
}

func orDefault[T int | int64 | time.Duration](v *T, byDefault T) {
	if *v <= 0 {
		*v = byDefault
	}
}
