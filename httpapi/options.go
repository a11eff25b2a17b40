package httpapi

import (
	"net/http"
	"time"

	"nlgserver/httpapi/internal/intake"
	"nlgserver/internal/budget"
	"nlgserver/internal/hosts"
	"nlgserver/internal/wire"
)

// Options are the settings of the routes.
type Options struct {
	// Limits bound request bodies.
	Limits Limits
	// Origins are the origins of web pages that may call from a browser, such
	// as https://studio.example; see [CheckOrigin].
	Origins []string
	// AllowedHosts are more names that requests without credentials may be sent to,
	// beside localhost and IP addresses; see [CheckHost]. Without any, a listener
	// that other machines reach allows every name to clients that are no browsers.
	AllowedHosts []string
	// StrictJSON checks all of a body, not only the parts that are needed. The
	// whole body is then read into memory.
	StrictJSON bool
	// LogContent adds slots, arguments and replies, which may be personal data,
	// to the log lines at level debug.
	LogContent bool
}

// OnUnknownEmpty answers an unknown response name with an empty message.
const OnUnknownEmpty = "empty"

// LeastInFlight is the least for Limits.InFlight: less would refuse usual requests.
const LeastInFlight = 256 << 10

// Limits bound request bodies. The zero value of a field means its default, see
// [DefaultLimits].
type Limits struct {
	// Body is the largest body in bytes, after inflating it. Rasa sends the
	// whole conversation.
	Body int64
	// InFlight is the memory for all requests in flight, in bytes: their bodies, what
	// is made of them, and the replies.
	InFlight int64
	// RequestMemory is the memory for one request beside its body, in bytes; no more
	// than a single request may have of InFlight.
	RequestMemory int64
	// JSONDepth is how deep a body may nest, [MostJSONDepth] at most.
	JSONDepth int
	// ReadTimeout bounds the time that a whole body takes.
	ReadTimeout time.Duration
	// MinReadRate is the least that a body must bring over each [ReadWindow],
	// in bytes per second; less than 0 lifts the limit.
	MinReadRate int64
	// WriteTimeout bounds the time that a client takes to accept a reply.
	WriteTimeout time.Duration
}

// MostJSONDepth is the greatest JSONDepth: a check of the whole body remembers every
// bracket that is open.
const MostJSONDepth = 1_000_000

// ReadWindow is the time over which the progress of a body is measured.
const ReadWindow = intake.Window

// DefaultLimits returns the default limits.
func DefaultLimits() Limits {
	return Limits{
		Body:          64 << 20,
		InFlight:      256 << 20,
		RequestMemory: budget.DefaultMemory,
		// Python writes no such depth, and counting this far costs nothing.
		JSONDepth:    wire.MaxDepth,
		ReadTimeout:  10 * time.Minute, // 64 MiB at about 900 kbit/s
		MinReadRate:  1 << 10,
		WriteTimeout: 30 * time.Second,
	}
}

func (l Limits) withDefaults() Limits {
	byDefault := DefaultLimits()
	orDefault(&l.Body, byDefault.Body)
	orDefault(&l.InFlight, byDefault.InFlight)
	orDefault(&l.RequestMemory, byDefault.RequestMemory)
	orDefault(&l.JSONDepth, byDefault.JSONDepth)
	l.JSONDepth = min(l.JSONDepth, MostJSONDepth)
	orDefault(&l.ReadTimeout, byDefault.ReadTimeout)
	orDefault(&l.WriteTimeout, byDefault.WriteTimeout)
	if l.MinReadRate == 0 {
		l.MinReadRate = byDefault.MinReadRate
	}
	return l
}

func orDefault[T int | int64 | time.Duration](v *T, byDefault T) {
	if *v <= 0 {
		*v = byDefault
	}
}

// intake returns the limits of the reader of bodies.
func (l Limits) intake() intake.Limits {
	return intake.Limits{
		Body: l.Body, ReadTimeout: l.ReadTimeout, MinReadRate: l.MinReadRate, WriteTimeout: l.WriteTimeout,
	}
}

// CheckOrigin returns an error if s is not an origin for [Options].
func CheckOrigin(s string) error {
	return new(http.CrossOriginProtection).AddTrustedOrigin(s)
}

// CheckHost returns an error if s is not a host name for [Options].
func CheckHost(s string) error { return hosts.Check(s) }
