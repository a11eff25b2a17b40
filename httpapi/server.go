package httpapi

import (
	"net/http"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"

	"github.com/gin-gonic/gin"

	"nlgserver/api"
	"nlgserver/internal/hosts"
	"nlgserver/internal/loglines"
	"nlgserver/nlg"
)

// server is the state that all routes share.
type server struct {
	cfg     Config
	ids     *ids
	browser *browser
	headers headers
	lines   *loglines.Limiter
	// named are the names of the page on a listener that only this machine can reach.
	named *hosts.Known
}

// New returns all routes.
func New(cfg Config) http.Handler {
	s := newServer(cfg)
	engine := s.engine(s.onThisMachine)
	s.callback(engine)
	s.probes(engine)
	s.admin(engine)
	return engine
}

// Split returns the routes for two listeners: Rasa's callback, and the
// operators' routes. Both have the probes.
func Split(cfg Config) (public, admin http.Handler) {
	s := newServer(cfg)
	onPublic, onAdmin := s.engine(noPages), s.engine(allPages)
	s.callback(onPublic)
	s.probes(onPublic)
	s.probes(onAdmin)
	s.admin(onAdmin)
	return onPublic, onAdmin
}

func newServer(cfg Config) *server {
	cfg = cfg.withDefaults()
	s := &server{cfg: cfg, ids: newIDs(), browser: newBrowser(cfg.Origins), headers: newHeaders()}
	s.lines = limitLines(cfg.Log)
	s.named = hosts.New(cfg.AllowedHosts, nil, cfg.Loopback)
	return s
}

// quiet ends gin's debug mode, which writes to standard output: that belongs to results. It
// does so once, because gin 1.10 does not lock the mode, and several servers may be made at
// the same time.
var quiet = sync.OnceFunc(func() { gin.SetMode(gin.ReleaseMode) })

// engine returns an engine with the middleware of every route. It looks for a
// request's method in the order in which routes are added: Rasa's comes first. The
// page, where it is shown, gets what no route is for, so that it costs no other
// request anything.
func (s *server) engine(shows showsPage) *gin.Engine {
	quiet()
	engine := gin.New()
	engine.HandleMethodNotAllowed = true
	engine.RedirectTrailingSlash = false
	engine.Use(s.recovery, s.front)
	engine.NoRoute(s.noBody, s.page(shows), func(c *gin.Context) {
		s.refuse(c, problem(CodeUnknownRoute, s.whereRasaAsks()))
	})
	engine.NoMethod(s.noBody, s.page(shows), s.wrongMethod)
	return engine
}

// probes adds the probes, which every listener has.
func (s *server) probes(engine *gin.Engine) {
	read(engine, "/healthz", s.noBody, s.logged, s.alive)
	read(engine, "/readyz", s.noBody, s.logged, s.ready)
}

// read adds a route for GET and HEAD. net/http drops the body of a reply to HEAD.
func read(routes gin.IRoutes, path string, handlers ...gin.HandlerFunc) {
	routes.GET(path, handlers...)
	routes.HEAD(path, handlers...)
}

// wrongMethod refuses a method that the path does not have. Gin has set Allow.
func (s *server) wrongMethod(c *gin.Context) {
	detail := "use " + strings.ReplaceAll(c.Writer.Header().Get("Allow"), ", ", " or ")
	switch path := c.Request.URL.Path; {
	case path == "/nlg", path == "/nlg/", path == "/":
		detail = s.whereRasaAsks()
	case strings.HasPrefix(path, "/a/"):
		detail = "Rasa sends requests to POST " + nlg.Shorten(path)
	}
	s.refuse(c, problem(CodeMethodNotAllowed, detail))
}

// whereRasaAsks says where Rasa's callback is.
func (s *server) whereRasaAsks() string {
	switch all := s.cfg.Assistants(); {
	case !all.several:
		return "Rasa sends requests to POST /nlg"
	case all.byDefault == nil:
		return "Rasa sends requests to POST /a/NAME/nlg"
	}
	return "Rasa sends requests to POST /a/NAME/nlg, or for the default assistant to POST /nlg"
}

// callback adds the routes that Rasa calls.
func (s *server) callback(engine *gin.Engine) {
	r := newResponder(s)
	for _, path := range [...]string{"/nlg", "/nlg/", "/"} {
		engine.POST(path, r.askDefault)
	}
	for _, path := range [...]string{namedPath, namedPath + "/"} {
		engine.POST(path, r.askNamed)
	}
}

// admin adds the operators' routes.
func (s *server) admin(engine *gin.Engine) {
	group := engine.Group("", s.noBody, s.logged, s.guard(s.cfg.AdminAccess, s.cfg.AdminLoopback))
	read(group, "/api/v1/status", s.status)
	if s.cfg.Metrics != nil {
		read(group, "/metrics", gin.WrapH(s.cfg.Metrics))
	}
	read(group, "/openapi.yaml", document("application/yaml", api.OpenAPIYAML))
	read(group, "/openapi.json", document("application/json", api.OpenAPIJSON))
	read(group, "/schema/responses.json", document("application/schema+json", api.ResponsesSchema))
	group.POST("/-/reload", s.mayWrite, s.reload)
}

// document answers with a constant document, which is not made before somebody asks.
func document(mediaType string, text func() string) gin.HandlerFunc {
	body := sync.OnceValue(func() []byte { return []byte(text()) })
	return func(c *gin.Context) {
		c.Writer.Header()["Content-Length"] = []string{strconv.Itoa(len(body()))}
		c.Data(http.StatusOK, mediaType, body())
	}
}

// front sets the headers that every reply has.
func (s *server) front(c *gin.Context) {
	h := c.Writer.Header()
	h["X-Content-Type-Options"] = s.headers.noSniff
	if id := c.Request.Header[idHeader]; len(id) == 1 && isSaneID(id[0]) {
		h[idHeader] = id
	}
	if s.cfg.Ready != nil && !s.cfg.Ready() {
		// A client that connects again should find another server.
		h["Connection"] = s.headers.closing
	}
	if s.browser.origins != nil {
		s.browser.share(c)
	}
}

// recovery turns a panic into a 500 reply.
func (s *server) recovery(c *gin.Context) {
	defer s.recovered(nil, c)
	c.Next()
}

// recovered ends a request whose handler panics with a problem; to be deferred. a is the
// assistant that the request has reached; nil for none.
func (s *server) recovered(a *Assistant, c *gin.Context) {
	cause := recover()
	if cause == nil {
		return
	}
	if a != nil {
		a.Meter.Panicked()
	} else {
		s.cfg.Panicked()
	}
	s.countRefusal(a, c, CodeInternal, http.StatusInternalServerError)
	if s.linesOf(a).Allows(linesPanic) {
		s.logOf(a).Error(linesPanic, "request_id", s.ids.of(c), "path", c.FullPath(), "cause", cause, "stack", string(debug.Stack()))
	}
	if c.Writer.Written() {
		c.Abort()
		return
	}
	problem(CodeInternal, "see the server's log").send(c)
}
