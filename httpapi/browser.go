package httpapi

import (
	"net/http"

	"github.com/gin-gonic/gin"
)

// browser decides which web pages may call. By default none may: a browser
// shows them no reply, and sends nothing that changes content.
type browser struct {
	// origins maps each allowed origin to its header value; nil if there are
	// none.
	origins    map[string][]string
	protection *http.CrossOriginProtection

	vary, methods, headers, exposed, age []string
}

func newBrowser(origins []string) *browser {
	b := &browser{
		protection: http.NewCrossOriginProtection(),
		vary:       []string{"Origin"},
		methods:    []string{"GET, POST"},
		headers:    []string{"Authorization, Content-Type, Content-Encoding, Traceparent, " + idHeader},
		exposed:    []string{catalogHeader + ", " + rephrasedHeader + ", " + idHeader},
		age:        []string{"600"},
	}
	for _, origin := range origins {
		if b.protection.AddTrustedOrigin(origin) != nil {
			continue // it stays forbidden; CheckOrigin reports it at the start
		}
		if b.origins == nil {
			b.origins = map[string][]string{}
		}
		b.origins[origin] = []string{origin}
	}
	return b
}

// share tells the browser that a page of an allowed origin may see the reply,
// and answers its preflight request.
func (b *browser) share(c *gin.Context) {
	h := c.Writer.Header()
	h["Vary"] = b.vary
	origin, ok := b.origins[c.Request.Header.Get("Origin")]
	if !ok {
		return
	}
	h["Access-Control-Allow-Origin"] = origin
	h["Access-Control-Expose-Headers"] = b.exposed
	if c.Request.Method == http.MethodOptions && c.Request.Header.Get("Access-Control-Request-Method") != "" {
		h["Access-Control-Allow-Methods"] = b.methods
		h["Access-Control-Allow-Headers"] = b.headers
		h["Access-Control-Max-Age"] = b.age
		c.AbortWithStatus(http.StatusNoContent)
	}
}
