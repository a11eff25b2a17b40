package httpapi

import (
	"net/http"
	"runtime/debug"

	"github.com/gin-gonic/gin"

	"nlgserver/api"
)

// server is what all routes share.
type server struct {
	cfg     Config
	ids     *ids
	browser *browser
	headers headers
}

// New returns all routes.
func New(cfg Config) http.Handler {
	s := newServer(cfg)
	engine := s.engine()
	s.callback(engine)
	s.admin(engine)
	return engine
}

// Split returns the routes for two listeners: Rasa's callback, and those for
// whoever operates the server. The probes are on both.
func Split(cfg Config) (public, admin http.Handler) {
	s := newServer(cfg)
	forRasa, forOperators := s.engine(), s.engine()
	s.callback(forRasa)
	s.admin(forOperators)
	return forRasa, forOperators
}

func newServer(cfg Config) *server {
	cfg = cfg.withDefaults()
	return &server{cfg: cfg, ids: newIDs(), browser: newBrowser(cfg.Origins), headers: newHeaders()}
}

// engine returns the probes and what every route needs.
func (s *server) engine() *gin.Engine {
	// Gin's debug mode writes to standard output, which belongs to results.
	gin.SetMode(gin.ReleaseMode)
	engine := gin.New()
	engine.HandleMethodNotAllowed = true
	engine.RedirectTrailingSlash = false
	engine.Use(s.recovery, s.front)
	engine.NoRoute(func(c *gin.Context) {
		s.refuse(c, problem(CodeUnknownRoute, "Rasa's requests go to POST /nlg"))
	})
	engine.NoMethod(func(c *gin.Context) {
		s.refuse(c, problem(CodeMethodNotAllowed, "Rasa's requests go to POST /nlg"))
	})
	engine.GET("/healthz", s.logged, s.alive)
	engine.GET("/readyz", s.logged, s.ready)
	return engine
}

// callback adds the routes that Rasa calls.
func (s *server) callback(engine *gin.Engine) {
	say := newSayer(s)
	for _, path := range [...]string{"/nlg", "/nlg/", "/"} {
		engine.POST(path, s.guard(s.cfg.Access), say.handle)
	}
}

// admin adds the routes for whoever operates the server.
func (s *server) admin(engine *gin.Engine) {
	group := engine.Group("", s.logged, s.guard(s.cfg.AdminAccess))
	group.GET("/api/v1/status", s.status)
	group.GET("/metrics", gin.WrapH(s.cfg.Metrics.Handler()))
	group.GET("/openapi.yaml", document("application/yaml", api.OpenAPIYAML()))
	group.GET("/openapi.json", document("application/json", api.OpenAPIJSON()))
	group.GET("/schema/responses.json", document("application/schema+json", api.ResponsesSchema()))
	group.POST("/-/reload", s.mayWrite, s.reload)
}

// front prepares every reply, whatever becomes of the request.
func (s *server) front(c *gin.Context) {
	h := c.Writer.Header()
	h["X-Content-Type-Options"] = s.headers.noSniff
	if id := c.Request.Header[idHeader]; len(id) == 1 && isSaneID(id[0]) {
		h[idHeader] = id
	}
	if s.cfg.Ready != nil && !s.cfg.Ready() {
		// Who comes again is to find another server.
		h["Connection"] = s.headers.closing
	}
	if s.browser.origins != nil {
		s.browser.share(c)
	}
}

// recovery turns a panic into a 500; the process lives.
func (s *server) recovery(c *gin.Context) {
	defer func() {
		cause := recover()
		if cause == nil {
			return
		}
		s.cfg.Metrics.Panicked()
		s.countRefusal(c, CodeInternal)
		s.cfg.Log.Error("panic in a request", "request_id", s.ids.of(c), "path", c.FullPath(), "cause", cause, "stack", string(debug.Stack()))
		if c.Writer.Written() {
			c.Abort()
			return
		}
		problem(CodeInternal, "the fault is logged").send(c)
	}()
	c.Next()
}
