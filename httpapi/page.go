package httpapi

import (
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"
)

// showsPage reports whether a listener shows the page to a request.
type showsPage func(r *http.Request) bool

func noPages(*http.Request) bool  { return false }
func allPages(*http.Request) bool { return true }

// onThisMachine shows the page on a listener that only this machine can reach. Without
// credentials, no proxy may pass it on to other machines, and the page's name must be one
// that no other page can have.
func (s *server) onThisMachine(r *http.Request) bool {
	return s.cfg.Loopback() && (s.cfg.AdminAccess.Guarded() || fromThisMachine(r) && s.named.Owns(r.Host))
}

// page gives the page what is below its paths, and a browser that opens the root, or
// tells it where the page is. To others nothing changes: / has POST only.
func (s *server) page(shows showsPage) gin.HandlerFunc {
	return func(c *gin.Context) {
		r := c.Request
		path := r.URL.Path
		reads := r.Method == http.MethodGet || r.Method == http.MethodHead
		switch root := path == "/" && reads && wantsHTML(r.Header); {
		case s.cfg.Page == nil:
		case (root || strings.HasPrefix(path, "/desk/") || strings.HasPrefix(path, "/api/desk/")) && shows(r):
			c.Writer.Header().Del("Allow")
			s.showPage(c)
		case root:
			c.Writer.Header().Del("Allow")
			noPageHere(c.Writer)
			c.Abort()
		}
	}
}

func (s *server) showPage(c *gin.Context) {
	c.Status(http.StatusOK) // gin has set that of a problem
	s.cfg.Page.ServeHTTP(c.Writer, c.Request)
	c.Abort()
}

// wantsHTML reports whether a request is a browser's, for a page.
func wantsHTML(h http.Header) bool {
	for part := range strings.SplitSeq(strings.Join(h["Accept"], ","), ",") {
		mediaType, parameters, _ := strings.Cut(part, ";")
		if strings.EqualFold(strings.TrimSpace(mediaType), "text/html") && !isRefused(parameters) {
			return true
		}
	}
	return false
}

// isRefused reports whether the parameters of a media type give it no weight: text/html;q=0
// asks for anything else. RFC 9110, section 12.4.2.
func isRefused(parameters string) bool {
	for p := range strings.SplitSeq(parameters, ";") {
		name, value, _ := strings.Cut(p, "=")
		if !strings.EqualFold(strings.TrimSpace(name), "q") {
			continue
		}
		q, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
		return err != nil || !(q > 0)
	}
	return false
}

// noPage is what a person reads who opens the address that Rasa calls.
const noPage = `nlgserver is running: Rasa sends requests to POST /nlg at this address.

The page that shows the responses is not at this address, which is for Rasa. To see
the page, open the address of --admin-listen, or start nlgserver with one, or run
nlgserver desk where the files are.
`

func noPageHere(w http.ResponseWriter) {
	h := w.Header()
	h.Set("Content-Type", "text/plain; charset=utf-8")
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusNotFound)
	_, _ = io.WriteString(w, noPage)
}
