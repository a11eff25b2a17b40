package desk

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"nlgserver/internal/contract"
)

// TestForAnotherUser sends a request to each documented route that says for whom it
// speaks: signed in with a password, and behind a proxy. Those for another user than the
// one who is signed in are refused, whatever the role, and others are as without a word.
func TestForAnotherUser(t *testing.T) {
	o := teamOffice(t, withTeam(t, behindProxy))
	ann, bob := userID("ann"), userID("bob")
	agreed := contract.New(t)
	paths, _ := agreed.At("paths")
	routes := 0
	for path := range paths {
		operations, _ := agreed.At("paths", path)
		for method := range operations {
			if agreed.Tag(path, method) != "desk" {
				continue
			}
			routes++
			what := strings.ToUpper(method) + " " + strings.TrimPrefix(path, apiPath)
			c := call{method: strings.ToUpper(method), target: path + queries[path], body: bodies[path]}
			if needed[what] == open {
				c = signInCall("ann", "pass-ann") // wrong ones are counted
			}
			if readsFile(path) {
				c = headed(c, "Content-Type", "application/octet-stream")
			}
			for _, tt := range []struct {
				user    string
				speaks  []string
				refused bool
			}{
				{"ann", nil, false},
				{"ann", []string{""}, false},
				{"ann", []string{ann}, false},
				{"ann", []string{bob}, true},
				{"bob", []string{ann}, true},
				{"eve", []string{ann}, true},
				{"ann", []string{"ann"}, true}, // no id
				{"ann", []string{strings.ToUpper(ann)}, true},
				{"ann", []string{ann, bob}, true},
				{"ann", []string{ann + ", " + ann}, true},
			} {
				for _, proxied := range []bool{false, true} {
					c, remote := c, loopback
					if proxied {
						c, remote = headed(c, "X-Forwarded-User", tt.user), "10.0.0.7:1"
					} else {
						c.session = signedIn(t, o.desk, tt.user)
					}
					r := c.request()
					r.RemoteAddr = remote
					for _, id := range tt.speaks {
						r.Header.Add(forHeader, id)
					}
					if strings.HasSuffix(path, "/events") {
						ctx, cancel := context.WithCancel(t.Context())
						cancel() // a stream has no other end
						r = r.WithContext(ctx)
					}
					w := httptest.NewRecorder()
					o.desk.ServeHTTP(w, r)
					// Who signs in speaks for nobody yet.
					refused := tt.refused && needed[what] != open
					if got := statusOf(w) == "409 another_user"; got != refused || w.Code == http.StatusUnauthorized {
						t.Errorf("%s as %s, proxied %v, for %q: %d %s", what, tt.user, proxied, tt.speaks, w.Code, w.Body)
					}
					if proxied || !refused {
						continue
					}
					// The session of who is signed in goes on.
					if w := fromAddress(o.desk, call{target: apiPath + "session", session: c.session}, loopback); w.Code != http.StatusOK {
						t.Errorf("%s for %q ends the session of %s: %d %s", what, tt.speaks, tt.user, w.Code, w.Body)
					}
				}
			}
		}
	}
	if routes < len(needed) {
		t.Error("routes:", routes)
	}
}

// TestSpeaksFor checks that what a page sends after its user has become another one is in
// nobody's draft, and that the page of the user goes on as before with another session.
func TestSpeaksFor(t *testing.T) {
	o := teamOffice(t, withTeam(t, func(p *People) { behindProxy(p); p.DefaultRole = Author }))
	// Names need not be ASCII, as headers must be.
	const zoe, li = "Zoë", "李雷"
	as := func(name string, c call) *httptest.ResponseRecorder {
		return fromAddress(o.desk, headed(c, "X-Forwarded-User", name), "10.0.0.7:1")
	}
	var session struct {
		For string `json:"for"`
	}
	if err := json.Unmarshal(as(zoe, call{target: apiPath + "session"}).Body.Bytes(), &session); err != nil {
		t.Fatal(err)
	}
	if !regexp.MustCompile(`^[A-Za-z0-9_-]{22}$`).MatchString(session.For) {
		t.Errorf("in a header: %q", session.For)
	}
	o.refresh()
	step := headed(call{method: http.MethodPost, target: apiPath + "draft/steps", body: setting("utter_hi", 1, "Hello {name}", "Hi {name}")}, forHeader, session.For)
	if got := statusOf(as(li, step)); got != "409 another_user" {
		t.Error(got)
	}
	for _, name := range []string{zoe, li} {
		if w := as(name, call{target: apiPath + "draft"}); w.Code != 200 || !strings.Contains(w.Body.String(), `"changes":[]`) {
			t.Errorf("%s: %d %s", name, w.Code, w.Body)
		}
	}
	if w := as(zoe, step); w.Code != 200 {
		t.Error(w.Code, w.Body)
	}
	// The same user with a password, in one session and in the next.
	d := o.desk
	var ids []string
	for range 2 {
		w := fromAddress(d, signInCall("ann", "pass-ann"), loopback)
		if err := json.Unmarshal(w.Body.Bytes(), &session); err != nil {
			t.Fatal(err)
		}
		ids = append(ids, session.For)
	}
	if ids[0] != ids[1] || ids[0] == "" {
		t.Error("a page of ann's stays hers when she signs in again:", ids)
	}
}
