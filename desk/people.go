package desk

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"strings"
	"sync/atomic"

	"nlgserver/desk/internal/people"
)

// People says who enters by name: with a password, or because a proxy says so.
type People struct {
	// Users are those who have a line in the file of users; nil for none.
	Users *Users
	// TrustHeader is the header in which a proxy names the user; empty for none.
	// TrustProxies are the addresses and networks of the proxies that may: requests with
	// the header from elsewhere are refused.
	TrustHeader  string
	TrustProxies []string
	// DefaultRole is the role of users whom nothing else gives one; empty means that they
	// are not users of this desk.
	DefaultRole Role
	// PlainHTTP allows connections of other machines that are not encrypted.
	PlainHTTP bool
}

// check rejects people nobody of whom could enter.
func (p *People) check() error {
	switch {
	case p.Users == nil && p.TrustHeader == "":
		return errors.New("desk: people need a file of users, or the header of a proxy")
	case p.TrustHeader != "" && len(p.TrustProxies) == 0:
		return errors.New("desk: the header of a proxy needs the addresses of the proxy")
	case p.DefaultRole != "" && !p.DefaultRole.may(Reader):
		return fmt.Errorf("desk: there is no role %q", p.DefaultRole)
	}
	_, err := p.proxy()
	return err
}

// proxy returns the proxy that is trusted; one with no addresses if there is none.
func (p *People) proxy() (*people.Proxy, error) {
	out := &people.Proxy{}
	var err error
	if p.TrustHeader != "" {
		if out.Header, err = CheckTrustHeader(p.TrustHeader); err != nil {
			return nil, err
		}
	}
	for _, text := range p.TrustProxies {
		network, err := people.ParseNetwork(text)
		if err != nil {
			return nil, fmt.Errorf("%q: %w", text, err)
		}
		out.From = append(out.From, network)
	}
	return out, nil
}

// CheckTrustHeader returns the name of a header for [People].TrustHeader as requests
// have it, or why it cannot be one.
func CheckTrustHeader(name string) (string, error) { return people.ParseHeader(name) }

// CheckTrustProxy returns why a text is no address and no network for
// [People].TrustProxies.
func CheckTrustProxy(text string) error {
	_, err := people.ParseNetwork(text)
	return err
}

// HashPassword returns the hash of a password for the file of [Users].
func HashPassword(password string) (string, error) { return people.Hash(password) }

// Users are the users of a file, which may change. Its methods are safe for concurrent
// use.
type Users struct{ list atomic.Pointer[people.List] }

// Set reads the file: NAME:HASH, as htpasswd -B writes it, and then :ROLE and :EMAIL. If
// it has errors, the users stay as they were. The warnings tell what is weak, and who
// has lost a role. Sessions of those who are gone or have another password end.
func (u *Users) Set(file string, data []byte) (warnings []string, err error) {
	list, weak, err := people.Parse(file, data)
	if err != nil {
		return nil, err
	}
	if list.Len() == 0 {
		return nil, fmt.Errorf("%s has no users: run htpasswd -B -C 12 %[1]s NAME, and write :publisher at the end of the line; without htpasswd, write NAME:HASH:publisher with the hash that nlgserver hash-password prints", file)
	}
	for _, one := range weak {
		warnings = append(warnings, one.String())
	}
	if was := u.list.Swap(list); was != nil {
		for _, name := range was.Without(list) {
			warnings = append(warnings, fmt.Sprintf("%s: %q has no role any more: htpasswd removes it when it sets a password; write it at the end of the line", file, name))
		}
	}
	return warnings, nil
}

// Passwords returns how many of the users have a password.
func (u *Users) Passwords() int { return u.now().Passwords() }

// now returns the users; nobody if there is no file.
func (u *Users) now() *people.List {
	if u != nil {
		if list := u.list.Load(); list != nil {
			return list
		}
	}
	return &people.List{}
}

// signer checks passwords.
type signer interface {
	SignIn(ctx context.Context, users *people.List, name, password string, from netip.Addr) (people.User, error)
}

// entrance is where people enter.
type entrance struct {
	users       *Users
	proxy       *people.Proxy
	door        signer
	register    *people.Register
	streams     *streams
	defaultRole Role
	plain       bool
	log         *slog.Logger
}

func newEntrance(cfg People, log *slog.Logger) *entrance {
	proxy, err := cfg.proxy()
	if err != nil {
		proxy = &people.Proxy{} // checked before
	}
	return &entrance{users: cfg.Users, proxy: proxy, door: people.NewDoor(), register: people.NewRegister(log), streams: &streams{of: map[string]int{}}, defaultRole: cfg.DefaultRole, plain: cfg.PlainHTTP, log: log}
}

// hasPasswords reports whether anybody can sign in.
func (e *entrance) hasPasswords() bool { return e.users.now().Passwords() > 0 }

