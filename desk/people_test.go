package desk

import (
	"context"
	"crypto/tls"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"nlgserver/desk/internal/people"
	"nlgserver/desk/internal/people/peopletest"
)

// teamFile is a file of users, each of whom but pat has "pass-" and their name as
// password.
func teamFile(t *testing.T) string {
	t.Helper()
	file := peopletest.File(t, map[string]string{"ann": ":publisher:ann@example.com", "bob": ":author", "eve": ":reader", "dan": ""})
	return file + "pat:*:author\n"
}

func setUsers(t *testing.T, u *Users, text string) {
	t.Helper()
	if _, err := u.Set("users", []byte(text)); err != nil {
		t.Fatal(err)
	}
}

// withTeam lets the users of teamFile in.
func withTeam(t *testing.T, change func(*People)) func(*Config) {
	t.Helper()
	users := new(Users)
	setUsers(t, users, teamFile(t))
	p := &People{Users: users, DefaultRole: Reader}
	if change != nil {
		change(p)
	}
	return func(c *Config) { c.People = p }
}

// behindProxy trusts a proxy at 10.0.0.7.
func behindProxy(p *People) {
	p.TrustHeader, p.TrustProxies = "X-Forwarded-User", []string{"10.0.0.7"}
}

const loopback = "127.0.0.1:40000"

// fromAddress sends a call from an address.
func fromAddress(d *Desk, c call, remote string) *httptest.ResponseRecorder {
	r := c.request()
	r.RemoteAddr = remote
	w := httptest.NewRecorder()
	d.ServeHTTP(w, r)
	return w
}

func signInCall(user, password string) call {
	return call{method: http.MethodPost, target: apiPath + "sign-in", body: fmt.Sprintf(`{"user": %q, "password": %q}`, user, password)}
}

// signedIn returns a session of a user of teamFile.
func signedIn(t *testing.T, d *Desk, name string) string {
	t.Helper()
	w := fromAddress(d, signInCall(name, "pass-"+name), loopback)
	if w.Code != 200 || len(w.Result().Cookies()) != 1 {
		t.Fatalf("%s: %d %s", name, w.Code, w.Body)
	}
	return w.Result().Cookies()[0].Value
}

// statusOf returns the status, and for one that is not 200 the code.
func statusOf(w *httptest.ResponseRecorder) string {
	if w.Code < 400 {
		return fmt.Sprint(w.Code)
	}
	return fmt.Sprint(w.Code, " ", codeIn(w))
}

// TestSignIn checks who gets a session, and that nobody else does.
func TestSignIn(t *testing.T) {
	d := demoDesk(t, withTeam(t, nil))
	right := signInCall("ann", "pass-ann")
	for _, tt := range []struct {
		what string
		call
		want string
	}{
		{"right", right, "200"},
		{"no role: the default one", signInCall("dan", "pass-dan"), "200"},
		{"from the same page", headed(right, "Sec-Fetch-Site", "same-origin", "Origin", "http://"+testHost), "200"},
		{"wrong password", signInCall("ann", "pass-bob"), "403 wrong_password"},
		{"wrong name", signInCall("nobody", "pass-ann"), "403 wrong_password"},
		{"no password in the file", signInCall("pat", "*"), "403 wrong_password"},
		{"empty", signInCall("", ""), "403 wrong_password"},
		{"another case", signInCall("Ann", "pass-ann"), "403 wrong_password"},
		{"another page", headed(right, "Sec-Fetch-Site", "cross-site"), "403 cross_origin"},
		{"another port", headed(right, "Origin", "http://127.0.0.1:8080"), "403 cross_origin"},
		{"another name", headed(right, "Host", "evil.example"), "421 host_not_allowed"},
		{"a form", headed(right, "Content-Type", "application/x-www-form-urlencoded"), "415 unsupported_content_type"},
		{"a form as text", headed(right, "Content-Type", "text/plain"), "415 unsupported_content_type"},
		{"no JSON", call{method: http.MethodPost, target: right.target, body: "user=ann"}, "400 not_json"},
		{"another type", call{method: http.MethodPost, target: right.target, body: `{"user": ["ann"], "password": "pass-ann"}`}, "400 wrong_type"},
		{"another field", call{method: http.MethodPost, target: right.target, body: `{"user": "ann", "password": "pass-ann", "role": "publisher"}`}, "400 not_json"},
		{"large", signInCall("ann", strings.Repeat("a", maxSignIn)), "413 body_too_large"},
		{"by GET", call{target: right.target + "?user=ann&password=pass-ann"}, "401 no_session"},
		{"by basic authentication", headed(call{target: apiPath + "session"}, "Authorization", "Basic YW5uOnBhc3MtYW5u"), "401 no_session"},
	} {
		w := fromAddress(d, tt.call, loopback)
		if got := statusOf(w); got != tt.want {
			t.Errorf("%s: %s %s", tt.what, got, w.Body)
		}
		if in := w.Header().Get("Set-Cookie") != ""; in != (w.Code == 200) {
			t.Errorf("%s: %d, a session: %v", tt.what, w.Code, in)
		}
		if strings.Contains(w.Body.String(), "pass-") {
			t.Errorf("%s: tells the password", tt.what)
		}
	}
	if w := fromAddress(d, right, loopback); !strings.Contains(w.Body.String(), `"user":{"name":"ann","role":"publisher"}`) || !strings.Contains(w.Body.String(), `"entered":"password"`) {
		t.Error(w.Body)
	}
	// There are no links where everybody has a name.
	if link := d.NewLink(); link != "/" {
		t.Error(link)
	}
	if w := (call{target: openPath + "?key="}).on(d); w.Code != 403 && w.Code != 404 {
		t.Error(w.Code)
	}
}

