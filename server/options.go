package server

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"os"
	"time"

	"nlgserver/httpapi"
	"nlgserver/internal/diag"
	"nlgserver/internal/source"
	"nlgserver/nlg"
	"nlgserver/server/internal/access"
	"nlgserver/server/internal/record"
	"nlgserver/server/internal/reload"
)

// Options say what to serve and how. The zero value of a field means its
// default, see [DefaultOptions].
type Options struct {
	// Options are the settings of the routes.
	httpapi.Options

	// Assistants are what is served. Without any it is one, named [OnlyAssistant], by the
	// other options, which are otherwise those of the server alone.
	Assistants Assistants
	// Configuration is read again while the server runs; the zero value for none.
	Configuration Configuration

	// Paths are the files and directories to serve, in loading order.
	Paths []string
	// Source is served if there are no Paths.
	Source source.Source
	// Release is the store of releases to follow, instead of Paths and Source; nil for none.
	Release *ReleaseOptions
	// OnUnknown is the reply to an unknown response name (D12): "" for a 404,
	// [httpapi.OnUnknownEmpty] for {}, or else the name of another response.
	OnUnknown string
	// IgnoreRequestID picks at random even where Rasa sends the id of a
	// variation (D13).
	IgnoreRequestID bool
	// LastGood is a file that keeps a copy of the content that was live last.
	// The server starts from it if the content is rejected at the start. Empty
	// for none.
	LastGood string
	// Rephrase has a language model reword messages that ask for it; nil for none.
	Rephrase *RephraseOptions
	// Patterns adds our own wording of Rasa Pro's built-in pattern responses.
	Patterns bool
	// Language says how the language of a request is found.
	Language nlg.LanguageOptions
	// Seed makes the random picks the same in every run, for tests; nil for
	// different ones.
	Seed *uint64
	// Debounce is how long a saved file must not change before it is read, and
	// Poll how often the content is read even without a sign of a change,
	// negative for never.
	Debounce, Poll time.Duration
	// DebounceRemovals is how long content that lacks responses must not change
	// before it goes live, unless a caller reloads; negative for no longer than
	// other content. While it keeps changing, five times as long is enough.
	DebounceRemovals time.Duration

	// Listen is the address to listen on, see [ParseAddress]; port 0 picks a
	// free one.
	Listen string
	// AdminListen is the address for reload, status and metrics; empty for
	// Listen.
	AdminListen string
	// SocketMode is the mode of the file of a Unix socket.
	SocketMode fs.FileMode
	// Access says who may call.
	Access AccessOptions
	// TLS encrypts the connections.
	TLS TLSOptions
	// Connections bound connections and request headers.
	Connections ConnectionLimits
	// FollowEvery is how often the files of secrets and of the certificate are
	// checked for changes.
	FollowEvery time.Duration
	// ShutdownDelay is how long Stop keeps serving while the server reports
	// that it is not ready.
	ShutdownDelay time.Duration
	// Drain is how long Stop then waits for requests in flight.
	Drain time.Duration

	// Page returns what shows the content to browsers, see [httpapi.Config]; nil for
	// no page. If it has a method Close, Stop calls it first; if it has a method
	// EndSessions, it is called when secrets have changed.
	Page func(PageOptions) http.Handler

	// Record keeps the last requests of each response.
	Record RecordOptions
	// MetricsResponses adds a metric for each response and each variation.
	MetricsResponses bool
	// Version is the version of the program, and Build what it was built from.
	Version, Build string
	// Env looks up the environment variables that content may name, and those
	// of the service manager; nil means the environment of the process.
	Env func(name string) (string, bool)
	// EnvAllowed reports which of them content may name; nil means all but the
	// server's own.
	EnvAllowed func(name string) bool
	// FollowLinks follows links in the content that lead out of Paths.
	FollowLinks bool
	// Log is where the server logs; nil means nowhere.
	Log *slog.Logger
	// LogLinesDropped returns how many lines of the log could not be written; nil if
	// that is unknown.
	LogLinesDropped func() uint64
	// SettingName returns what users call a setting, such as its flag; nil
	// means the words of the [Setting].
	SettingName func(Setting) string
}

