package httpapi

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
)

// TestAssistantsRoutes checks which assistant answers where.
func TestAssistantsRoutes(t *testing.T) {
	both := func(byDefault string) *Assistants {
		return SeveralAssistants(byDefault, assistant(t, "shop"), assistant(t, "bank"))
	}
	const names = "where NAME is one of bank, shop"
	tests := []struct {
		name, path string
		all        *Assistants
		want       string // a stamp, or what the detail of the problem ends with
		code       Code
	}{
		{name: "the default", all: both("shop"), path: "/nlg", want: "shop"},
		{name: "the default, with a slash", all: both("shop"), path: "/nlg/", want: "shop"},
		{name: "the default, at the root", all: both("shop"), path: "/", want: "shop"},
		{name: "the other default", all: both("bank"), path: "/nlg", want: "bank"},
		{name: "the default by name", all: both("shop"), path: "/a/shop/nlg", want: "shop"},
		{name: "another by name", all: both("shop"), path: "/a/bank/nlg", want: "bank"},
		{name: "by name, with a slash", all: both("shop"), path: "/a/bank/nlg/", want: "bank"},
		{name: "by name, escaped", all: both("shop"), path: "/a/%62ank/nlg", want: "bank"},
		{name: "by name, with a query", all: both("shop"), path: "/a/bank/nlg?assistant=shop", want: "bank"},
		{name: "by name without a default", all: both(""), path: "/a/shop/nlg", want: "shop"},
		{name: "no query leads to another", all: both("shop"), path: "/nlg?assistant=bank", want: "shop"},

		{name: "no default", all: both(""), path: "/nlg", code: CodeNoDefaultAssistant, want: names},
		{name: "no default, with a slash", all: both(""), path: "/nlg/", code: CodeNoDefaultAssistant, want: names},
		{name: "no default, at the root", all: both(""), path: "/", code: CodeNoDefaultAssistant, want: names},
		{name: "a default that there is not", all: both("till"), path: "/nlg", code: CodeNoDefaultAssistant, want: names},
		{name: "one of several, no default", all: SeveralAssistants("", assistant(t, "shop")), path: "/nlg", code: CodeNoDefaultAssistant, want: "is one of shop"},
		{name: "none at all", all: SeveralAssistants(""), path: "/nlg", code: CodeNoDefaultAssistant, want: "the name and the credentials of an assistant"},

		{name: "unknown", all: both("shop"), path: "/a/till/nlg", code: CodeUnknownAssistant, want: names},
		{name: "unknown, with a slash", all: both("shop"), path: "/a/till/nlg/", code: CodeUnknownAssistant, want: names},
		{name: "in another case", all: both("shop"), path: "/a/Shop/nlg", code: CodeUnknownAssistant, want: names},
		{name: "with a blank", all: both("shop"), path: "/a/shop%20/nlg", code: CodeUnknownAssistant, want: names},
		{name: "the beginning of a name", all: both("shop"), path: "/a/sho/nlg", code: CodeUnknownAssistant, want: names},
		{name: "the empty name", all: both("shop"), path: "/a//nlg", code: CodeUnknownAssistant, want: names},
		{name: "a long name", all: both("shop"), path: "/a/" + strings.Repeat("x", 5000) + "/nlg", code: CodeUnknownAssistant, want: names},

		{name: "not the callback", all: both("shop"), path: "/a/shop", code: CodeUnknownRoute, want: "POST /a/NAME/nlg, or for the default assistant to POST /nlg"},
		{name: "below the callback", all: both("shop"), path: "/a/shop/nlg/x", code: CodeUnknownRoute, want: "to POST /nlg"},

		{name: "only one", all: OneAssistant(assistant(t, "default")), path: "/nlg", want: "default"},
		{name: "only one, by name", all: OneAssistant(assistant(t, "default")), path: "/a/default/nlg", want: "default"},
		{name: "only one, by another name", all: OneAssistant(assistant(t, "default")), path: "/a/shop/nlg", code: CodeUnknownAssistant, want: `no assistant "shop"; send requests to POST /nlg`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := post(serverOfAll(tt.all), tt.path, "", asking("utter_who"))
			if tt.code == "" {
				if want := `{"text":"` + tt.want + ` here"}`; w.Code != http.StatusOK || w.Body.String() != want {
					t.Errorf("%d %s, want %s", w.Code, w.Body, want)
				}
				return
			}
			p := problemOf(t, w)
			if w.Code != http.StatusNotFound || p.Code != tt.code || !strings.HasSuffix(p.Detail, tt.want) || len(p.Detail) > 500 {
				t.Errorf("%d %s: %q, want %s: …%s", w.Code, p.Code, p.Detail, tt.code, tt.want)
			}
		})
	}
}

