package people

import (
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// Proxy is a proxy that has found out who sends a request.
type Proxy struct {
	// Header is the name of the header that names the user; empty if the proxy names
	// nobody, and only encrypts.
	Header string
	// From are the addresses that requests of the proxy come from.
	From []netip.Prefix
}

// ParseNetwork reads an address, or a network in CIDR notation. One that holds every
// address is refused.
func ParseNetwork(text string) (netip.Prefix, error) {
	if addr, err := netip.ParseAddr(text); err == nil && addr.Zone() == "" {
		addr = addr.Unmap()
		return netip.PrefixFrom(addr, addr.BitLen()), nil
	}
	network, err := netip.ParsePrefix(text)
	switch {
	case err != nil:
		return netip.Prefix{}, errors.New("write an address or a network, such as 10.0.0.7 or 10.0.0.0/24")
	case network.Bits() == 0:
		return netip.Prefix{}, errors.New("this trusts every machine; write the address of the proxy, such as 10.0.0.7")
	case network.Addr().Is4In6():
		return netip.Prefix{}, errors.New("write an IPv4 network without ::ffff:, such as 10.0.0.0/24")
	}
	return network.Masked(), nil
}

// notNames are headers that have other values than names.
var notNames = map[string]bool{
	"Host": true, "Cookie": true, "Connection": true, "Accept": true, "User-Agent": true, "Content-Type": true, "Content-Length": true, "Referer": true, "Forwarded": true, "X-Real-Ip": true, "Authorization": true, "Origin": true, "X-Forwarded-For": true, "X-Forwarded-Proto": true, "X-Forwarded-Host": true,
	"Desk-For": true,
}

// ParseHeader returns the name of a header as requests have it.
func ParseHeader(name string) (string, error) {
	if name == "" || strings.Trim(strings.ToLower(name), "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
		return "", errors.New("write the name of a header, such as X-Forwarded-User")
	}
	name = http.CanonicalHeaderKey(name)
	if notNames[name] {
		return "", fmt.Errorf("%s does not hold the name of a user; a usual header is X-Forwarded-User", name)
	}
	return name, nil
}

// Trusts reports whether requests from the address are the proxy's.
func (p *Proxy) Trusts(addr netip.Addr) bool {
	addr = addr.Unmap().WithZone("")
	for _, network := range p.From {
		if network.Contains(addr) {
			return true
		}
	}
	return false
}

// Names reports whether the request has the header, whoever sent it.
func (p *Proxy) Names(r *http.Request) bool {
	return p.Header != "" && len(r.Header[p.Header]) > 0
}

// Name returns the user whom the header of a request names; empty if it is empty. Two
// values are an error: a client may have sent one of them.
func (p *Proxy) Name(r *http.Request) (string, error) {
	values := r.Header[p.Header]
	if len(values) > 1 {
		return "", errors.New("the header " + p.Header + " is there twice: the proxy must replace what a browser sends")
	}
	if len(values) == 0 {
		return "", nil
	}
	name := strings.TrimSpace(values[0])
	switch {
	case name == "":
		return "", nil
	case strings.Contains(name, ","):
		return "", errors.New("the header " + p.Header + " has two values: the proxy must replace what a browser sends")
	}
	if message := checkName(name); message != "" {
		return "", errors.New("the header " + p.Header + " holds no name of a user: " + message)
	}
	return name, nil
}

// Client returns where the request comes from: the last address of X-Forwarded-For
// that is not the proxy's, if the proxy sent it.
func (p *Proxy) Client(r *http.Request) netip.Addr {
	addr := Remote(r)
	if !p.Trusts(addr) {
		return addr
	}
	hops := strings.Split(strings.Join(r.Header["X-Forwarded-For"], ","), ",")
	for _, text := range slices.Backward(hops) {
		hop, ok := parseHop(strings.TrimSpace(text))
		if !ok {
			break
		}
		if addr = hop; !p.Trusts(hop) {
			break
		}
	}
	return addr
}

// parseHop reads an address of X-Forwarded-For. Some proxies write the port after it, or
// brackets around it.
func parseHop(text string) (netip.Addr, bool) {
	if at, err := netip.ParseAddrPort(text); err == nil {
		return at.Addr().Unmap(), true
	}
	if inside, ok := strings.CutPrefix(text, "["); ok {
		text = strings.TrimSuffix(inside, "]")
	}
	addr, err := netip.ParseAddr(text)
	return addr.Unmap(), err == nil
}

// Encrypted reports whether the browser's connection is encrypted: that to the proxy,
// if the proxy says something about it, or else its own to the desk.
func (p *Proxy) Encrypted(r *http.Request) bool {
	if scheme := p.scheme(r); scheme != "" {
		return scheme == "https"
	}
	return r.TLS != nil
}

// Exposed reports whether the proxy says that others can read what it and the browser
// say to each other. A browser on the machine of the proxy, if the proxy tells, is as good
// as encrypted.
func (p *Proxy) Exposed(r *http.Request) bool {
	if p.scheme(r) != "http" {
		return false
	}
	hop, ok := parseHop(strings.TrimSpace(strings.Join(r.Header["X-Forwarded-For"], ",")))
	return !ok || !hop.IsLoopback()
}

// scheme returns what the proxy says of the connection to the browser, in lower case;
// empty if it says nothing. Of several proxies, the first one has the browser.
func (p *Proxy) scheme(r *http.Request) string {
	if !p.Trusts(Remote(r)) {
		return ""
	}
	first, _, _ := strings.Cut(r.Header.Get("X-Forwarded-Proto"), ",")
	return strings.ToLower(strings.TrimSpace(first))
}

// Remote returns the address at the other end of the connection.
func Remote(r *http.Request) netip.Addr {
	at, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	return at.Addr().Unmap()
}
