package desk

import (
	"maps"
	"net/http"
	"strings"
	"testing"
)

// TestHostile sends what somebody may who wants to see or change what is not theirs:
// other names (DNS rebinding), other origins, made-up cookies and keys.
func TestHostile(t *testing.T) {
	d := demoDesk(t, nil)
	id := ready(t, d)
	api := func(headers ...string) call {
		return headed(call{target: apiPath + "responses", session: id}, headers...)
	}
	try := func(headers ...string) call {
		return headed(call{method: http.MethodPost, target: apiPath + "try", body: bodies[apiPath+"try"], session: id}, headers...)
	}
	key := func(query string) call { return call{target: openPath + query} }
	cookie := func(text string) call { return headed(call{target: apiPath + "session"}, "Cookie", text) }
	name := "nlg_desk_5057"
	for what, c := range map[string]struct {
		call
		status int
	}{
		// The host.
		"another name":                   {api("Host", "evil.example:5057"), 421},
		"a name that looks like ours":    {api("Host", "localhost.evil.example:5057"), 421},
		"an address that is a name":      {api("Host", "127.0.0.1.evil.example"), 421},
		"a decimal address":              {api("Host", "2130706433:5057"), 421},
		"an octal address":               {api("Host", "0177.0.0.1:5057"), 421},
		"a name without a dot":           {api("Host", "intranet:5057"), 421},
		"a name that ends with internal": {api("Host", "evil.internal"), 421},
		"a host with a user":             {api("Host", "localhost@evil.example"), 421},
		"port 0":                         {api("Host", "localhost:0"), 421},
		"a port that is none":            {api("Host", "localhost:http"), 421},
		"another name, the page":         {headed(call{target: "/"}, "Host", "evil.example"), 421},
		"another name, a link":           {headed(call{target: d.NewLink()}, "Host", "evil.example"), 421},
		"another name, an asset":         {headed(call{target: assetsPath + "a.js"}, "Host", "evil.example"), 421},
		"a forwarded name":               {api("Host", "evil.example", "X-Forwarded-Host", "localhost:5057"), 421},
		// The origin.
		"a page of another site":          {api("Sec-Fetch-Site", "cross-site"), 403},
		"a page at another port":          {api("Sec-Fetch-Site", "same-site"), 403},
		"a site that is none":             {api("Sec-Fetch-Site", "evil"), 403},
		"another origin reads":            {api("Origin", "http://10.0.0.5:8080"), 403},
		"another port reads":              {api("Origin", "http://127.0.0.1:8080"), 403},
		"another scheme and port read":    {api("Origin", "https://127.0.0.1"), 403},
		"the null origin reads":           {api("Origin", "null"), 403},
		"another origin streams":          {headed(call{method: http.MethodHead, target: apiPath + "events", session: id}, "Origin", "http://127.0.0.1:8080"), 403},
		"another origin writes":           {try("Origin", "https://evil.example"), 403},
		"the null origin writes":          {try("Origin", "null"), 403},
		"another port writes":             {try("Origin", "http://127.0.0.1:8080"), 403},
		"another port, told by fetch":     {try("Sec-Fetch-Site", "same-site", "Origin", "http://127.0.0.1:8080"), 403},
		"a form":                          {try("Content-Type", "text/plain"), 415},
		"a form, urlencoded":              {try("Content-Type", "application/x-www-form-urlencoded"), 415},
		"no type":                         {try("Content-Type", ""), 415},
		"a preflight request":             {headed(call{method: http.MethodOptions, target: apiPath + "try"}, "Origin", "https://evil.example", "Access-Control-Request-Method", "POST"), 403},
		"a preflight request, in session": {headed(call{method: http.MethodOptions, target: apiPath + "try", session: id}, "Sec-Fetch-Site", "cross-site", "Origin", "https://evil.example"), 403},
		// Cookies.
		"no cookie":                       {call{target: apiPath + "session"}, 401},
		"an empty cookie":                 {cookie(name + "="), 401},
		"a forged cookie":                 {cookie(name + "=" + newSecret()), 401},
		"a cookie that is cut":            {cookie(name + "=" + id[:len(id)-1]), 401},
		"a cookie that is longer":         {cookie(name + "=" + id + "A"), 401},
		"a cookie in other case":          {cookie(name + "=" + flipCase(id)), 401},
		"the cookie of another port":      {cookie("nlg_desk_5058=" + id), 401},
		"the cookie without a port":       {cookie("nlg_desk=" + id), 401},
		"the id as a bearer token":        {headed(call{target: apiPath + "session"}, "Authorization", "Bearer "+id), 401},
		"the id in the query":             {call{target: apiPath + "session?session=" + id + "&key=" + id}, 401},
		"many forged cookies before ours": {cookie(strings.Repeat(name+"=x; ", 1000) + name + "=" + id), 401},
		// Keys.
		"no key":             {key(""), 403},
		"an empty key":       {key("?key="), 403},
		"a guess":            {key("?key=" + newSecret()), 403},
		"zeros":              {key("?key=" + strings.Repeat("A", 43)), 403},
		"a long key":         {key("?key=" + strings.Repeat("A", 10000)), 403},
		"the id as key":      {key("?key=" + id), 403},
		"a key with a zero":  {key("?key=%00"), 403},
		"a posted key":       {call{method: http.MethodPost, target: d.NewLink()}, 405},
		"a broken query":     {key("?key=%zz"), 403},
		"a method in a path": {call{method: http.MethodPost, target: "/", body: "{}"}, 405},
		// Paths.
		"a path that climbs":          {call{target: assetsPath + "../index.html"}, 404},
		"a path that climbs, escaped": {call{target: assetsPath + "..%2findex.html"}, 404},
		"the directory":               {call{target: assetsPath}, 404},
		"a double slash":              {call{target: "//api/desk/v1/session", session: id}, 404},
	} {
		w := c.on(d)
		if w.Code != c.status {
			t.Errorf("%s: %d %s", what, w.Code, w.Body)
		}
		if got := w.Header().Get("Set-Cookie"); got != "" {
			t.Errorf("%s: got a session: %s", what, got)
		}
		if got := w.Header().Get("Access-Control-Allow-Origin"); got != "" {
			t.Errorf("%s: shared with %s", what, got)
		}
		if w.Code >= 400 && strings.Contains(w.Body.String(), "Harbour Bank") {
			t.Errorf("%s: says what the content says", what)
		}
	}
	// All of that has signed nobody out.
	if w := (call{target: apiPath + "session", session: id}).on(d); w.Code != 200 {
		t.Error(w.Code)
	}
}

// headed returns the call with more headers.
func headed(c call, headers ...string) call {
	all := map[string]string{}
	maps.Copy(all, c.headers)
	for i := 0; i < len(headers); i += 2 {
		all[headers[i]] = headers[i+1]
	}
	c.headers = all
	return c
}

func flipCase(s string) string {
	if up := strings.ToUpper(s); up != s {
		return up
	}
	return strings.ToLower(s)
}

// TestNames checks by which names the desk may be called.
func TestNames(t *testing.T) {
	d := demoDesk(t, func(c *Config) { c.AllowedHosts = []string{"Desk.example"} })
	for host, want := range map[string]int{
		"localhost:5057": 200, "LOCALHOST": 200, "127.0.0.1:5057": 200, "[::1]:5057": 200, "desk.example": 200, "desk.example.:443": 200, "other.example": 421,
	} {
		if w := headed(call{target: "/"}, "Host", host).on(d); w.Code != want {
			t.Errorf("%s: %d", host, w.Code)
		}
	}
	if _, err := New(Config{Source: inMemory(""), AllowedHosts: []string{"https://a"}}); err == nil {
		t.Error("an allowed host that is none")
	}
	if _, err := New(Config{}); err == nil {
		t.Error("no content")
	}
}