// TestAssistantsMethods checks that a 405 at an assistant's callback says what to do.
func TestAssistantsMethods(t *testing.T) {
	h := serverOfAll(SeveralAssistants("", assistant(t, "shop")))
	for target, want := range map[string]string{
		"GET /a/shop/nlg":    "Rasa sends requests to POST /a/shop/nlg",
		"PUT /a/other/nlg/":  "Rasa sends requests to POST /a/other/nlg/",
		"HEAD /nlg":          "Rasa sends requests to POST /a/NAME/nlg",
		"POST /readyz":       "use GET or HEAD",
		"DELETE /a/shop/nlg": "Rasa sends requests to POST /a/shop/nlg",
	} {
		method, path, _ := strings.Cut(target, " ")
		w := call{method: method, target: path}.on(h)
		if p := problemOf(t, w); p.Code != CodeMethodNotAllowed || p.Detail != want {
			t.Errorf("%s: %d %q, want %q", target, w.Code, p.Detail, want)
		}
	}
}

// TestAssistantsSplit checks that the operators' listener has no callback.
func TestAssistantsSplit(t *testing.T) {
	all := SeveralAssistants("", assistant(t, "shop"))
	public, admin := Split(Config{Assistants: func() *Assistants { return all }, Rand: first{}})
	for name, h := range map[string]http.Handler{"public": public, "admin": admin} {
		w := post(h, "/a/shop/nlg", "", asking("utter_who"))
		if want := map[string]int{"public": 200, "admin": 404}[name]; w.Code != want {
			t.Errorf("%s: %d %s", name, w.Code, w.Body)
		}
	}
}

// TestAssistantsTokens checks that each token opens only the routes that it is for.
func TestAssistantsTokens(t *testing.T) {
	all := SeveralAssistants("shop", assistant(t, "shop", guardedBy("SHOP")), assistant(t, "bank", guardedBy("BANK")), assistant(t, "free"))
	h := serverOfAll(all, func(c *Config) { c.AdminAccess = token("ADMIN") })
	opens := map[string][]string{ // besides what is free
		"":      {},
		"WRONG": {},
		"SHOP":  {"POST /nlg", "POST /", "POST /a/shop/nlg", "POST /a/shop/nlg/"},
		"BANK":  {"POST /a/bank/nlg", "POST /a/bank/nlg/"},
		"ADMIN": {"GET /api/v1/status", "GET /api/v1/status?assistant=shop", "GET /openapi.json"},
	}
	free := []string{"POST /a/free/nlg", "POST /a/free/nlg/"}
	var routes []string
	for _, some := range opens {
		routes = append(routes, some...)
	}
	for secret, some := range opens {
		for _, route := range slices.Concat(routes, free) {
			w := asks(h, route, map[string]string{"Authorization": "Bearer " + secret})
			want := http.StatusUnauthorized
			if slices.Contains(some, route) || slices.Contains(free, route) {
				want = http.StatusOK
			}
			if w.Code != want {
				t.Errorf("%s with %q: %d %s, want %d", route, secret, w.Code, w.Body, want)
			}
			if want == http.StatusUnauthorized && w.Header().Get("WWW-Authenticate") == "" {
				t.Errorf("%s with %q: no challenge", route, secret)
			}
		}
	}
}

// asks sends a request for utter_who to a route with its method.
func asks(h http.Handler, route string, headers map[string]string) *httptest.ResponseRecorder {
	return exchange{target: route, headers: headers, body: strings.NewReader(asking("utter_who"))}.on(h)
}

