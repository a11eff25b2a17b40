package people

import (
	"crypto/tls"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"
)

// TestParseNetwork checks which addresses a proxy may have.
func TestParseNetwork(t *testing.T) {
	for text, want := range map[string]string{
		"10.0.0.7": "10.0.0.7/32", "10.0.0.0/24": "10.0.0.0/24", "10.0.0.7/24": "10.0.0.0/24", "::1": "::1/128", "fd00::/8": "fd00::/8", "::ffff:10.0.0.7": "10.0.0.7/32",
		"": "", "proxy.example": "", "10.0.0": "", "10.0.0.0/33": "", "0.0.0.0/0": "", "::/0": "", "10.0.0.7:80": "", "fe80::1%eth0": "", "::ffff:10.0.0.0/120": "",
	} {
		got, err := ParseNetwork(text)
		if (err == nil) != (want != "") || err == nil && got.String() != want {
			t.Errorf("%q: %v, %v", text, got, err)
		}
	}
}

// TestParseHeader checks which headers may name a user.
func TestParseHeader(t *testing.T) {
	for text, want := range map[string]string{
		"X-Forwarded-User": "X-Forwarded-User", "remote-user": "Remote-User", "X-Auth-Request-Email": "X-Auth-Request-Email",
		"": "", "X-Forwarded-For": "", "cookie": "", "Host": "", "User-Agent": "", "Forwarded": "", "X Y": "", "X-Forwarded-User:": "", "X_User": "", "Ä": "",
	} {
		if got, err := ParseHeader(text); (err == nil) != (want != "") || got != want {
			t.Errorf("%q: %q, %v", text, got, err)
		}
	}
}

func proxied(from string, headers ...string) *http.Request {
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.RemoteAddr = from
	for i := 0; i < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	return r
}

func testProxy(t *testing.T) *Proxy {
	t.Helper()
	return &Proxy{Header: "X-Forwarded-User", From: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/24"), netip.MustParsePrefix("::1/128")}}
}

// TestName checks whom the header names.
func TestName(t *testing.T) {
	p := testProxy(t)
	for _, tt := range []struct {
		values []string
		want   string
		wrong  bool
	}{
		{nil, "", false},
		{[]string{""}, "", false},
		{[]string{"ann"}, "ann", false},
		{[]string{" ann "}, "ann", false},
		{[]string{"ann@example.com"}, "ann@example.com", false},
		{[]string{"ann", "eve"}, "", true},
		{[]string{"ann", ""}, "", true},
		{[]string{"eve, ann"}, "", true},
		{[]string{"a<b>"}, "", true},
		{[]string{"a\x01"}, "", true},
		{[]string{"\xff"}, "", true},
	} {
		r := proxied("10.0.0.1:1")
		r.Header[p.Header] = tt.values
		if got, err := p.Name(r); got != tt.want || (err != nil) != tt.wrong {
			t.Errorf("%q: %q, %v", tt.values, got, err)
		}
	}
}

// TestClient checks where a request comes from, whatever a browser claims.
func TestClient(t *testing.T) {
	p := testProxy(t)
	for _, tt := range []struct{ from, hops, want string }{
		{"10.0.0.1:1", "", "10.0.0.1"},
		{"10.0.0.1:1", "192.0.2.9", "192.0.2.9"},
		{"10.0.0.1:1", "203.0.113.5, 192.0.2.9", "192.0.2.9"},
		{"10.0.0.1:1", "192.0.2.9, 10.0.0.2", "192.0.2.9"},
		{"10.0.0.1:1", "192.0.2.9, unknown", "10.0.0.1"},
		{"10.0.0.1:1", "192.0.2.9:51234", "192.0.2.9"},
		{"10.0.0.1:1", "[2001:db8::1]:443", "2001:db8::1"},
		{"10.0.0.1:1", "[2001:db8::1]", "2001:db8::1"},
		{"10.0.0.1:1", "::ffff:192.0.2.9", "192.0.2.9"},
		{"10.0.0.1:1", "[192.0.2.9", "192.0.2.9"},
		{"10.0.0.1:1", "192.0.2.9, [", "10.0.0.1"},
		{"10.0.0.1:1", "fe80::1%eth0", "fe80::1%eth0"},
		{"10.0.0.1:1", "10.0.0.3, 10.0.0.2", "10.0.0.3"},
		{"[::1]:1", "2001:db8::1", "2001:db8::1"},
		{"[::ffff:10.0.0.1]:1", "192.0.2.9", "192.0.2.9"},
		{"192.0.2.1:1", "192.0.2.9", "192.0.2.1"},
		{"192.0.2.1:1", "10.0.0.1", "192.0.2.1"},
		{"@", "192.0.2.9", "invalid IP"},
	} {
		if got := p.Client(proxied(tt.from, "X-Forwarded-For", tt.hops)); got.String() != tt.want {
			t.Errorf("%s, %s: %s", tt.from, tt.hops, got)
		}
	}
}

// TestEncrypted checks when a connection counts as encrypted.
func TestEncrypted(t *testing.T) {
	p := testProxy(t)
	for _, tt := range []struct {
		from, proto string
		tls, want   bool
	}{
		{"192.0.2.1:1", "", true, true},
		{"192.0.2.1:1", "", false, false},
		{"192.0.2.1:1", "https", false, false},
		{"10.0.0.1:1", "https", false, true},
		{"10.0.0.1:1", "HTTPS", false, true},
		{"10.0.0.1:1", "http", false, false},
		{"10.0.0.1:1", "", false, false},
		{"10.0.0.1:1", "http", true, false},
		{"10.0.0.1:1", "https, http", false, true},
		{"10.0.0.1:1", "http, https", false, false},
		{"192.0.2.1:1", "http", true, true},
	} {
		r := proxied(tt.from, "X-Forwarded-Proto", tt.proto)
		if tt.tls {
			r.TLS = &tls.ConnectionState{}
		}
		if p.Encrypted(r) != tt.want {
			t.Errorf("%+v", tt)
		}
	}
}

// TestExposed checks when the proxy says that others can read what it and the browser say,
// and that nobody else's word counts.
func TestExposed(t *testing.T) {
	p := testProxy(t)
	for _, tt := range []struct {
		from, proto, client string
		want                bool
	}{
		{"10.0.0.1:1", "http", "192.0.2.9", true},
		{"10.0.0.1:1", "http, https", "192.0.2.9", true},
		{"10.0.0.1:1", "http", "127.0.0.1", false},
		{"10.0.0.1:1", "http", "::1", false},
		{"10.0.0.1:1", "http", "192.0.2.9, 127.0.0.1", true},
		{"10.0.0.1:1", "http", "unknown", true},
		{"[::1]:1", "http", "", true},
		{"10.0.0.1:1", "https", "192.0.2.9", false},
		{"10.0.0.1:1", "", "192.0.2.9", false},
		{"192.0.2.1:1", "http", "192.0.2.9", false},
	} {
		if got := p.Exposed(proxied(tt.from, "X-Forwarded-Proto", tt.proto, "X-Forwarded-For", tt.client)); got != tt.want {
			t.Errorf("%+v", tt)
		}
	}
}
