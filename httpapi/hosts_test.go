package httpapi

import (
	"maps"
	"net/http"
	"testing"

	"nlgserver/internal/hosts"
)

// What browsers send with a request for the page's own origin. Sec-Fetch-Site goes
// only to localhost and by TLS.
var (
	chrome = map[string]string{
		"User-Agent":      "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36",
		"Accept":          "*/*",
		"Accept-Encoding": "gzip, deflate",
		"Accept-Language": "en-US,en;q=0.9",
		"Connection":      "keep-alive",
	}
	firefox = map[string]string{
		"User-Agent":      "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
		"Accept":          "*/*",
		"Accept-Language": "en-US,en;q=0.5",
		"Accept-Encoding": "gzip, deflate",
		"Priority":        "u=4",
	}
	// A page may choose some headers, the user agent among them in Firefox and Safari.
	disguised = map[string]string{"User-Agent": "python-requests/2.32", "Accept": "*/*", "Accept-Language": "", "Accept-Encoding": "gzip, deflate"}
	safari    = map[string]string{
		"User-Agent":      "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15",
		"Accept":          "*/*",
		"Accept-Language": "en-GB,en;q=0.9",
		"Accept-Encoding": "gzip, deflate",
	}
	aiohttp = map[string]string{"User-Agent": "Python/3.10 aiohttp/3.9.5", "Accept": "*/*", "Accept-Encoding": "gzip, deflate"}
	node    = map[string]string{"User-Agent": "node", "Accept": "*/*", "Accept-Language": "*", "Sec-Fetch-Mode": "cors", "Accept-Encoding": "gzip, deflate"}
	scraper = map[string]string{"User-Agent": "Prometheus/3.5.0", "Accept": "text/plain;version=0.0.4", "X-Prometheus-Scrape-Timeout-Seconds": "10"}
)

func with(headers map[string]string, more ...string) map[string]string {
	out := maps.Clone(headers)
	for i := 0; i < len(more); i += 2 {
		out[more[i]] = more[i+1]
	}
	return out
}

// listeners are the kinds of addresses to listen on.
var listeners = map[string]func(*setup){
	"loopback": func(c *setup) { c.Loopback = func() bool { return true } },
	"all":      func(*setup) {},
	"allowed":  func(c *setup) { c.AllowedHosts = []string{"Bot.example", "nlgserver"} },
}

// TestRebinding checks that a web page that makes its own name resolve to the server
// can neither read nor change anything, on any listener.
func TestRebinding(t *testing.T) {
	const host = "evil.example:5056"
	for browser, headers := range map[string]map[string]string{
		"Chrome": chrome, "Firefox": firefox, "Safari": safari, "disguised": disguised,
		"Chrome, as to localhost": with(chrome, "Sec-Fetch-Site", "same-origin", "Sec-Fetch-Mode", "cors", "Sec-Fetch-Dest", "empty"),
		"Chrome, typed":           with(chrome, "Sec-Fetch-Site", "none", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "document"),
		"only an origin":          {"Origin": "http://evil.example:5056"},
	} {
		for listener, change := range listeners {
			h := operated(t, func(c *setup) { reloads(c); change(c) })
			for _, target := range []string{"/api/v1/status", "/metrics", "/openapi.yaml", "/nlg", "/nlg/", "/", "/-/reload"} {
				c := call{method: http.MethodGet, target: target, host: host, headers: headers}
				if target[len(target)-1] == '/' || target == "/nlg" || target == "/-/reload" {
					c.method, c.headers = http.MethodPost, with(headers, "Origin", "http://evil.example:5056")
				}
				if w := c.on(h); w.Code != http.StatusMisdirectedRequest {
					t.Errorf("%s, %s: %s %s: %d %s", browser, listener, c.method, target, w.Code, w.Body)
				}
			}
			for _, target := range []string{"/healthz", "/readyz"} {
				if w := (call{method: http.MethodGet, target: target, host: host, headers: headers}).on(h); w.Code != 200 {
					t.Errorf("%s, %s: %s: %d", browser, listener, target, w.Code)
				}
			}
		}
	}
}

