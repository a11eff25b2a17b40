package httpapi

import (
	"net"
	"net/http"
	"net/netip"

	"github.com/gin-gonic/gin"

	"nlgserver/internal/access"
)

// guard lets those pass who have a secret. It does not tell what was wrong.
func (s *server) guard(gate *access.Gate) gin.HandlerFunc {
	return func(c *gin.Context) {
		if gate.Opens(c.Request) {
			return
		}
		c.Writer.Header()["Www-Authenticate"] = gate.Challenges()
		s.refuse(c, problem(CodeUnauthorized, "a valid secret is required"))
	}
}

// mayWrite lets a request pass that may change what is served: one that had a
// secret, or one from this machine where none is asked for. A web page may not
// make a browser send it.
func (s *server) mayWrite(c *gin.Context) {
	switch {
	case s.browser.protection.Check(c.Request) != nil:
		s.refuse(c, problem(CodeCrossOrigin, "--cors-origin allows an origin"))
	case !s.cfg.AdminAccess.Guarded() && !isLocal(c.Request):
		s.refuse(c, problem(CodeWriteNotAllowed, "without a secret only a request from the same machine, to localhost or an IP address, may do this; --admin-token-file or --token-file sets one"))
	}
}

// isLocal reports whether a program on this machine has sent the request for
// itself: no proxy has passed it on, and no browser was led here by a name that
// somebody else's server resolves to a loopback address.
func isLocal(r *http.Request) bool {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil || !peer.Addr().Unmap().IsLoopback() {
		return false
	}
	for _, name := range [...]string{"Forwarded", "X-Forwarded-For", "X-Real-Ip", "Via"} {
		if len(r.Header[name]) > 0 {
			return false
		}
	}
	host := r.Host
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	if len(host) > 1 && host[0] == '[' {
		host = host[1 : len(host)-1]
	}
	_, err = netip.ParseAddr(host)
	return err == nil || host == "localhost"
}
