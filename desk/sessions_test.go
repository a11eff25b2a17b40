package desk

import (
	"crypto/tls"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// TestSessionsEnd checks how long a session lasts.
func TestSessionsEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSessions()
		used, unused := s.begin("ann", Reader), s.begin("ann", Reader)
		has := func(id string, uses bool) bool {
			return s.find((call{target: "/", session: id}).request(), uses) != nil
		}
		time.Sleep(sessionIdle - time.Second)
		if !has(used, true) || !has(unused, false) {
			t.Error("ended early")
		}
		time.Sleep(time.Second)
		if !has(used, true) || has(unused, false) {
			t.Error("a session that nobody uses lasts, or one that is used does not")
		}
		for range sessionLife/sessionIdle + 1 {
			time.Sleep(sessionIdle - time.Minute)
			has(used, true)
		}
		if has(used, true) {
			t.Error("a session lasts forever")
		}
		s.begin("ann", Reader)
		if len(s.byID) != 1 {
			t.Error("sessions that are over stay:", len(s.byID))
		}
	})
}

// TestManySessions checks that their number is bounded, and that those in use stay.
func TestManySessions(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSessions()
		mine := s.begin("ann", Reader)
		ids := map[string]bool{}
		for range 3 * maxSessions {
			time.Sleep(time.Second)
			if s.find((call{target: "/", session: mine}).request(), true) == nil {
				t.Fatal("the session in use gave way")
			}
			time.Sleep(time.Second)
			ids[s.begin("eve", Reader)] = true
		}
		if len(s.byID) != maxSessions || len(ids) != 3*maxSessions {
			t.Error(len(s.byID), len(ids))
		}
	})
}

// TestCookie checks the attributes of the cookie.
func TestCookie(t *testing.T) {
	d := demoDesk(t, nil)
	for _, encrypted := range []bool{false, true} {
		r := call{target: d.NewLink()}.request()
		if encrypted {
			r.TLS = &tls.ConnectionState{}
		}
		w := httptest.NewRecorder()
		d.ServeHTTP(w, r)
		c := w.Result().Cookies()[0]
		name := "nlg_desk_5057"
		if encrypted {
			name = "__Host-" + name // which no other host can set
		}
		if !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" || c.Secure != encrypted || len(c.Value) < 43 || c.Name != name {
			t.Errorf("%+v", c)
		}
	}
}

// TestTwoDesks checks that two desks on two ports of a host do not sign each other
// out: a browser sends cookies to all ports.
func TestTwoDesks(t *testing.T) {
	one, two := demoDesk(t, nil), demoDesk(t, func(c *Config) { c.User = "eve" })
	a, b := httptest.NewServer(one), httptest.NewServer(two)
	defer a.Close()
	defer b.Close()
	client := &http.Client{Jar: jar{}}
	get := func(url string) string {
		t.Helper()
		reply, err := client.Get(url)
		if err != nil {
			t.Fatal(err)
		}
		defer reply.Body.Close()
		text := new(strings.Builder)
		if err := reply.Write(text); err != nil || reply.StatusCode != 200 {
			t.Errorf("%s: %d, %v", url, reply.StatusCode, err)
		}
		return text.String()
	}
	get(a.URL + one.NewLink())
	get(b.URL + two.NewLink())
	for range 2 {
		if got := get(a.URL + apiPath + "session"); !strings.Contains(got, `"name":"ann"`) {
			t.Error(got)
		}
		if got := get(b.URL + apiPath + "session"); !strings.Contains(got, `"name":"eve"`) {
			t.Error(got)
		}
	}
	// The session of one is none at the other, by whatever name.
	for name, c := range client.Jar.(jar) {
		r := call{target: apiPath + "session"}.request()
		r.Host = strings.TrimPrefix(b.URL, "http://")
		r.AddCookie(&http.Cookie{Name: cookieName(r, r.TLS != nil), Value: c.Value})
		w := httptest.NewRecorder()
		two.ServeHTTP(w, r)
		if own := name == cookieName(r, r.TLS != nil); (w.Code == 200) != own {
			t.Errorf("%s: %d", name, w.Code)
		}
	}
}