// TestAssistantsNames checks that a refusal names the assistants that the request may
// use, and no other; and none to a web page of another origin.
func TestAssistantsNames(t *testing.T) {
	shop, bank, free := assistant(t, "shop", guardedBy("SHOP")), assistant(t, "bank", guardedBy("BANK")), assistant(t, "free")
	bearer := func(secret string) map[string]string { return map[string]string{"Authorization": "Bearer " + secret} }
	page := map[string]string{"Origin": "https://evil.example"}
	tests := []struct {
		name    string
		all     []*Assistant
		headers map[string]string
		code    Code // instead of that of an unknown or a missing name
		names   []string
	}{
		{name: "no credentials", all: []*Assistant{shop, bank}},
		{name: "wrong credentials", all: []*Assistant{shop, bank}, headers: bearer("WRONG")},
		{name: "those of one", all: []*Assistant{shop, bank}, headers: bearer("BANK"), names: []string{"bank"}},
		{name: "one needs none", all: []*Assistant{shop, bank, free}, names: []string{"free"}},
		{name: "those of one, another needs none", all: []*Assistant{shop, bank, free}, headers: bearer("SHOP"), names: []string{"free", "shop"}},
		{name: "a web page", all: []*Assistant{shop, free}, headers: page, code: CodeCrossOrigin},
		{name: "a web page by a re-bound name", all: []*Assistant{shop, free}, headers: rebound, code: CodeHostNotAllowed},
		{name: "a web page, but there is no name to learn", all: []*Assistant{shop, bank}, headers: page},
		{name: "a web page with credentials", all: []*Assistant{shop, bank}, headers: with(page, "Authorization", "Bearer SHOP"), names: []string{"shop"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			h := serverOfAll(SeveralAssistants("", tt.all...))
			for route, code := range map[string]Code{"POST /nlg": CodeNoDefaultAssistant, "POST /a/till/nlg": CodeUnknownAssistant} {
				w := asks(h, route, tt.headers)
				if tt.code != "" {
					code = tt.code
				}
				if p := problemOf(t, w); p.Code != code {
					t.Errorf("%s: %d %s, want %s", route, w.Code, p.Code, code)
				}
				for _, a := range tt.all {
					if got, want := strings.Contains(w.Body.String(), a.Name), slices.Contains(tt.names, a.Name); got != want {
						t.Errorf("%s: the reply names %s: %v, want %v: %s", route, a.Name, got, want, w.Body)
					}
				}
			}
		})
	}
}

// TestAssistantsManyNames checks that a refusal stays short however many there are.
func TestAssistantsManyNames(t *testing.T) {
	var all []*Assistant
	for i := range 200 {
		all = append(all, &Assistant{Name: "bot-" + string(rune('a'+i/26)) + string(rune('a'+i%26))})
	}
	p := problemOf(t, post(serverOfAll(SeveralAssistants("", all...)), "/nlg", "", asking("utter_who")))
	if !strings.HasSuffix(p.Detail, "bot-at, and 180 more") || strings.Count(p.Detail, "bot-") != mostNamed {
		t.Errorf("%s", p.Detail)
	}
}

// TestAssistantsWrong checks that a request that Rasa sends for another assistant is
// refused and counted, if the assistant's configuration says what Rasa sends.
func TestAssistantsWrong(t *testing.T) {
	const at = `{"response": "utter_who", "tracker": {"events": [{"event": "action", "metadata": {"assistant_id": "old"}}, {"event": "user", "metadata": `
	tests := []struct {
		name, id, body string
		refused        bool
	}{
		{"another", "shop-1", at + `{"assistant_id": "bank-1"}}]}}`, true},
		{"the one", "shop-1", at + `{"assistant_id": "shop-1"}}]}}`, false},
		{"none", "shop-1", at + `{}}]}}`, false},
		{"no events", "shop-1", asking("utter_who"), false},
		{"another, none configured", "", at + `{"assistant_id": "bank-1"}}]}}`, false},
		{"a fault in events that nobody needs", "", `{"response": "utter_who", "tracker": {"events": [1 2, {"metadata": {"assistant_id": 5}}]}}`, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			meter := &counts{}
			h := serverOfAll(SeveralAssistants("shop", assistant(t, "shop", countedBy(meter), func(a *Assistant) { a.ID = tt.id })))
			w := post(h, "/nlg", "", tt.body)
			if tt.refused {
				want := `Rasa's assistant_id is "bank-1", but shop is for "shop-1"; correct the url in endpoints.yml, or assistant_id in the server's configuration`
				if p := problemOf(t, w); w.Code != http.StatusConflict || p.Code != CodeWrongAssistant || p.Detail != want {
					t.Errorf("%d %s", w.Code, w.Body)
				}
			} else if w.Code != http.StatusOK {
				t.Errorf("%d %s", w.Code, w.Body)
			}
			if got := meter.all()[string(CodeWrongAssistant)]; (got == 1) != tt.refused {
				t.Errorf("counted %d", got)
			}
		})
	}
}