// TestEnter checks that somebody without a session is told how to get one.
func TestEnter(t *testing.T) {
	for want, change := range map[way]func(*Config){
		enterByLink:     nil,
		enterByPassword: withTeam(t, nil),
		enterByProxy:    withTeam(t, func(p *People) { behindProxy(p); p.Users = nil }),
		enterByPage:     func(c *Config) { c.Gate = &fakeGate{} },
	} {
		w := fromAddress(demoDesk(t, change), call{target: apiPath + "session"}, loopback)
		if w.Code != 401 || !strings.Contains(w.Body.String(), `"enter":"`+string(want)+`"`) {
			t.Errorf("%s: %d %s", want, w.Code, w.Body)
		}
	}
	// With both, the page shows the form: whoever is not behind the proxy has a password.
	w := fromAddress(demoDesk(t, withTeam(t, behindProxy)), call{target: apiPath + "session"}, loopback)
	if !strings.Contains(w.Body.String(), `"enter":"password"`) {
		t.Error(w.Body)
	}
}

// TestSignOut checks that a session that is ended is over, and the cookie gone, and that
// signing in again ends the one before.
func TestSignOut(t *testing.T) {
	d := demoDesk(t, withTeam(t, nil))
	id, other := signedIn(t, d, "ann"), signedIn(t, d, "ann")
	out := call{method: http.MethodPost, target: apiPath + "sign-out", session: id, body: "{}"}
	if w := fromAddress(d, headed(out, "Sec-Fetch-Site", "cross-site"), loopback); w.Code != 403 {
		t.Error("by another page:", w.Code)
	}
	w := fromAddress(d, out, loopback)
	if cookies := w.Result().Cookies(); w.Code != 200 || len(cookies) != 1 || cookies[0].MaxAge >= 0 || cookies[0].Value != "" {
		t.Error(w.Code, cookies)
	}
	session := func(id string) int {
		return fromAddress(d, call{target: apiPath + "session", session: id}, loopback).Code
	}
	if session(id) != 401 || session(other) != 200 {
		t.Error(session(id), session(other))
	}
	again := signInCall("bob", "pass-bob")
	again.session = other
	if w := fromAddress(d, again, loopback); w.Code != 200 || session(other) != 401 {
		t.Error(w.Code, session(other))
	}
}

