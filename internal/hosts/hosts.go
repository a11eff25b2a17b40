package hosts

import (
	"errors"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"sync/atomic"
)

// Known decides which names a request may be sent to where no credentials are
// required. A web page can make its own name resolve to this machine (DNS
// rebinding): to the browser, replies are then of the page's own origin.
type Known struct {
	allowed map[string]bool
	origins map[string][]string
	// loopback reports whether only this machine can reach the listener.
	loopback func() bool
	// last is the last usual host: nearly every request has the same.
	last atomic.Pointer[host]
}

// host is a Host header, and what kind of name it is.
type host struct {
	text string
	kind hostKind
}

type hostKind uint8

const (
	// ownHost is a name that no web page of another origin can have.
	ownHost hostKind = iota
	// privateHost is a name that nobody can register: it has no dot, or ends with
	// ".internal", such as host.minikube.internal.
	privateHost
	publicHost
	oddHost
)

// standIns are the names by which containers reach the machine that they run on.
// No public name ends like this.
var standIns = map[string]bool{"host.docker.internal": true, "host.containers.internal": true}

// Allows reports whether a request may pass. A listener has names that it does not
// know, such as those of containers: only a browser must use one that is known. One
// that only this machine can reach has no public name. The argument tells says whether
// the request tells its origin.
func (h *Known) Allows(r *http.Request, tells bool) bool {
	kind := h.kind(r.Host)
	switch {
	case kind == ownHost:
		return true
	case h.allowed != nil || kind != privateHost && h.loopback():
		return r.Host == "" // HTTP/1.0, which no browser speaks
	case !tells && !byBrowser(r.Header):
		return true
	default:
		_, trusted := h.origins[r.Header.Get("Origin")]
		return trusted
	}
}

// Owns reports whether a Host header has a name that no web page of another origin can
// have.
func (h *Known) Owns(host string) bool { return h.kind(host) == ownHost }

func (h *Known) kind(text string) hostKind {
	if last := h.last.Load(); last != nil && last.text == text {
		return last.kind
	}
	kind := h.kindOf(text)
	if kind != oddHost {
		h.last.Store(&host{text, kind})
	}
	return kind
}

func (h *Known) kindOf(text string) hostKind {
	name, ok := NameOf(text)
	if !ok {
		return oddHost
	}
	bare := strings.ToLower(strings.TrimSuffix(name, "."))
	switch {
	case IsAddress(name), IsLocalhost(name), h.allowed[bare], standIns[bare]:
		return ownHost
	case !strings.Contains(name, "."), strings.HasSuffix(bare, ".internal"):
		return privateHost
	default:
		return publicHost
	}
}

// byBrowser reports whether a browser sent a request that does not tell its origin, as
// far as the other headers tell. Over plain HTTP browsers send neither Sec-Fetch-Site,
// nor Origin with GET. No page can remove Accept-Language.
func byBrowser(h http.Header) bool {
	if len(h["Accept-Language"]) == 0 {
		agent := h["User-Agent"]
		if len(agent) == 0 || !strings.HasPrefix(agent[0], "Mozilla/") {
			return false
		}
	}
	return len(h["Sec-Fetch-Mode"]) == 0 // Node sends it, and Accept-Language: *
}

// TellsOrigin reports whether a browser says which page sent the request.
func TellsOrigin(h http.Header) bool { return len(h["Origin"]) > 0 || len(h["Sec-Fetch-Site"]) > 0 }

// NameOf returns the name or the address of a Host header, without the port; not ok
// if it is none. An IPv6 address keeps its brackets.
func NameOf(host string) (name string, ok bool) {
	name = host
	if i := strings.LastIndexByte(host, ':'); i >= 0 && !strings.HasSuffix(host, "]") {
		if port, err := strconv.ParseUint(host[i+1:], 10, 16); err != nil || port == 0 {
			return "", false
		}
		name = host[:i]
	}
	return name, name != "" && (name[0] == '[' || !strings.ContainsAny(name, ":@/ "))
}

// IsAddress reports whether a name is an IP address as URLs hold it, without a zone.
// A decimal or octal number is none.
func IsAddress(name string) bool {
	if bare, ok := strings.CutPrefix(name, "["); ok {
		bare, closed := strings.CutSuffix(bare, "]")
		addr, err := netip.ParseAddr(bare)
		return err == nil && closed && addr.Is6() && addr.Zone() == ""
	}
	if name == "" || name[0] < '0' || name[0] > '9' {
		return false
	}
	addr, err := netip.ParseAddr(name)
	return err == nil && addr.Is4()
}

// IsLocalhost reports whether a name is localhost.
func IsLocalhost(name string) bool { return strings.EqualFold(name, "localhost") }

// Check returns an error if s is not a host name for [New].
func Check(s string) error {
	if s == "" || strings.ContainsAny(s, ":/@*[] ") {
		return errors.New("write a host name without a port, such as nlg.example.com")
	}
	return nil
}

// New returns the names of a listener. Without any allowed name, a listener that
// other machines reach allows every name to clients that are no browsers. origins
// has the origins of web pages that may call; loopback reports whether only this
// machine can reach the listener.
func New(allowed []string, origins map[string][]string, loopback func() bool) *Known {
	h := &Known{origins: origins, loopback: loopback}
	for _, name := range allowed {
		if h.allowed == nil {
			h.allowed = map[string]bool{}
		}
		h.allowed[strings.ToLower(strings.TrimSuffix(name, "."))] = true
	}
	return h
}
