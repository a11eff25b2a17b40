package desk

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"net"
	"net/http"
	"sync"
	"time"

	"nlgserver/desk/internal/people"
)

const (
	// maxSessions is how many sessions there may be; the one that was used longest ago
	// gives way to a new one.
	maxSessions = 256
	// sessionIdle is how long a session lasts without a request, and sessionLife how
	// long it lasts at all.
	sessionIdle = 12 * time.Hour
	sessionLife = 7 * 24 * time.Hour
	// maxOwnSessions is how many of them one user may have who signs in with a password:
	// nobody signs others out by signing in often.
	maxOwnSessions = 16
	// secretBytes is the length of a session's id and of a key.
	secretBytes = 32
)

// session is what a browser that was let in may do.
type session struct {
	user string
	role Role
	// email is that of the user's commits; it may be empty.
	email string
	// signedIn is who signed in with a password; nil for who came in otherwise.
	signedIn    *people.User
	since, used time.Time
}

// sessions are those that last. They are found by the hash of their id, so that how
// long a search takes says nothing about the ids.
type sessions struct {
	// encrypted reports whether nobody can read a request on its way.
	encrypted func(*http.Request) bool

	mu   sync.Mutex
	byID map[[sha256.Size]byte]*session
}

func newSessions() *sessions {
	return &sessions{byID: map[[sha256.Size]byte]*session{}, encrypted: func(r *http.Request) bool { return r.TLS != nil }}
}

// begin begins a session and returns its id.
func (s *sessions) begin(user string, role Role) string {
	return s.start(session{user: user, role: role})
}

// start begins a session and returns its id.
func (s *sessions) start(one session) string {
	id, now := newSecret(), time.Now()
	one.since, one.used = now, now
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tidy(now)
	if one.signedIn != nil {
		s.tidyOf(one.user)
	}
	s.byID[sha256.Sum256([]byte(id))] = &one
	return id
}

// endOf ends the session of a request.
func (s *sessions) endOf(r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, cookie := range s.cookiesOf(r) {
		if i == maxCookies {
			return
		}
		delete(s.byID, sha256.Sum256([]byte(cookie.Value)))
	}
}

// tidy makes room for a session.
func (s *sessions) tidy(now time.Time) {
	var oldest [sha256.Size]byte
	var last time.Time
	for id, one := range s.byID {
		if one.over(now) {
			delete(s.byID, id)
			continue
		}
		if last.IsZero() || one.used.Before(last) {
			oldest, last = id, one.used
		}
	}
	if len(s.byID) >= maxSessions {
		delete(s.byID, oldest)
	}
}

// tidyOf makes room for a session of a user who signs in with a password.
func (s *sessions) tidyOf(user string) {
	var oldest [sha256.Size]byte
	var last time.Time
	n := 0
	for id, one := range s.byID {
		if one.signedIn == nil || one.user != user {
			continue
		}
		if n++; last.IsZero() || one.used.Before(last) {
			oldest, last = id, one.used
		}
	}
	if n >= maxOwnSessions {
		delete(s.byID, oldest)
	}
}

func (s *session) over(now time.Time) bool {
	return now.Sub(s.used) >= sessionIdle || now.Sub(s.since) >= sessionLife
}

// find returns a copy of the session of a request; nil if there is none. uses says
// that the request is a sign of life of its user.
func (s *sessions) find(r *http.Request, uses bool) *session {
	now := time.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	// Another page of this host, at another port, may have set a cookie of the same
	// name for a path: any of them may be ours.
	for i, cookie := range s.cookiesOf(r) {
		if i == maxCookies {
			return nil
		}
		one := s.byID[sha256.Sum256([]byte(cookie.Value))]
		if one == nil || one.over(now) {
			continue
		}
		if uses {
			one.used = now
		}
		found := *one
		return &found
	}
	return nil
}

// maxCookies is how many cookies of the session's name a request may have.
const maxCookies = 4

// end ends a session.
func (s *sessions) end(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.byID, sha256.Sum256([]byte(id)))
}

func (s *sessions) endAll() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.byID)
}

// cookiesOf returns the cookies of a request that may be those of a session.
func (s *sessions) cookiesOf(r *http.Request) []*http.Cookie {
	return r.CookiesNamed(cookieName(r, s.encrypted(r)))
}

// cookieName is the name of the cookie for a session. A browser sends cookies to
// all ports of a host: with the port in the name, two desks do not sign each other
// out. Over an encrypted connection, the prefix keeps a page of another host of the
// same domain, or one that is not encrypted, from setting it.
func cookieName(r *http.Request, encrypted bool) string {
	name := "nlg_desk"
	if _, port, err := net.SplitHostPort(r.Host); err == nil && port != "" {
		name += "_" + port
	}
	if encrypted {
		return "__Host-" + name
	}
	return name
}

// setCookie gives the browser its session; an empty id takes it away.
func (d *Desk) setCookie(w http.ResponseWriter, r *http.Request, id string) {
	encrypted := d.isEncrypted(r)
	cookie := &http.Cookie{
		Name: cookieName(r, encrypted), Value: id, Path: "/", MaxAge: int(sessionLife / time.Second),
		HttpOnly: true, Secure: encrypted, SameSite: http.SameSiteLaxMode,
	}
	if id == "" {
		cookie.MaxAge = -1
	}
	http.SetCookie(w, cookie)
}

// newSecret returns 256 random bits as text.
func newSecret() string {
	b := make([]byte, secretBytes)
	_, _ = rand.Read(b) // never fails: it ends the program instead
	return base64.RawURLEncoding.EncodeToString(b)
}