// TestRoles walks every route in every role, and by every way of having it.
func TestRoles(t *testing.T) {
	rank := map[Role]int{Reader: 0, Author: 1, Publisher: 2}
	names := map[Role]string{Reader: "eve", Author: "bob", Publisher: "ann"}
	for _, readOnly := range []bool{false, true} {
		o := teamOffice(t, func(c *Config) { withTeam(t, behindProxy)(c); c.ReadOnly = readOnly })
		for role, name := range names {
			everyRoute(o.desk, func(what string, c call) {
				needs := o.desk.routes[c.request().URL.Path][c.method].needs
				if strings.HasSuffix(what, "/events") || strings.HasSuffix(what, "/sign-in") {
					return // does not end, or is about another session
				}
				c.session = signedIn(t, o.desk, name)
				direct := fromAddress(o.desk, c, loopback)
				c.session = ""
				proxied := fromAddress(o.desk, headed(c, "X-Forwarded-User", name), "10.0.0.7:1")
				for by, w := range map[string]*httptest.ResponseRecorder{"password": direct, "proxy": proxied} {
					refused := w.Code == 403 && slices.Contains([]string{string(codeReadOnly), string(codeNotPublisher)}, codeIn(w))
					if want := needs != "" && (readOnly || rank[role] < rank[needs]); refused != want || w.Code == 401 {
						t.Errorf("%s as %s by %s, read-only %v: %d %s", what, role, by, readOnly, w.Code, w.Body)
					}
				}
			})
		}
	}
}

