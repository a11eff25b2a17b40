package desk

import (
	"bytes"
	"context"
	"crypto/tls"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"nlgserver/desk/internal/people"
	"nlgserver/desk/internal/workspace"
	"nlgserver/internal/contract"
)

// needed is which role each route needs; open for one that needs none. A route that is
// new must be added.
var needed = map[string]Role{
	"POST sign-in": open, "POST sign-out": Reader,
	"GET session": Reader, "GET content": Reader, "GET responses": Reader, "GET response": Reader, "GET recording": Reader, "GET events": Reader, "POST try": Reader, "GET file": Reader, "GET completions": Reader,
	"GET translations": Reader, "GET translations/coverage": Reader, "GET translations/export": Reader, "POST translations/import": Author,
	"GET draft": Author, "POST draft/steps": Author, "POST draft/undo": Author, "POST draft/redo": Author, "POST draft/discard": Author, "POST draft/revert": Author,
	"POST draft/resolve": Author, "POST draft/accept": Author, "POST draft/file": Author, "POST draft/restore": Author,
	"GET history": Author, "GET history/changes": Author, "POST publish": Publisher,
	"GET releases": Author, "GET releases/changes": Author, "POST releases/rollback": Publisher, "POST releases/promote": Publisher, "POST releases/abort": Publisher,
}

const open Role = "open"

// TestRoleOfEveryRoute sends a request to each documented route, signed out and in each
// role, and compares what it gets with a table that knows nothing of the code.
func TestRoleOfEveryRoute(t *testing.T) {
	o := teamOffice(t, withTeam(t, nil))
	agreed := contract.New(t)
	paths, _ := agreed.At("paths")
	seen := map[string]bool{}
	for path := range paths {
		operations, _ := agreed.At("paths", path)
		for method := range operations {
			if agreed.Tag(path, method) != "desk" {
				continue
			}
			what := strings.ToUpper(method) + " " + strings.TrimPrefix(path, apiPath)
			needs, listed := needed[what]
			if seen[what] = true; !listed {
				t.Errorf("%s: which role does it need? Add it to the table", what)
				continue
			}
			c := call{method: strings.ToUpper(method), target: path + queries[path], body: bodies[path]}
			if readsFile(path) {
				c = headed(c, "Content-Type", "application/octet-stream")
			}
			for name, role := range map[string]Role{"": "", "eve": Reader, "bob": Author, "ann": Publisher} {
				c.session = ""
				if name != "" {
					c.session = signedIn(t, o.desk, name)
				}
				r := c.request()
				r.RemoteAddr = loopback
				if strings.HasSuffix(path, "/events") {
					ctx, cancel := context.WithCancel(t.Context())
					cancel() // a stream has no other end
					r = r.WithContext(ctx)
				}
				w := httptest.NewRecorder()
				o.desk.ServeHTTP(w, r)
				got := codeIn(w)
				want := ""
				switch {
				case needs == open:
				case name == "":
					want = "401 no_session"
				case role == Reader && needs != Reader:
					want = "403 read_only"
				case role == Author && needs == Publisher:
					want = "403 not_publisher"
				}
				if want != "" && statusOf(w) != want || want == "" && (w.Code == 401 || got == string(codeReadOnly) || got == string(codeNotPublisher)) {
					t.Errorf("%s as %q: %d %s, want %q", what, role, w.Code, w.Body, want)
				}
			}
		}
	}
	for what := range needed {
		if !seen[what] {
			t.Errorf("%s is not documented", what)
		}
	}
}

// TestMay checks that a role that is none may nothing.
func TestMay(t *testing.T) {
	for i, role := range []Role{Reader, Author, Publisher} {
		for j, needs := range []Role{Reader, Author, Publisher} {
			if role.may(needs) != (i >= j) {
				t.Errorf("%s, %s", role, needs)
			}
		}
	}
	for _, role := range []Role{"", "admin", "Publisher", "none"} {
		if role.may(Reader) || role.may("") {
			t.Errorf("%q", role)
		}
	}
	users := new(Users)
	setUsers(t, users, teamFile(t))
	if _, err := New(Config{Source: inMemory(""), People: &People{Users: users, DefaultRole: "admin"}}); err == nil {
		t.Error("a default role that is none")
	}
}