// MostJSONDepth is the greatest limit on how deep a body may nest.
const MostJSONDepth = httpapi.MostJSONDepth

// DefaultOptions returns the default options.
func DefaultOptions() Options {
	return Options{
		Options:     httpapi.Options{Limits: httpapi.DefaultLimits()},
		Listen:      "127.0.0.1:5056", // the port of Rasa's own examples
		SocketMode:  0o660,
		Access:      AccessOptions{TokenName: access.DefaultTokenName},
		Connections: defaultConnectionLimits(),
		Record:      RecordOptions{Keep: record.DefaultKeep, MaxBytes: record.DefaultMaxBytes},
		Debounce:    reload.DefaultDebounce,
		Poll:        reload.DefaultPoll,

		DebounceRemovals: reload.DefaultSettle,

		FollowEvery: 2 * time.Second,
		Drain:       10 * time.Second,
	}
}

// withDefaults fills the zero fields that a part of the server relies on; the
// rooms fill their own.
func (o Options) withDefaults() Options {
	byDefault := DefaultOptions()
	if o.Listen == "" {
		o.Listen = byDefault.Listen
	}
	if o.SocketMode == 0 {
		o.SocketMode = byDefault.SocketMode
	}
	if o.FollowEvery <= 0 {
		o.FollowEvery = byDefault.FollowEvery
	}
	o.Connections = o.Connections.withDefaults()
	if o.Limits.InFlight <= 0 {
		o.Limits.InFlight = byDefault.Limits.InFlight
	}
	if o.Limits.WriteTimeout <= 0 {
		o.Limits.WriteTimeout = byDefault.Limits.WriteTimeout
	}
	if o.Drain <= 0 {
		o.Drain = byDefault.Drain
	}
	if o.Env == nil {
		o.Env = os.LookupEnv
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.SettingName == nil {
		o.SettingName = func(s Setting) string { return string(s) }
	}
	return o
}

func (o Options) check() error {
	if len(o.Paths) == 0 && o.Source == nil && o.Release == nil && len(o.Assistants.Options) == 0 {
		return errors.New("nothing to serve: name a file or a directory")
	}
	if err := o.checkAddresses(); err != nil {
		return err
	}
	for _, origin := range o.Origins {
		if err := httpapi.CheckOrigin(origin); err != nil {
			return fmt.Errorf("%s: %w", o.SettingName(SettingOrigin), err)
		}
	}
	for _, host := range o.AllowedHosts {
		if err := httpapi.CheckHost(host); err != nil {
			return fmt.Errorf("%s %q: %w", o.SettingName(SettingAllowedHost), host, err)
		}
	}
	return nil
}

// Setting is a setting that errors and log lines name.
type Setting string

// The settings, in words.
const (
	SettingListen         Setting = "listen address"
	SettingAdminListen    Setting = "admin listen address"
	SettingTokenFile      Setting = "token file"
	SettingBasicAuthFile  Setting = "basic authentication file"
	SettingHeaderFile     Setting = "required headers file"
	SettingAdminTokenFile Setting = "admin token file"
	SettingOrigin         Setting = "allowed origin"
	SettingAllowedHost    Setting = "allowed host"
	SettingCertificate    Setting = "TLS certificate"
	SettingKey            Setting = "TLS key"
	SettingRecord         Setting = "record directory"
	SettingOnUnknown      Setting = "reply to unknown names"
)

// OptionError is returned for an option that does not fit the content.
type OptionError struct{ Err error }

func (e *OptionError) Error() string { return e.Err.Error() }

// ContentError is returned if the content is rejected at the start.
type ContentError struct{ Diagnostics diag.List }

func (e *ContentError) Error() string { return "content rejected" }

// ServeError is returned if the server cannot listen, or cannot record.
type ServeError struct{ Err error }

func (e *ServeError) Error() string { return e.Err.Error() }

func (e *ServeError) Unwrap() error { return e.Err }