// TestUsersChange checks that what the file says counts at once, in sessions that have
// begun before, and that a broken file changes nothing.
func TestUsersChange(t *testing.T) {
	var users *Users
	d := demoDesk(t, withTeam(t, func(p *People) { users = p.Users }))
	ann, bob, eve := signedIn(t, d, "ann"), signedIn(t, d, "bob"), signedIn(t, d, "eve")
	session := func(id string) string {
		return fromAddress(d, call{target: apiPath + "session", session: id}, loopback).Body.String()
	}
	text := teamFile(t) // other hashes of the same passwords
	if _, err := users.Set("users", []byte("ann:nonsense")); err == nil {
		t.Error("nonsense")
	}
	if _, err := users.Set("users", []byte("# nobody\n")); err == nil || !strings.Contains(err.Error(), "users has no users") {
		t.Error(err)
	}
	for _, id := range []string{ann, bob, eve} {
		if got := session(id); !strings.Contains(got, `"name"`) {
			t.Error("a broken file signs out:", got)
		}
	}
	lines := strings.Split(text, "\n")
	was := users.now()
	line := func(name, rest string) string {
		u, _ := was.Find(name)
		for _, l := range lines {
			if strings.HasPrefix(l, name+":") {
				fields := strings.Split(l, ":")
				if !u.HasPassword() {
					t.Fatal(name)
				}
				return name + ":" + fields[1] + rest + "\n"
			}
		}
		t.Fatal(name)
		return ""
	}
	setUsers(t, users, text)
	for _, id := range []string{ann, bob, eve} {
		if got := session(id); !strings.Contains(got, "no_session") {
			t.Error("another password, and the session lasts:", got)
		}
	}
	ann, bob, eve = signedIn(t, d, "ann"), signedIn(t, d, "bob"), signedIn(t, d, "eve")
	warnings, err := users.Set("users", []byte(line("ann", ":author")+line("bob", "")))
	if err != nil {
		t.Fatal(err)
	}
	if all := strings.Join(warnings, "\n"); !strings.Contains(all, `users: "bob" has no role any more`) || strings.Contains(all, `"ann" has no role`) {
		t.Error(all)
	}
	for id, want := range map[string]string{ann: `"name":"ann","role":"author"`, bob: `"name":"bob","role":"reader"`, eve: "no_session"} {
		if got := session(id); !strings.Contains(got, want) {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

// TestSpoofing checks that nobody but the proxy can say who somebody is: every path
// refuses the header from elsewhere, instead of acting as if it were not there.
func TestSpoofing(t *testing.T) {
	d := demoDesk(t, withTeam(t, func(p *People) { behindProxy(p); p.PlainHTTP = true }))
	id := signedIn(t, d, "ann")
	for _, remote := range []string{"10.0.0.8:1", "127.0.0.1:1", "[::1]:1", "[::ffff:10.0.0.8]:1", "192.0.2.1:10007", "@", ""} {
		calls := []call{{target: "/"}, {target: assetsPath + "a.js"}, {target: "/nowhere"}, {target: openPath}}
		everyRoute(d, func(_ string, c call) { calls = append(calls, c) })
		for _, c := range calls {
			c.session = id // not even with a session
			w := fromAddress(d, headed(c, "X-Forwarded-User", "ann", "X-Forwarded-For", "10.0.0.7"), remote)
			if got := statusOf(w); got != "403 untrusted_proxy" {
				t.Errorf("%s %s from %s: %s", c.method, c.target, remote, got)
			}
		}
	}
	session := call{target: apiPath + "session"}
	for _, tt := range []struct {
		what, remote string
		headers      []string
		want         string
	}{
		{"the proxy", "10.0.0.7:1", []string{"X-Forwarded-User", "ann"}, `"name":"ann","role":"publisher"`},
		{"the proxy by IPv6", "[::ffff:10.0.0.7]:1", []string{"X-Forwarded-User", "bob"}, `"name":"bob","role":"author"`},
		{"a user without a password", "10.0.0.7:1", []string{"X-Forwarded-User", "pat"}, `"name":"pat","role":"author"`},
		{"somebody else", "10.0.0.7:1", []string{"X-Forwarded-User", "zoe@example.com"}, `"name":"zoe@example.com","role":"reader"`},
		{"nobody", "10.0.0.7:1", nil, `"no_session"`},
		{"an empty name", "10.0.0.7:1", []string{"X-Forwarded-User", ""}, `"no_session"`},
		{"two names", "10.0.0.7:1", []string{"X-Forwarded-User", "eve, ann"}, `"untrusted_proxy"`},
		{"a name that is none", "10.0.0.7:1", []string{"X-Forwarded-User", "a<b"}, `"untrusted_proxy"`},
		{"another header", "192.0.2.1:1", []string{"Remote-User", "ann"}, `"no_session"`},
	} {
		w := fromAddress(d, headed(session, tt.headers...), tt.remote)
		if !strings.Contains(w.Body.String(), tt.want) {
			t.Errorf("%s: %d %s", tt.what, w.Code, w.Body)
		}
		if w.Header().Get("Set-Cookie") != "" {
			t.Errorf("%s: a cookie, which would outlast the sign-out at the proxy", tt.what)
		}
	}
	// To a person, as a page.
	w := fromAddress(d, headed(call{target: "/"}, "X-Forwarded-User", "ann", "Accept", "text/html"), "192.0.2.1:1")
	if w.Code != 403 || w.Header().Get("Content-Type") != "text/html; charset=utf-8" || !strings.Contains(w.Body.String(), "The header X-Forwarded-User is only for the trusted proxy; this request came from 192.0.2.1.") {
		t.Error(w.Code, w.Header(), w.Body)
	}
	// Twice: once by the browser, once by the proxy.
	r := session.request()
	r.RemoteAddr = "10.0.0.7:1"
	r.Header["X-Forwarded-User"] = []string{"ann", "eve"}
	w = httptest.NewRecorder()
	d.ServeHTTP(w, r)
	if statusOf(w) != "403 untrusted_proxy" {
		t.Error("twice:", w.Code, w.Body)
	}
	// The header counts, not a cookie of somebody else.
	session.session = id
	if w := fromAddress(d, headed(session, "X-Forwarded-User", "eve"), "10.0.0.7:1"); !strings.Contains(w.Body.String(), `"name":"eve","role":"reader"`) {
		t.Error(w.Body)
	}
}

// TestNoDefaultRole checks that with no default role, only those who have one get in.
func TestNoDefaultRole(t *testing.T) {
	d := demoDesk(t, withTeam(t, func(p *People) { behindProxy(p); p.DefaultRole = "" }))
	session := call{target: apiPath + "session"}
	for name, want := range map[string]string{"ann": "200", "pat": "200", "dan": "403 not_a_user", "zoe": "403 not_a_user"} {
		if got := statusOf(fromAddress(d, headed(session, "X-Forwarded-User", name), "10.0.0.7:1")); got != want {
			t.Errorf("%s: %s", name, got)
		}
	}
	if got := statusOf(fromAddress(d, signInCall("dan", "pass-dan"), loopback)); got != "403 not_a_user" {
		t.Error(got)
	}
}

// TestPlainHTTP checks that no password of another machine is taken without encryption,
// and when a cookie is for encrypted connections only.
func TestPlainHTTP(t *testing.T) {
	for _, tt := range []struct {
		what, remote, proto string
		encrypted           bool
		change              func(*People)
		want                string
		secure              bool
	}{
		{"this machine", loopback, "", false, nil, "200", false},
		{"another machine", "192.0.2.1:1", "", false, nil, "403 not_encrypted", false},
		{"another machine over TLS", "192.0.2.1:1", "", true, nil, "200", true},
		{"another machine that claims TLS", "192.0.2.1:1", "https", false, nil, "403 not_encrypted", false},
		{"another machine, allowed", "192.0.2.1:1", "", false, func(p *People) { p.PlainHTTP = true }, "200", false},
		{"the proxy", "10.0.0.7:1", "https", false, behindProxy, "200", true},
		{"a proxy that does not tell", "10.0.0.7:1", "", false, behindProxy, "200", false},
		{"a proxy that only encrypts", "10.0.0.7:1", "https", false, func(p *People) { p.TrustProxies = []string{"10.0.0.0/24"} }, "200", true},
		{"beside the proxy", "10.0.0.8:1", "https", false, behindProxy, "403 not_encrypted", false},
		{"this machine, claiming TLS", loopback, "https", false, behindProxy, "200", false},
	} {
		d := demoDesk(t, withTeam(t, tt.change))
		r := headed(signInCall("ann", "pass-ann"), "X-Forwarded-Proto", tt.proto).request()
		r.RemoteAddr = tt.remote
		if tt.encrypted {
			r.TLS = &tls.ConnectionState{}
		}
		w := httptest.NewRecorder()
		d.ServeHTTP(w, r)
		if got := statusOf(w); got != tt.want {
			t.Errorf("%s: %s %s", tt.what, got, w.Body)
			continue
		}
		if cookies := w.Result().Cookies(); len(cookies) == 1 && (cookies[0].Secure != tt.secure || !cookies[0].HttpOnly) {
			t.Errorf("%s: %+v", tt.what, cookies[0])
		}
	}
}

// TestGuessing checks that guessing gets slow for whoever guesses, by address behind the
// proxy too, and that the reply says how long to wait.
func TestGuessing(t *testing.T) {
	d := demoDesk(t, withTeam(t, behindProxy))
	checked := 0
	for range 100 {
		w := fromAddress(d, headed(signInCall("ann", "wrong"), "X-Forwarded-For", "203.0.113.5, 192.0.2.9"), "10.0.0.7:1")
		switch {
		case codeIn(w) == string(codeWrongPassword):
			checked++
		case statusOf(w) != "429 too_many_attempts" || w.Header().Get("Retry-After") == "" || w.Header().Get("Retry-After") == "0":
			t.Fatal(w.Code, w.Header(), w.Body)
		}
	}
	if checked < 10 || checked > 15 { // a slow machine forgives some
		t.Error(checked)
	}
	if w := fromAddress(d, headed(signInCall("bob", "pass-bob"), "X-Forwarded-For", "192.0.2.10"), "10.0.0.7:1"); w.Code != 200 {
		t.Error("somebody else behind the same proxy:", w.Code, w.Body)
	}
}

// teamOffice is an office in which people have names.
func teamOffice(t *testing.T, change func(*Config)) *office {
	t.Helper()
	o := &office{t: t, dir: t.TempDir(), state: t.TempDir(), recordings: t.TempDir()}
	o.save("hello.yml", hello)
	o.save("hello.nlgtest.yml", helloTests)
	o.repository()
	cfg := o.config()
	change(&cfg)
	d, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	o.desk = d
	waitFor(t, d, func(s *state) bool { return s.name != stateLoading })
	o.refresh()
	return o
}

// TestCommitsHaveNames checks that each user has a draft of their own, and is the author
// of the commit that publishes it.
func TestCommitsHaveNames(t *testing.T) {
	o := teamOffice(t, withTeam(t, func(p *People) { behindProxy(p); p.DefaultRole = Publisher }))
	publish := func(headers []string, session, response, was, text string) {
		t.Helper()
		o.refresh()
		send := func(path, body string) {
			t.Helper()
			remote := loopback
			if headers != nil {
				remote = "10.0.0.7:1"
			}
			w := fromAddress(o.desk, headed(call{method: http.MethodPost, target: apiPath + path, body: body, session: session}, headers...), remote)
			if w.Code != 200 {
				t.Fatalf("%s: %d %s", path, w.Code, w.Body)
			}
		}
		send("draft/steps", setting(response, 1, was, text))
		send("publish", `{"message": "Change it", "override": "a test differs, as it should"}`)
	}
	last := func() string { return strings.TrimSpace(o.git("log", "-1", "--format=%an <%ae>")) }
	publish(nil, signedIn(t, o.desk, "ann"), "utter_hi", "Hello {name}", "Hi {name}")
	if got := last(); got != "ann <ann@example.com>" {
		t.Error(got)
	}
	publish([]string{"X-Forwarded-User", "zoe@example.com"}, "", "utter_bye", "Bye", "Ciao")
	if got := last(); got != "zoe@example.com <zoe@example.com>" {
		t.Error(got)
	}
}

// busySigner stands for a door with a crowd before it.
type busySigner struct{}

func (busySigner) SignIn(context.Context, *people.List, string, string, netip.Addr) (people.User, error) {
	return people.User{}, people.ErrBusy
}

// tooManySigner stands for a door that has seen too many.
type tooManySigner struct{}

func (tooManySigner) SignIn(context.Context, *people.List, string, string, netip.Addr) (people.User, error) {
	return people.User{}, &people.TooManyError{After: 9500 * time.Millisecond}
}

// signInExchanges are those of signing in and out.
func signInExchanges(t *testing.T) []exchange {
	d, busy, guessed, nobody := demoDesk(t, withTeam(t, nil)), demoDesk(t, withTeam(t, nil)), demoDesk(t, withTeam(t, nil)), demoDesk(t, nil)
	busy.people.door, guessed.people.door = busySigner{}, tooManySigner{}
	local := func(d *Desk) *Desk { d.people.plain = true; return d }
	right := signInCall("ann", "pass-ann")
	without := right
	without.session = enter(t, nobody)
	return []exchange{
		{name: "sign in", call: right, desk: local(d), status: 200},
		{name: "sign in wrongly", call: signInCall("ann", "wrong"), desk: d, status: 403, code: codeWrongPassword},
		{name: "sign in with much", call: signInCall("ann", strings.Repeat("a", maxSignIn)), desk: d, status: 413, code: codeBodyTooLarge},
		{name: "sign in by a form", call: headed(right, "Content-Type", "text/plain"), desk: d, status: 415, code: codeContentType},
		{name: "sign in with no JSON", call: call{method: http.MethodPost, target: right.target, body: "a"}, desk: d, status: 400, code: codeNotJSON},
		{name: "sign in too often", call: right, desk: local(guessed), status: 429, code: codeTooManyAttempts},
		{name: "sign in in a crowd", call: right, desk: local(busy), status: 503, code: codeBusy},
		{name: "sign in where nobody does", call: without, desk: nobody, status: 404, code: codeNoPasswords},
		{name: "sign out", call: call{method: http.MethodPost, target: apiPath + "sign-out", body: "{}", session: signedIn(t, d, "bob")}, desk: d, status: 200},
		{name: "without encryption", call: call{target: apiPath + "session"}, desk: demoDesk(t, withTeam(t, nil)), status: 403, code: codeNotEncrypted},
		{name: "with a header from elsewhere", call: headed(call{target: apiPath + "session"}, "X-Forwarded-User", "ann"), desk: demoDesk(t, withTeam(t, behindProxy)), status: 403, code: codeUntrustedProxy},
	}
}

// TestPeopleConfig checks what fits together.
func TestPeopleConfig(t *testing.T) {
	for what, p := range map[string]*People{
		"nobody":               {},
		"a header of anybody":  {TrustHeader: "X-Forwarded-User"},
		"a proxy that is none": {Users: new(Users), TrustProxies: []string{"proxy.example"}},
		"everybody a proxy":    {TrustHeader: "X-Forwarded-User", TrustProxies: []string{"0.0.0.0/0"}},
		"a header that cannot": {TrustHeader: "Cookie", TrustProxies: []string{"10.0.0.7"}},
	} {
		if _, err := New(Config{Source: inMemory(""), People: p}); err == nil {
			t.Errorf("%s: no error", what)
		}
	}
	if _, err := New(Config{Source: inMemory(""), Gate: &fakeGate{}, People: &People{Users: new(Users)}}); err == nil {
		t.Error("a gate, and people")
	}
}