// TestHosts checks who may use which name of the server without credentials.
func TestHosts(t *testing.T) {
	const ok, no = 200, http.StatusMisdirectedRequest
	for _, tt := range []struct {
		name, host             string
		headers                map[string]string
		loopback, all, allowed int
	}{
		{"Rasa in Compose", "nlgserver:5056", aiohttp, ok, ok, ok},
		{"Rasa in Kubernetes", "nlgserver.bots.svc.cluster.local:5056", aiohttp, no, ok, no},
		{"Rasa by a public name", "bot.example", aiohttp, no, ok, ok},
		{"with the root's dot", "bot.example.", aiohttp, no, ok, ok},
		{"Node", "nlgserver:5056", node, ok, ok, ok},
		{"Prometheus", "10.2.3.4:5056", scraper, ok, ok, ok},
		{"from a container to its host", "host.docker.internal:5056", aiohttp, ok, ok, ok},
		{"from a virtual machine to its host", "host.minikube.internal:5056", aiohttp, ok, ok, no},
		{"a browser at a private name", "nlg.corp.internal:5056", chrome, no, no, no},
		{"a name like a private one", "evil.example.internal.example:5056", aiohttp, no, ok, no},
		{"no name", "-", aiohttp, ok, ok, ok},
		{"a browser at localhost", "localhost:5056", chrome, ok, ok, ok},
		{"a browser at LocalHost", "LocalHost:5056", chrome, ok, ok, ok},
		{"a browser at 127.0.0.1", "127.0.0.1:5056", firefox, ok, ok, ok},
		{"a browser at [::1]", "[::1]:5056", safari, ok, ok, ok},
		{"a browser at an allowed name", "BOT.example:5056", chrome, no, no, ok},
		{"a browser at a name without a dot", "devbox:5056", chrome, no, no, no},
		{"a name like localhost", "localhost.evil.example:5056", chrome, no, no, no},
		{"a name like an address", "127.0.0.1.evil.example:5056", chrome, no, no, no},
		{"a decimal address", "2130706433:5056", chrome, no, no, no},
		{"an octal address", "0177.0.0.1:5056", chrome, no, no, no},
		{"a user", "localhost@evil.example:5056", chrome, no, no, no},
		{"a zone", "[fe80::1%25lo]:5056", chrome, no, no, no},
		{"no port", "localhost:", chrome, no, no, no},
		{"an impossible port", "localhost:65536", chrome, no, no, no},
	} {
		for listener, want := range map[string]int{"loopback": tt.loopback, "all": tt.all, "allowed": tt.allowed} {
			h := operated(t, listeners[listener])
			c := call{method: http.MethodGet, target: "/api/v1/status", host: tt.host, headers: tt.headers}
			if w := c.on(h); w.Code != want {
				t.Errorf("%s, %s: %d, want %d", tt.name, listener, w.Code, want)
			}
		}
	}
	// A trusted origin is no page of a stranger, and credentials no page has.
	h := operated(t, func(c *setup) { c.Origins = []string{"https://studio.example"} })
	if w := (call{method: http.MethodPost, target: "/nlg", host: "bot.example", headers: with(chrome, "Origin", "https://studio.example")}).on(h); w.Code != 200 {
		t.Errorf("a trusted origin: %d", w.Code)
	}
	h = operated(t, func(c *setup) { c.Access = token("one") })
	if w := (call{method: http.MethodGet, target: "/api/v1/status", host: "evil.example", headers: chrome}).on(h); w.Code != 401 {
		t.Errorf("with a secret: %d", w.Code)
	}
}

// TestHostIsFree checks that looking at the host of a usual request allocates nothing.
func TestHostIsFree(t *testing.T) {
	h := hosts.New(nil, nil, func() bool { return false })
	for _, host := range []string{"127.0.0.1:5056", "nlgserver:5056", "localhost:5056", "[::1]:5056", "Nlg.bots.svc.cluster.local:5056"} {
		r := &http.Request{Host: host, Header: http.Header{"User-Agent": {"Python/3.10 aiohttp/3.9.5"}}}
		if n := testing.AllocsPerRun(100, func() { h.Allows(r, hosts.TellsOrigin(r.Header)) }); n > 0 {
			t.Errorf("%s: %v allocations", host, n)
		}
	}
}

func TestCheckHost(t *testing.T) {
	for text, ok := range map[string]bool{"nlg.example.com": true, "nlgserver": true, "nlg:5056": false, "http://nlg": false, "*": false, "": false, "a b": false, "[::1]": false} {
		if err := CheckHost(text); (err == nil) != ok {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// TestNotFromThisMachine checks that a request that a proxy forwarded, or that was sent
// to an odd name, reloads nothing.
func TestNotFromThisMachine(t *testing.T) {
	h := operated(t, reloads)
	reload := func(host string, headers map[string]string) int {
		return call{method: http.MethodPost, target: "/-/reload", host: host, headers: headers}.on(h).Code
	}
	for _, host := range []string{"localhost", "localhost:5056", "127.0.0.1:5056", "127.0.0.1", "[::1]", "[::1]:80", "10.1.2.3:5056", "[::ffff:127.0.0.1]:1"} {
		if code := reload(host, nil); code != 200 {
			t.Errorf("%s: %d", host, code)
		}
	}
	for _, name := range []string{
		"Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded", "X-Real-IP", "X-Original-For", "X-Original-URL",
		"X-Original-Forwarded-For", "X-Originating-IP", "X-Remote-IP", "X-Client-IP", "X-Cluster-Client-IP", "X-ProxyUser-Ip", "CF-Connecting-IP", "CF-Ray",
		"True-Client-IP", "Fastly-Client-IP", "Fly-Client-IP", "X-Envoy-External-Address", "X-Envoy-Expected-Rq-Timeout-Ms", "X-Amzn-Trace-Id", "X-Azure-ClientIP",
		"X-Appengine-User-Ip", "X-Arr-Log-Id", "WL-Proxy-Client-IP", "Proxy-Client-IP", "Client-IP", "X-Rewrite-URL", "CDN-Loop", "Front-End-Https", "X-Host", "X-HTTP-Host-Override",
	} {
		if code := reload("localhost", map[string]string{name: "127.0.0.1"}); code != 403 {
			t.Errorf("with %s: %d", name, code)
		}
	}
	for _, host := range []string{
		"-", "localhost,localhost", "user@localhost", "localhost.", "localhost.evil", "evil.localhost", "[::1%25lo]", "[fe80::1%eth0]:1", "::1", "[::1", "[::1]x",
		"localhost:0", "localhost:65536", "localhost:", "localhost:x", "localhost:-1", "2130706433", "0177.0.0.1", "0x7f.1", "127.1", "127.0.0.1.", "[127.0.0.1]", "localhost/", "локальный",
	} {
		if code := reload(host, nil); code != 403 {
			t.Errorf("to %q: %d", host, code)
		}
	}
}