// setRole gives a user of a file another role; empty removes the user.
func setRole(t *testing.T, users *Users, file, name string, role Role) {
	t.Helper()
	var out strings.Builder
	for line := range strings.Lines(file) {
		if fields := strings.Split(strings.TrimSpace(line), ":"); fields[0] == name {
			if line = ""; role != "" {
				line = fields[0] + ":" + fields[1] + ":" + string(role) + "\n"
			}
		}
		out.WriteString(line)
	}
	setUsers(t, users, out.String())
}

// TestStreamsFollow checks that a stream of events ends when its user signs out, and that
// whoever is removed, or loses a role, hears nothing more that they may not.
func TestStreamsFollow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		users, file := new(Users), teamFile(t)
		setUsers(t, users, file)
		s := &fakeSource{text: "1"}
		d := newDesk(t, s, func(c *Config) { c.People = &People{Users: users, DefaultRole: Reader} })
		d.content.open = new(fakeOpener).open
		begin := func(name string) (id string, w *streamed, over chan struct{}) {
			id = signedIn(t, d, name)
			w, over = &streamed{header: http.Header{}}, make(chan struct{})
			go func() {
				defer close(over)
				r := call{target: apiPath + "events", session: id}.request()
				r.RemoteAddr = loopback
				d.ServeHTTP(w, r)
			}()
			time.Sleep(2 * time.Second)
			if !strings.Contains(w.String(), `"version":"1"`) {
				t.Fatal(w)
			}
			return id, w, over
		}
		id, _, over := begin("ann")
		_, other, otherOver := begin("ann")
		if w := fromAddress(d, call{method: http.MethodPost, target: apiPath + "sign-out", session: id, body: "{}"}, loopback); w.Code != 200 {
			t.Fatal(w.Code, w.Body)
		}
		if !ended(over) {
			t.Error("the stream outlasts the sign-out")
		}
		if ended(otherOver) {
			t.Error("the stream of another window ended")
		}
		again := signInCall("eve", "pass-eve")
		var replaced chan struct{}
		again.session, _, replaced = begin("bob")
		if w := fromAddress(d, again, loopback); w.Code != 200 || !ended(replaced) {
			t.Error("the stream outlasts the session that another one replaces:", w.Code)
		}
		setRole(t, users, file, "ann", "")
		was := other.String()
		s.save("2")
		time.Sleep(2 * time.Second)
		if got := other.String(); got != was || !ended(otherOver) {
			t.Errorf("who was removed hears %q", got)
		}
		_ = d.Close()
	})
}

// TestStreamsEndWithRole checks that the stream of an author who becomes a reader ends, and
// tells nothing of the draft; and that of a reader who becomes an author, so that the page
// learns of it.
func TestStreamsEndWithRole(t *testing.T) {
	var users *Users
	o := teamOffice(t, withTeam(t, func(p *People) { users = p.Users }))
	file := teamFile(t)
	setUsers(t, users, file)
	for name, role := range map[string]Role{"bob": Reader, "eve": Author} {
		r := call{target: apiPath + "events", session: signedIn(t, o.desk, name)}.request()
		r.RemoteAddr = loopback
		// The stream has begun before the role was another.
		before := o.desk.sessionOf(r, false)
		setRole(t, users, file, name, role)
		w := &streamed{header: http.Header{}}
		if err := o.desk.events(&writer{ResponseWriter: w}, r, before); err != nil || w.String() != "" {
			t.Errorf("%s: %v, %q", name, err, w)
		}
	}
}