// role returns what a user of the file, or somebody who is not in it, may do; empty if
// nothing.
func (e *entrance) role(u people.User) Role {
	if u.Role != "" {
		return Role(u.Role)
	}
	return e.defaultRole
}

// named returns the session of somebody whom a proxy names; nil without a role.
func (e *entrance) named(name string) *session {
	u, _ := e.users.now().Find(name)
	return e.session(name, u)
}

// signedIn returns the session of somebody who signed in as a user; nil if the user is
// not in the file any more, has another password, or has no role.
func (e *entrance) signedIn(user people.User) *session {
	// One look decides: the file may change.
	u, is := e.users.now().Find(user.Name)
	if !is || !u.SamePassword(user) {
		return nil
	}
	s := e.session(user.Name, u)
	if s != nil {
		s.signedIn = &user
	}
	return s
}

// session returns the session of somebody, and what the file says of them; nil without a
// role.
func (e *entrance) session(name string, u people.User) *session {
	role := e.role(u)
	if role == "" {
		return nil
	}
	email := u.Email
	if email == "" {
		email = people.EmailIn(name)
	}
	return &session{user: name, role: role, email: email}
}

// sessionOf returns the session of a request; nil if there is none. uses says that the
// request is a sign of life of its user.
func (d *Desk) sessionOf(r *http.Request, uses bool) *session {
	if d.people == nil {
		return d.sessions.find(r, uses)
	}
	// What the proxy says of this request counts, not what a cookie says.
	if name, err := d.people.proxy.Name(r); err != nil || name != "" {
		if err != nil || !d.people.proxy.Trusts(people.Remote(r)) {
			return nil // refused before
		}
		return d.people.named(name)
	}
	s := d.sessions.find(r, uses)
	if s == nil || s.signedIn == nil {
		return nil
	}
	// A file that has changed counts at once.
	now := d.people.signedIn(*s.signedIn)
	if now != nil {
		now.since, now.used = s.since, s.used
	}
	return now
}

// isEncrypted reports whether nobody between the browser and the desk can read what
// they say.
func (d *Desk) isEncrypted(r *http.Request) bool {
	if d.people == nil {
		return r.TLS != nil
	}
	return d.people.proxy.Encrypted(r)
}

// admits reports whether a request may come the way that it came; if not, it is
// refused.
func (d *Desk) admits(w http.ResponseWriter, r *http.Request) bool {
	if d.people == nil {
		return true
	}
	from := people.Remote(r)
	proxy := d.people.proxy
	trusted := proxy.Trusts(from)
	switch {
	case proxy.Names(r) && !trusted:
		// Not ignored: whoever believes to be somebody must learn that they are not.
		d.people.log.Debug("refused a request that names its user, and is not of a trusted proxy", "header", proxy.Header, "address", from)
		d.turnBack(w, r, codeUntrustedProxy, fmt.Sprintf("the header %s is only for the trusted proxy; this request came from %s", proxy.Header, from))
		return false
	case r.TLS == nil && !trusted && !from.IsLoopback() && !d.people.plain:
		words := "open the page by https"
		if len(proxy.From) > 0 {
			words = "open the page by the address of the proxy"
		}
		d.turnBack(w, r, codeNotEncrypted, words)
		return false
	case proxy.Exposed(r) && !d.people.plain:
		d.turnBack(w, r, codeNotEncrypted, "open the page by https; if you did, the proxy must say so, by X-Forwarded-Proto: https")
		return false
	}
	if _, err := proxy.Name(r); err != nil {
		d.turnBack(w, r, codeUntrustedProxy, err.Error())
		return false
	}
	return true
}

// turnBack refuses a request, to a person with a page if it is for one.
func (d *Desk) turnBack(w http.ResponseWriter, r *http.Request, c code, detail string) {
	if !wantsPage(r.Header) {
		refuse(w, c, detail)
		return
	}
	title := meanings[c].title
	notice(w, meanings[c].status, strings.ToUpper(title[:1])+title[1:], strings.ToUpper(detail[:1])+detail[1:]+".")
}

// refuseStranger refuses a request without a session, and says how to get one.
func (d *Desk) refuseStranger(w http.ResponseWriter, r *http.Request) {
	if d.people != nil {
		if name, err := d.people.proxy.Name(r); err == nil && name != "" {
			refuse(w, codeNotAUser, fmt.Sprintf("%q has no role here: ask whoever runs the desk", name))
			return
		}
	}
	how, words := d.howToEnter()
	p := problem{Code: codeNoSession, Detail: words, Enter: how}
	if how == enterByPassword {
		// Whoever may sign in must see to what. It is a name alone: where the content is
		// from, and all else of it, is for those who are in.
		p.Assistant = d.cfg.Title
	}
	tell(w, p)
}
