package httpapi

import (
	"net"
	"net/http"
	"net/netip"

	"github.com/gin-gonic/gin"
)

// guard refuses requests that the gate does not let pass, without telling them
// what is wrong.
func (s *server) guard(gate Gate) gin.HandlerFunc {
	return func(c *gin.Context) {
		if gate.Opens(c.Request) {
			return
		}
		c.Writer.Header()["Www-Authenticate"] = gate.Challenges()
		s.refuse(c, problem(CodeUnauthorized, "send valid credentials"))
	}
}

// mayWrite lets a request pass that may change the content: one with
// credentials, or, where authentication is off, one from this machine. A web
// page of an unknown origin may not make a browser send one.
func (s *server) mayWrite(c *gin.Context) {
	switch {
	case s.browser.protection.Check(c.Request) != nil:
		s.refuse(c, problem(CodeCrossOrigin, "the server does not allow requests from this origin"))
	case !s.cfg.AdminAccess.Guarded() && !isLocal(c.Request):
		s.refuse(c, problem(CodeWriteNotAllowed, "authentication is off, so the request must come from the same machine, and go to localhost or an IP address"))
	}
}

// isLocal reports whether a program on this machine sent the request on its own
// behalf: no proxy forwarded it, and no browser followed a host name that
// somebody else resolves to a loopback address.
func isLocal(r *http.Request) bool {
	if !overSocket(r) {
		peer, err := netip.ParseAddrPort(r.RemoteAddr)
		if err != nil || !peer.Addr().Unmap().IsLoopback() {
			return false
		}
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
	_, err := netip.ParseAddr(host)
	return err == nil || host == "localhost"
}

// overSocket reports whether the request came over a Unix socket.
func overSocket(r *http.Request) bool {
	local, ok := r.Context().Value(http.LocalAddrContextKey).(net.Addr)
	return ok && local.Network() == "unix"
}