// TestHostCookie checks that over an encrypted connection the cookie is one that no page
// of another host can set, and that one which it can set is none.
func TestHostCookie(t *testing.T) {
	d := demoDesk(t, withTeam(t, behindProxy))
	from := func(c call, encrypted, proxied bool) *httptest.ResponseRecorder {
		r := c.request()
		if r.RemoteAddr = loopback; proxied {
			r.RemoteAddr = "10.0.0.7:1"
		}
		if encrypted && proxied {
			r.Header.Set("X-Forwarded-Proto", "https")
		} else if encrypted {
			r.TLS = &tls.ConnectionState{}
		}
		w := httptest.NewRecorder()
		d.ServeHTTP(w, r)
		return w
	}
	for _, proxied := range []bool{false, true} {
		w := from(signInCall("ann", "pass-ann"), true, proxied)
		cookies := w.Result().Cookies()
		if len(cookies) != 1 {
			t.Fatal(w.Code, w.Body)
		}
		c := cookies[0]
		if c.Name != "__Host-nlg_desk_5057" || !c.Secure || c.Path != "/" || c.Domain != "" || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode {
			t.Errorf("%+v", c)
		}
		session := call{target: apiPath + "session"}
		for name, want := range map[string]int{c.Name: 200, "nlg_desk_5057": 401, "nlg_desk": 401, "__Host-nlg_desk": 401} {
			if w := from(headed(session, "Cookie", name+"="+c.Value), true, proxied); w.Code != want {
				t.Errorf("%s: %d", name, w.Code)
			}
		}
		// Others of the plain name, by a page of a sibling host, do not crowd it out.
		planted := strings.Repeat("nlg_desk_5057=planted; ", 2*maxCookies)
		if w := from(headed(session, "Cookie", planted+c.Name+"="+c.Value), true, proxied); w.Code != 200 {
			t.Error(w.Code)
		}
		out := headed(call{method: http.MethodPost, target: apiPath + "sign-out", body: "{}"}, "Cookie", c.Name+"="+c.Value)
		if w := from(out, true, proxied); w.Code != 200 || w.Result().Cookies()[0].Name != c.Name || !w.Result().Cookies()[0].Secure || w.Result().Cookies()[0].MaxAge >= 0 {
			t.Error(w.Code, w.Header())
		}
		if w := from(headed(session, "Cookie", c.Name+"="+c.Value), true, proxied); w.Code != 401 {
			t.Error("after signing out:", w.Code)
		}
	}
}

// TestOwnSessions checks that signing in often signs only oneself out.
func TestOwnSessions(t *testing.T) {
	d := demoDesk(t, withTeam(t, nil))
	session := func(id string) int {
		return fromAddress(d, call{target: apiPath + "session", session: id}, loopback).Code
	}
	ann := signedIn(t, d, "ann")
	first, last := signedIn(t, d, "eve"), ""
	for range 2 * maxSessions {
		last = signedIn(t, d, "eve")
	}
	if session(ann) != 200 || session(last) != 200 || session(first) != 401 || len(d.sessions.byID) != 1+maxOwnSessions {
		t.Error(session(ann), session(last), session(first), len(d.sessions.byID))
	}
}

// TestOwnStreams checks that many windows of one user leave room for those of others, and
// that closing one makes room for another.
func TestOwnStreams(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, &fakeSource{text: "1"}, withTeam(t, nil))
		d.content.open = new(fakeOpener).open
		eve, ann := signedIn(t, d, "eve"), signedIn(t, d, "ann")
		begin := func(id string) (*streamed, context.CancelFunc) {
			ctx, leave := context.WithCancel(t.Context())
			w := &streamed{header: http.Header{}}
			r := call{target: apiPath + "events", session: id}.request().WithContext(ctx)
			r.RemoteAddr = loopback
			go d.ServeHTTP(w, r)
			synctest.Wait()
			return w, leave
		}
		w, leave := begin(eve)
		for range maxOwnStreams - 1 {
			begin(eve)
		}
		if full, _ := begin(eve); full.status != http.StatusServiceUnavailable || len(d.content.streams) != maxOwnStreams {
			t.Error(full.status, len(d.content.streams))
		}
		if other, _ := begin(ann); other.status != 0 || other.String() == "" {
			t.Error(other.status, other)
		}
		leave()
		synctest.Wait()
		if again, _ := begin(eve); again.status != 0 || w.status != 0 {
			t.Error(again.status, again)
		}
		_ = d.Close()
		synctest.Wait()
		if len(d.people.streams.of) != 0 {
			t.Error(d.people.streams.of)
		}
	})
}

// changing is a body during whose arrival something happens.
type changing struct {
	bytes.Reader
	change func()
}

func (c *changing) Read(b []byte) (int, error) {
	if c.change != nil {
		c.change()
		c.change = nil
	}
	return c.Reader.Read(b)
}

func (c *changing) Close() error { return nil }

