package httpapi

import (
	"errors"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
)

// hosts decides which names a request may be sent to where no credentials are
// required. A web page can make its own name resolve to this machine (DNS
// rebinding): to the browser, replies are then of the page's own origin.
type hosts struct {
	allowed map[string]bool
	origins map[string][]string
	// loopback reports whether only this machine can reach the listener.
	loopback func() bool
}

// standIns are the names by which containers reach the machine that they run on.
// No public name ends like this.
var standIns = map[string]bool{"host.docker.internal": true, "host.containers.internal": true}

// allows reports whether a request may pass. A listener has names that it does not
// know, such as those of containers: only a browser must use one that is known. One
// that only this machine can reach has no public name.
func (h *hosts) allows(r *http.Request) bool {
	if h.knows(r.Host) {
		return true
	}
	if h.allowed != nil || h.loopback() && isPublic(r.Host) {
		return r.Host == "" // HTTP/1.0, which no browser speaks
	}
	if !byBrowser(r.Header) {
		return true
	}
	_, trusted := h.origins[r.Header.Get("Origin")]
	return trusted
}

// knows reports whether no web page of another origin can have the name.
func (h *hosts) knows(host string) bool {
	name, ok := hostOf(host)
	if !ok {
		return false
	}
	if isAddress(name) || isLocalhost(name) {
		return true
	}
	name = strings.ToLower(strings.TrimSuffix(name, "."))
	return h.allowed[name] || standIns[name]
}

// byBrowser reports whether a browser sent the request, as far as its headers tell.
// Over plain HTTP browsers tell less: neither Sec-Fetch-Site, nor Origin with GET.
// No page can remove Accept-Language.
func byBrowser(h http.Header) bool {
	switch {
	case len(h["Origin"]) > 0 || len(h["Sec-Fetch-Site"]) > 0:
		return true
	case len(h["Sec-Fetch-Mode"]) > 0:
		return false // Node sends it, and Accept-Language: *
	case len(h["Accept-Language"]) > 0:
		return true
	default:
		agent := h["User-Agent"]
		return len(agent) > 0 && strings.HasPrefix(agent[0], "Mozilla/")
	}
}

// hostOf returns the name or the address of a Host header, without the port; not ok
// if it is none. An IPv6 address keeps its brackets.
func hostOf(host string) (name string, ok bool) {
	name = host
	if i := strings.LastIndexByte(host, ':'); i >= 0 && !strings.HasSuffix(host, "]") {
		if port, err := strconv.ParseUint(host[i+1:], 10, 16); err != nil || port == 0 {
			return "", false
		}
		name = host[:i]
	}
	return name, name != "" && (name[0] == '[' || !strings.ContainsAny(name, ":@/ "))
}

// isAddress reports whether a name is an IP address as URLs hold it, without a zone.
// A decimal or octal number is none.
func isAddress(name string) bool {
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

// isPublic reports whether a name may be one that anybody can register. A name without
// a dot is not.
func isPublic(host string) bool {
	name, ok := hostOf(host)
	return !ok || strings.Contains(name, ".")
}

func isLocalhost(name string) bool { return strings.EqualFold(name, "localhost") }

// CheckHost returns an error if s is not a host name for [Options].
func CheckHost(s string) error {
	if s == "" || strings.ContainsAny(s, ":/@*[] ") {
		return errors.New("write a host name without a port, such as nlg.example.com")
	}
	return nil
}

func newHosts(allowed []string, origins map[string][]string, loopback func() bool) *hosts {
	h := &hosts{origins: origins, loopback: loopback}
	for _, name := range allowed {
		if h.allowed == nil {
			h.allowed = map[string]bool{}
		}
		h.allowed[strings.ToLower(strings.TrimSuffix(name, "."))] = true
	}
	return h
}
