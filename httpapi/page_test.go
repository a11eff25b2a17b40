package httpapi

import (
	"maps"
	"net/http"
	"strings"
	"testing"
)

// fakePage is a page.
type fakePage struct{ asked *[]string }

func (p fakePage) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	*p.asked = append(*p.asked, r.Method+" "+r.URL.Path)
	_, _ = w.Write([]byte("the page"))
}

// TestPage checks who gets the page: browsers, at the operators' listener, or at the
// only one if no other machine can reach it. For programs, / stays as it was.
func TestPage(t *testing.T) {
	const browser, program = "text/html,application/xhtml+xml,*/*;q=0.8", "*/*"
	loopback := func(c *setup) { c.Loopback = func() bool { return true } }
	everyone := func(*setup) {}
	guarded := func(c *setup) { loopback(c); c.Access = token("one") }
	const shown, elsewhere, none = "the page", "not at this address", ""
	for _, c := range []struct {
		name   string
		change func(*setup)
		// split has two listeners, of which admin is the operators'.
		split, admin bool
		call         call
		accept, want string
		status       int
	}{
		{"loopback", loopback, false, false, call{method: "GET", target: "/"}, browser, shown, 200},
		{"loopback, HEAD", loopback, false, false, call{method: "HEAD", target: "/"}, browser, shown, 200},
		{"loopback, its API", loopback, false, false, call{method: "POST", target: "/api/desk/v1/try"}, program, shown, 200},
		{"loopback, its files", loopback, false, false, call{method: "GET", target: "/desk/assets/a.js"}, program, shown, 200},
		{"loopback, a program", loopback, false, false, call{method: "GET", target: "/"}, program, none, 405},
		{"loopback, anything but a page", loopback, false, false, call{method: "GET", target: "/"}, "application/json, text/html;q=0", none, 405},
		{"loopback, a page with no weight", loopback, false, false, call{method: "GET", target: "/"}, "text/html; level=1; Q = 0.000, */*", none, 405},
		{"loopback, a page at last", loopback, false, false, call{method: "GET", target: "/"}, "*/*, Text/HTML ;q=0.1", shown, 200},
		{"loopback, nothing accepted", loopback, false, false, call{method: "GET", target: "/"}, "", none, 405},
		{"loopback, another method", loopback, false, false, call{method: "PUT", target: "/"}, browser, none, 405},
		{"loopback, another path", loopback, false, false, call{method: "GET", target: "/desk"}, browser, none, 404},
		{"loopback, through a proxy", loopback, false, false, call{method: "GET", target: "/", headers: map[string]string{"X-Forwarded-For": "192.0.2.1"}}, browser, elsewhere, 404},
		{"loopback, through a proxy, its API", loopback, false, false, call{method: "GET", target: "/api/desk/v1/session", headers: map[string]string{"Via": "1.1 a"}}, program, none, 404},
		{"loopback, by another name", loopback, false, false, call{method: "GET", target: "/", host: "evil.example"}, browser, elsewhere, 404},
		{"loopback, by an allowed name", func(c *setup) { loopback(c); c.AllowedHosts = []string{"desk.example"} }, false, false, call{method: "GET", target: "/", host: "desk.example:5056"}, browser, shown, 200},
		{"loopback, by an allowed name, through a proxy", func(c *setup) { loopback(c); c.AllowedHosts = []string{"desk.example"} }, false, false, call{method: "GET", target: "/", host: "desk.example:5056", headers: map[string]string{"X-Forwarded-For": "192.0.2.1"}}, browser, elsewhere, 404},
		{"with credentials, through a proxy", guarded, false, false, call{method: "GET", target: "/", headers: map[string]string{"X-Forwarded-For": "192.0.2.1"}}, browser, shown, 200},
		{"all addresses", everyone, false, false, call{method: "GET", target: "/"}, browser, elsewhere, 404},
		{"all addresses, its API", everyone, false, false, call{method: "GET", target: "/api/desk/v1/session"}, program, none, 404},
		{"all addresses, a program", everyone, false, false, call{method: "GET", target: "/"}, program, none, 405},
		{"Rasa's own", loopback, true, false, call{method: "GET", target: "/"}, browser, elsewhere, 404},
		{"Rasa's own, its API", loopback, true, false, call{method: "GET", target: "/api/desk/v1/session"}, program, none, 404},
		{"the operators'", everyone, true, true, call{method: "GET", target: "/", peer: "192.0.2.1:1"}, browser, shown, 200},
		{"the operators', its API", everyone, true, true, call{method: "GET", target: "/api/desk/v1/session"}, program, shown, 200},
		{"the operators', a program", everyone, true, true, call{method: "GET", target: "/"}, program, none, 404},
	} {
		t.Run(c.name, func(t *testing.T) {
			var asked []string
			made := &setup{Config: Config{Page: fakePage{&asked}}}
			c.change(made)
			cfg := made.config()
			h := New(cfg)
			if c.split {
				public, admin := Split(cfg)
				if h = public; c.admin {
					h = admin
				}
			}
			if c.accept != "" {
				headers := map[string]string{"Accept": c.accept}
				maps.Copy(headers, c.call.headers)
				c.call.headers = headers
			}
			w := c.call.on(h)
			if w.Code != c.status || (len(asked) > 0) != (c.want == shown) || c.want != none && !strings.Contains(w.Body.String(), c.want) {
				t.Errorf("%d %s %q", w.Code, w.Body, asked)
			}
			if c.want != none && w.Header().Get("Allow") != "" {
				t.Error("Allow:", w.Header()["Allow"])
			}
			if c.status == 405 && w.Header().Get("Allow") != "POST" {
				t.Error("Allow:", w.Header()["Allow"])
			}
			if c.want == elsewhere {
				for _, name := range []string{"Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy", "Cache-Control"} {
					if w.Header().Get(name) == "" {
						t.Error("no header", name)
					}
				}
			}
			// Without a page everything is as it was before there was one.
			cfg.Page = nil
			if w := c.call.on(New(cfg)); strings.Contains(w.Body.String(), elsewhere) || w.Code == 200 {
				t.Errorf("without a page: %d %s", w.Code, w.Body)
			}
		})
	}
}