// TestPublishWithLostRole checks that somebody who loses the role, or is removed, while
// the request arrives or the draft is checked, publishes nothing.
func TestPublishWithLostRole(t *testing.T) {
	for _, tt := range []struct {
		role Role
		want string
	}{{Author, "403 not_publisher"}, {Reader, "403 not_publisher"}, {"", "401 no_session"}, {Publisher, "200"}} {
		t.Run(string(tt.role), func(t *testing.T) {
			users, file := new(Users), teamFile(t)
			setUsers(t, users, file)
			o := teamOffice(t, func(c *Config) { c.People = &People{Users: users, DefaultRole: Reader} })
			id := signedIn(t, o.desk, "ann")
			step := call{method: http.MethodPost, target: apiPath + "draft/steps", body: setting("utter_bye", 2, "Goodbye", "Farewell"), session: id}
			if w := fromAddress(o.desk, step, loopback); w.Code != 200 {
				t.Fatal(w.Code, w.Body)
			}
			r := call{method: http.MethodPost, target: apiPath + "publish", body: "{}", session: id}.request()
			r.RemoteAddr = loopback
			r.Body = &changing{*bytes.NewReader([]byte(`{"override": "now"}`)), func() { setRole(t, users, file, "ann", tt.role) }}
			w := httptest.NewRecorder()
			o.desk.ServeHTTP(w, r)
			if got := statusOf(w); got != tt.want {
				t.Errorf("%s %s", got, w.Body)
			}
			if written := o.read("hello.yml") != hello; written != (tt.want == "200") {
				t.Error("written:", written)
			}
		})
	}
}

// TestNewAddressSigns checks that a publication has the address that the file has now, and
// not that of when the draft was opened.
func TestNewAddressSigns(t *testing.T) {
	users, file := new(Users), teamFile(t)
	setUsers(t, users, file)
	o := teamOffice(t, func(c *Config) { c.People = &People{Users: users, DefaultRole: Reader} })
	id := signedIn(t, o.desk, "ann")
	send := func(path, body string) {
		t.Helper()
		if w := fromAddress(o.desk, call{method: http.MethodPost, target: apiPath + path, body: body, session: id}, loopback); w.Code != 200 {
			t.Fatal(w.Code, w.Body)
		}
	}
	send("draft/steps", setting("utter_bye", 2, "Goodbye", "Farewell"))
	setUsers(t, users, strings.Replace(file, "ann@example.com", "ann.lee@example.org", 1))
	send("publish", `{"override": "now"}`)
	if got := o.git("log", "-1", "--format=%an <%ae>"); got != "ann <ann.lee@example.org>" {
		t.Error(got)
	}
	// A page that was open before knows the address of before.
	r := call{target: apiPath + "events", session: id}.request()
	r.RemoteAddr = loopback
	before := o.desk.sessionOf(r, false)
	setUsers(t, users, strings.Replace(file, "ann@example.com", "ann@example.net", 1))
	send("draft/steps", setting("utter_bye", 2, "Farewell", "Goodbye"))
	ctx, cancel := context.WithCancel(t.Context())
	cancel() // after the first event
	ws, err := o.desk.work.Of(o.desk.authorOf(o.desk.sessionOf(r, false)))
	if err != nil {
		t.Fatal(err)
	}
	_ = o.desk.events(&writer{ResponseWriter: &streamed{header: http.Header{}}}, r.WithContext(ctx), before)
	if _, err := ws.Publish(t.Context(), workspace.Publication{Message: "Again", Reason: "now", May: func() error { return nil }}); err != nil {
		t.Fatal(err)
	}
	if got := o.git("log", "-1", "--format=%an <%ae>"); got != "ann <ann@example.net>" {
		t.Error("a page that was open:", got)
	}
}

