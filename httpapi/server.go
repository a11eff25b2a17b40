package httpapi

import (
	"context"
	"log/slog"
	"net/http"
	"runtime/debug"

	"github.com/gin-gonic/gin"

	"nlgserver/nlg"
)

// DefaultMaxBody is the size of request body above which it is refused: Rasa
// sends the whole conversation.
const DefaultMaxBody = 64 << 20

// DefaultMaxInFlight is how much memory the bodies of all requests under way
// may take together.
const DefaultMaxInFlight = 256 << 20

// Config is what the routes need.
type Config struct {
	// Catalog returns what is served now; nil while nothing is.
	Catalog func() *nlg.Catalog
	// Reload reads the content again and waits for the outcome.
	Reload func(ctx context.Context) ReloadResult
	// Ready reports whether new requests are welcome; nil means always.
	Ready func() bool
	// Rand picks among eligible variations. It is used by many requests at
	// once.
	Rand nlg.Rand
	// Log gets a line per request at debug, and one per problem at warn.
	Log *slog.Logger
	// MaxBody is the largest body read, in bytes; 0 means DefaultMaxBody.
	MaxBody int64
	// MaxInFlight is the memory for the bodies of all requests under way, in
	// bytes; 0 means DefaultMaxInFlight.
	MaxInFlight int64
	// StrictJSON makes the server check the whole body, also what it does not
	// need; it is then read into memory whole.
	StrictJSON bool
	// IgnoreRequestID makes the server pick freely where Rasa sends the id of
	// a variation (D13).
	IgnoreRequestID bool
	// ReadMetadata makes the latest message's metadata count, where the
	// language is taken from them.
	ReadMetadata bool
	// OnUnknown says what an unknown response name gets (D12): "" a 404,
	// OnUnknownEmpty {}, anything else the response of that name.
	OnUnknown string
}

// OnUnknownEmpty makes an unknown response name say nothing.
const OnUnknownEmpty = "empty"

// New returns the routes.
func New(cfg Config) http.Handler {
	if cfg.MaxBody <= 0 {
		cfg.MaxBody = DefaultMaxBody
	}
	if cfg.MaxInFlight <= 0 {
		cfg.MaxInFlight = DefaultMaxInFlight
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	// Gin's debug mode writes to standard output, which belongs to results.
	gin.SetMode(gin.ReleaseMode)
	engine := gin.New()
	engine.HandleMethodNotAllowed = true
	engine.RedirectTrailingSlash = false
	engine.Use(recovery(cfg.Log))
	engine.NoRoute(func(c *gin.Context) {
		problem(CodeUnknownRoute, "Rasa's requests go to POST /nlg").send(c)
	})
	engine.NoMethod(func(c *gin.Context) {
		problem(CodeMethodNotAllowed, "Rasa's requests go to POST /nlg").send(c)
	})
	say := newSayer(cfg)
	for _, path := range [...]string{"/nlg", "/nlg/", "/"} {
		engine.POST(path, say.handle)
	}
	h := health{cfg}
	engine.GET("/healthz", h.alive)
	engine.GET("/readyz", h.ready)
	engine.POST("/-/reload", func(c *gin.Context) { reload(c, cfg) })
	return engine
}

// recovery turns a panic into a 500; the process lives.
func recovery(log *slog.Logger) gin.HandlerFunc {
	return func(c *gin.Context) {
		defer func() {
			cause := recover()
			if cause == nil {
				return
			}
			log.Error("panic in a request", "path", c.FullPath(), "cause", cause, "stack", string(debug.Stack()))
			if c.Writer.Written() {
				c.Abort()
				return
			}
			problem(CodeInternal, "the fault is logged").send(c)
		}()
		c.Next()
	}
}
