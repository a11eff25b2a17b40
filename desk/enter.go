package desk

import (
	"net/http"

	"nlgserver/internal/hosts"
	"nlgserver/nlg"
)

// knowsHost reports whether the request may be sent to the name that it was sent to;
// if not, it is refused. Where credentials are required, no page of another name has
// them.
func (d *Desk) knowsHost(w http.ResponseWriter, r *http.Request) bool {
	if d.cfg.Gate != nil && d.cfg.Gate.Guarded() {
		return true
	}
	if d.known.Allows(r, hosts.TellsOrigin(r.Header)) {
		return true
	}
	hint := "use localhost or an IP address"
	if d.people != nil {
		hint += ", or start the desk with --allowed-host and this name"
	}
	refuse(w, codeHostNotAllowed, "the desk does not know its name \""+nlg.Shorten(r.Host)+"\"; "+hint)
	return false
}

// way is a way to get a session.
type way string

const (
	enterByLink     way = "link"
	enterByPassword way = "password"
	enterByProxy    way = "proxy"
	enterByPage     way = "page"
)

// wayOf returns how a user got in.
func (d *Desk) wayOf(s *session) way {
	switch {
	case d.keys != nil:
		return enterByLink
	case d.people == nil:
		return enterByPage
	case s.signedIn != nil:
		return enterByPassword
	default:
		return enterByProxy
	}
}

// howToEnter says how to get a session.
func (d *Desk) howToEnter() (how way, words string) {
	switch {
	case d.keys != nil:
		return enterByLink, "open a new link: press Enter in the terminal that runs the desk"
	case d.people == nil:
		return enterByPage, "load the page again"
	case d.people.hasPasswords():
		return enterByPassword, "sign in with your name and your password"
	default:
		return enterByProxy, "open the page by the address of the proxy, and sign in there"
	}
}

// openByKey lets the browser in that has the key.
func (d *Desk) openByKey(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodHead {
		return // only a look at the link must not use it up
	}
	key := r.URL.Query().Get("key")
	// One that is in already may follow an old link again.
	if d.sessionOf(r, true) != nil {
		d.keys.use(key)
		toPage(w)
		return
	}
	fits, tooMany := d.keys.use(key)
	switch {
	case fits:
		d.setCookie(w, r, d.sessions.begin(d.cfg.User, d.linkRole()))
		toPage(w)
	case tooMany:
		d.turnAway(w, r, codeTooManyAttempts)
	default:
		d.turnAway(w, r, codeWrongKey)
	}
}

// linkRole is the role of whoever opens a link: it comes from the terminal of whoever
// owns the files.
func (d *Desk) linkRole() Role {
	if d.cfg.ReadOnly {
		return Reader
	}
	return Publisher
}

// turnAway refuses a key that does not fit, to a person with a page.
func (d *Desk) turnAway(w http.ResponseWriter, r *http.Request, c code) {
	if !wantsPage(r.Header) {
		_, words := d.howToEnter()
		refuse(w, c, "a link works once; "+words)
		return
	}
	notice(w, meanings[c].status, "This link does not work any more",
		"A link to the desk works once, and only the newest one works. Press Enter in the terminal that runs the desk to get a new link.")
}

// toPage leads to the page, without anything secret in its address.
func toPage(w http.ResponseWriter) {
	w.Header().Set("Location", "/")
	w.WriteHeader(http.StatusSeeOther)
}

// showPage answers with the page. It contains nothing of the content, so with links it
// is for everyone: it says itself how to get in. A gate lets in who passes.
func (d *Desk) showPage(w http.ResponseWriter, r *http.Request) {
	if d.cfg.Gate != nil && !d.pass(w, r) {
		return
	}
	d.page().index.serve(w, r, "no-cache")
}

// letIn begins a session for a request that may pass the gate.
func (d *Desk) letIn(r *http.Request) (id string, ok bool) {
	if !d.cfg.Gate.Opens(r) {
		return "", false
	}
	id = d.sessions.begin(d.cfg.User, Reader)
	// All sessions end after the secrets have changed. This one may have begun after that,
	// by a secret that was withdrawn before.
	if !d.cfg.Gate.Opens(r) {
		d.sessions.end(id)
		return "", false
	}
	return id, true
}

// pass lets a browser in that may pass the gate, and reports whether to show it the
// page.
func (d *Desk) pass(w http.ResponseWriter, r *http.Request) bool {
	in := d.sessionOf(r, true) != nil
	if !in {
		id, ok := d.letIn(r)
		if !ok {
			if challenges := d.cfg.Gate.Challenges(); len(challenges) > 0 {
				w.Header()["Www-Authenticate"] = challenges
			}
			notice(w, http.StatusUnauthorized, "Sign in to see this page",
				"This server requires credentials. If it has a token for operators, add it to the address once, such as ?token=TOKEN: the page removes it from the address.")
			return false
		}
		d.setCookie(w, r, id)
	}
	if r.URL.RawQuery != "" {
		toPage(w) // a token does not stay in the address, the history, or a picture of the screen
		return false
	}
	return true
}