// TestExposed checks that a proxy that says that the browser's connection is not encrypted
// is believed: the password has been readable, and the session would be.
func TestExposed(t *testing.T) {
	for _, tt := range []struct {
		what, proto, client string
		change              func(*People)
		want                string
	}{
		{"not encrypted", "http", "192.0.2.9", nil, "403 not_encrypted"},
		{"in capitals", "HTTP", "192.0.2.9", nil, "403 not_encrypted"},
		{"encrypted between proxies only", "http, https", "192.0.2.9", nil, "403 not_encrypted"},
		{"a browser on the machine", "http", "127.0.0.1", nil, "200"},
		{"allowed", "http", "192.0.2.9", func(p *People) { p.PlainHTTP = true }, "200"},
		{"encrypted to the first proxy", "https, http", "192.0.2.9", nil, "200"},
		{"says nothing", "", "192.0.2.9", nil, "200"},
	} {
		d := demoDesk(t, withTeam(t, func(p *People) {
			p.TrustProxies = []string{"10.0.0.7"}
			if tt.change != nil {
				tt.change(p)
			}
		}))
		c := headed(signInCall("ann", "pass-ann"), "X-Forwarded-For", tt.client)
		if tt.proto != "" {
			c = headed(c, "X-Forwarded-Proto", tt.proto)
		}
		w := fromAddress(d, c, "10.0.0.7:1")
		if got := statusOf(w); got != tt.want {
			t.Errorf("%s: %s %s", tt.what, got, w.Body)
		}
		for _, cookie := range w.Result().Cookies() {
			if cookie.Secure != strings.HasPrefix(tt.proto, "https") {
				t.Errorf("%s: %+v", tt.what, cookie)
			}
		}
	}
}

// slowSigner lets in whom the door lets in, after something has happened.
type slowSigner struct {
	signer
	change func()
}

func (s slowSigner) SignIn(ctx context.Context, users *people.List, name, password string, from netip.Addr) (people.User, error) {
	user, err := s.signer.SignIn(ctx, users, name, password, from)
	s.change()
	return user, err
}

// TestRemovedWhileSigningIn checks that whoever is removed while the password is checked
// gets no session, not even that of somebody without a role.
func TestRemovedWhileSigningIn(t *testing.T) {
	users, file := new(Users), teamFile(t)
	setUsers(t, users, file)
	d := demoDesk(t, func(c *Config) { c.People = &People{Users: users, DefaultRole: Publisher} })
	for what, change := range map[string]func(){
		"removed":          func() { setRole(t, users, file, "eve", "") },
		"another password": func() { setUsers(t, users, teamFile(t)) },
	} {
		setUsers(t, users, file)
		d.people.door = slowSigner{people.NewDoor(), change}
		w := fromAddress(d, signInCall("eve", "pass-eve"), loopback)
		if w.Code != 403 || w.Header().Get("Set-Cookie") != "" {
			t.Errorf("%s: %d %s", what, w.Code, w.Body)
		}
	}
}

// TestOddNames takes names that a file or a proxy may have through everything that keeps
// or shows them: each has a draft of its own, inside of the state directory, and signs its
// commits, and none runs into another's.
func TestOddNames(t *testing.T) {
	o := teamOffice(t, withTeam(t, func(p *People) { behindProxy(p); p.DefaultRole = Publisher }))
	names := []string{
		"..", ".", "../ann", "a/b", `a\b`, "CON", "ANN", "Ann", "ann.", "-", "--all", "%2e%2e", "a%00b", "$(id)", "`id`", "' or 1=1", "ann\"", "Ann Lee",
		"\u1e9eo\u00eb", "zoe\u0308", "zo\u00eb", strings.Repeat("n", 255), strings.Repeat("n", 254) + "m", "Signed-off-by: ann", ";", "\"",
	}
	for i, name := range names {
		text := fmt.Sprintf("Bye %d", i)
		was := "Bye"
		if i > 0 {
			was = fmt.Sprintf("Bye %d", i-1)
		}
		o.refresh()
		send := func(path, body string) {
			t.Helper()
			w := fromAddress(o.desk, headed(call{method: http.MethodPost, target: apiPath + path, body: body}, "X-Forwarded-User", name), "10.0.0.7:1")
			if w.Code != 200 {
				t.Fatalf("%q, %s: %d %s", name, path, w.Code, w.Body)
			}
		}
		send("draft/steps", setting("utter_bye", 1, was, text))
		send("publish", `{"message": "Change it", "override": "now"}`)
		if got := o.git("log", "-1", "--format=%an|%ae|%cn"); !strings.HasPrefix(got, strings.Trim(name, " .,:;\"\\'")) && !strings.HasPrefix(got, "unknown|") || strings.Contains(got, "\n") {
			t.Errorf("%q: %q", name, got)
		}
	}
	if n := len(o.drafts()); n != len(names) {
		t.Errorf("%d drafts of %d authors", n, len(names))
	}
}
