package httpapi

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"sync/atomic"

	"nlgserver/internal/loglines"
	"nlgserver/nlg"
)

// Assistant is what the routes need of an assistant. It must not be changed once it is
// one of [Assistants]. It can be one of several, one after the other: a new configuration
// keeps those that it does not change.
type Assistant struct {
	// Name is its name in routes, logs and metrics.
	Name string
	// ID is the assistant_id that Rasa must send, if it sends one; empty for any.
	ID string
	// CameLater is set for one that has come after the start of the server: all are ready
	// without it.
	CameLater bool
	// Catalog returns the live catalog; nil while there is none.
	Catalog func() *nlg.Catalog
	// Pick returns what answers a conversation, by tracker.sender_id, where a new release may
	// get a share of them: its catalog, nil for none, and its side. It must not keep the
	// name. With nil, Catalog answers all.
	Pick func(conversation string) (*nlg.Catalog, Side)
	// Access guards the assistant's callback; nil lets everyone in.
	Access Gate
	// OnUnknown is the reply to an unknown response name (D12): "" for a 404,
	// [OnUnknownEmpty] for {}, or else the name of another response.
	OnUnknown string
	// IgnoreRequestID picks at random even where Rasa sends the id of a
	// variation (D13).
	IgnoreRequestID bool
	// ReadMetadata reads the metadata of the latest message, for catalogs whose
	// language depends on it.
	ReadMetadata bool
	// Memory is what its requests take their memory from; nil means that of all.
	Memory *Memory
	// Meter counts its requests; nil counts nothing.
	Meter Meter
	// Log gets the lines about its requests. With nil the log of the server gets them,
	// and what bounds its lines bounds them too.
	Log *slog.Logger
	// Record is called after each answered request with its message, nil if
	// the response is unknown. It must not keep its arguments, and not block.
	Record func(catalog *nlg.Catalog, req *nlg.Request, m *nlg.Message)
	// Rephraser rewords messages; nil rewords none.
	Rephraser Rephraser
	// Reload reads the content again and waits for the outcome.
	Reload func(ctx context.Context) ReloadResult
	// Status returns the state of the content.
	Status func() Status

	// lines bound the lines that its clients can cause, so that a flood of them at
	// another assistant hides none of its own.
	lines *loglines.Limiter
	stamp atomic.Pointer[stamp]
	// wants is the method of Rephraser; nil without one.
	wants func(response string) bool
}

// Assistants are the assistants at one time.
type Assistants struct {
	// byDefault answers where none is named; nil for none.
	byDefault *Assistant
	byName    map[string]*Assistant
	// sorted are all, by name.
	sorted []*Assistant
	// several is set if there may be more than one, so that replies about all name each.
	several bool
}

// OneAssistant returns the only assistant of a server that is not configured for
// several.
func OneAssistant(a *Assistant) *Assistants {
	s := SeveralAssistants(a.Name, a)
	s.several = false
	return s
}

// SeveralAssistants returns assistants, whose names must differ. byDefault is the name of
// the one that answers where none is named; empty for none.
func SeveralAssistants(byDefault string, all ...*Assistant) *Assistants {
	s := &Assistants{byName: make(map[string]*Assistant, len(all)), sorted: slices.Clone(all), several: true}
	for _, a := range all {
		s.byName[a.Name] = a.ready()
	}
	slices.SortFunc(s.sorted, func(a, b *Assistant) int { return strings.Compare(a.Name, b.Name) })
	s.byDefault = s.byName[byDefault]
	return s
}

// ready fills what is left out.
func (a *Assistant) ready() *Assistant {
	if a.Access == nil {
		a.Access = openGate{}
	}
	if a.Meter == nil {
		a.Meter = noMeter{}
	}
	if a.Status == nil {
		a.Status = func() Status { return Status{Assistant: a.Name} }
	}
	if a.Rephraser != nil {
		a.wants = a.Rephraser.Wants
	}
	if a.lines == nil && a.Log != nil {
		a.lines = limitLines(a.Log)
	}
	return a
}

// named returns an assistant; nil if there is none of the name.
func (s *Assistants) named(name string) *Assistant { return s.byName[name] }

// limitLines bounds the lines of a log, and tells how many of a kind were left out.
func limitLines(log *slog.Logger) *loglines.Limiter {
	return loglines.NewLimiter(func(kind string, lines uint64) {
		log.Warn("more lines of this kind were left out", "kind", kind, "lines", lines, "period", loglines.Period)
	})
}
