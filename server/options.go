package server

import (
	"errors"
	"log/slog"
	"os"
	"time"

	"nlgserver/internal/diag"
	"nlgserver/internal/notify"
	"nlgserver/internal/source"
	"nlgserver/nlg"
	"nlgserver/server/internal/reload"
)

// DefaultDebounce and DefaultPoll say when the content is read again; see
// [Options].
const (
	DefaultDebounce = reload.DefaultDebounce
	DefaultPoll     = reload.DefaultPoll
)

// DefaultListen is where the server listens unless told otherwise: Rasa's own
// examples of an NLG server use this port.
const DefaultListen = "127.0.0.1:5056"

// DefaultDrain is how long requests under way may take once a stop is asked
// for.
const DefaultDrain = 10 * time.Second

// Options say what to serve and how. The zero value of a field means its
// default.
type Options struct {
	// Paths are the files and directories to serve, in loading order.
	Paths []string
	// Source is served if there are no Paths.
	Source source.Source
	// Listen is the address; port 0 picks a free one.
	Listen string
	// AdminListen is the address for content, status and metrics; empty leaves
	// them on Listen.
	AdminListen string
	// Access says who may call.
	Access AccessOptions
	// TLS encrypts the listeners.
	TLS TLSOptions
	// Limits bound what clients may take.
	Limits Limits
	// LastGood is a file that keeps a copy of the content that was live last;
	// the server starts from it if the content is refused then. Empty for none.
	LastGood string
	// MaxBody is the largest request body, in bytes.
	MaxBody int64
	// MaxInFlight is the memory for the bodies of all requests under way.
	MaxInFlight int64
	// Record is told of every request that was answered; see httpapi.Config.
	Record func(req *nlg.Request, m *nlg.Message)
	// OnUnknown says what an unknown response name gets; see
	// httpapi.Config.
	OnUnknown string
	// StrictJSON makes the server check the whole body of each request.
	StrictJSON bool
	// IgnoreRequestID makes the server pick freely where Rasa sends an id.
	IgnoreRequestID bool
	// Patterns adds our own wording of Rasa Pro's built-in pattern responses.
	Patterns bool
	// Language says in which language a request is answered.
	Language nlg.LanguageOptions
	// Seed makes the random picks repeat from one run to the next, for tests;
	// nil means they do not.
	Seed *uint64
	// Debounce and Poll are those of reload.Config.
	Debounce, Poll time.Duration
	// FollowEvery is how often the files of secrets and of the certificate are
	// looked at.
	FollowEvery time.Duration
	// ShutdownDelay is how long Stop serves on while it says that it is not
	// ready, and Drain how long it then waits for requests under way.
	ShutdownDelay, Drain time.Duration
	// Notify tells the service manager how the server is; nil for nobody.
	Notify *notify.Notifier
	// Version is the version of the program, Build tells also what it was
	// built from.
	Version string
	Build   string
	// LogContent adds people's words to the log; see httpapi.Config.
	LogContent bool
	// MetricsResponses adds a metric for each response and each variation.
	MetricsResponses bool
	// Env looks up the environment variables that content may name; nil means
	// the process's own.
	Env func(name string) (string, bool)
	// Log is where the server logs; nil means nowhere.
	Log *slog.Logger
}

func (o Options) withDefaults() (Options, error) {
	if len(o.Paths) == 0 && o.Source == nil {
		return o, errors.New("there is nothing to serve: name a file or a directory")
	}
	if o.Listen == "" {
		o.Listen = DefaultListen
	}
	if o.FollowEvery <= 0 {
		o.FollowEvery = followEvery
	}
	o.Limits = o.Limits.withDefaults()
	if o.Drain <= 0 {
		o.Drain = DefaultDrain
	}
	if o.Env == nil {
		o.Env = os.LookupEnv
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return o, nil
}

// OptionError says that an option does not fit the content.
type OptionError struct{ Err error }

func (e *OptionError) Error() string { return e.Err.Error() }

// ContentError says that the content at the start was refused.
type ContentError struct{ Diagnostics diag.List }

func (e *ContentError) Error() string { return "the content was refused" }
