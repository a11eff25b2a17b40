package httpapi

import (
	"net"
	"net/http"
	"net/netip"

	"github.com/gin-gonic/gin"

	"nlgserver/internal/hosts"
	"nlgserver/nlg"
)

// guard refuses requests that the operators' gate does not let pass.
func (s *server) guard(gate Gate, loopback func() bool) gin.HandlerFunc {
	known := s.namesOf(loopback)
	return func(c *gin.Context) { s.admit(c, nil, gate, known) }
}

// namesOf returns the names of a listener.
func (s *server) namesOf(loopback func() bool) *hosts.Known {
	return hosts.New(s.cfg.AllowedHosts, s.browser.origins, loopback)
}

// admit refuses a request that the gate does not let pass, without telling it
// what is wrong. Where the gate requires no credentials, admit refuses a request that a
// web page of another origin may have sent. a is the assistant whose gate it is; nil for
// the operators'.
func (s *server) admit(c *gin.Context, a *Assistant, gate Gate, known *hosts.Known) (passes bool) {
	if !gate.Guarded() {
		return s.keepOut(c, a, known)
	}
	if gate.Opens(c.Request) {
		return true
	}
	c.Writer.Header()["Www-Authenticate"] = gate.Challenges()
	s.refuseFor(a, c, problem(CodeUnauthorized, "send valid credentials"))
	return false
}

// keepOut refuses a request that a web page of another origin may have sent.
func (s *server) keepOut(c *gin.Context, a *Assistant, known *hosts.Known) (passes bool) {
	tells := hosts.TellsOrigin(c.Request.Header)
	switch {
	case !known.Allows(c.Request, tells):
		s.refuseFor(a, c, problem(CodeHostNotAllowed, "the server does not know its name \""+nlg.Shorten(c.Request.Host)+
			"\"; allow it with --allowed-host, or require credentials"))
	case tells && s.browser.protection.Check(c.Request) != nil:
		s.refuseFor(a, c, problem(CodeCrossOrigin, "the server does not allow requests from this origin"))
	default:
		return true
	}
	return false
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
	name, ok := hosts.NameOf(r.Host)
	return ok && (hosts.IsAddress(name) || hosts.IsLocalhost(name)) && fromThisMachine(r)
}

// fromThisMachine reports whether a program on this machine sent the request, and is no
// proxy that forwarded it.
func fromThisMachine(r *http.Request) bool {
	if !overSocket(r) {
		peer, err := netip.ParseAddrPort(r.RemoteAddr)
		if err != nil || !peer.Addr().Unmap().IsLoopback() {
			return false
		}
	}
	return !isForwarded(r.Header)
}

// overSocket reports whether the request came over a Unix socket.
func overSocket(r *http.Request) bool {
	local, ok := r.Context().Value(http.LocalAddrContextKey).(net.Addr)
	return ok && local.Network() == "unix"
}
