package desk

import (
	"net/http"
	"slices"
	"strings"
)

const (
	apiPath  = "/api/desk/v1/"
	openPath = "/desk/open"
)

// route answers the requests for a path with a method. All but the page's own files
// need a session.
type route struct {
	serve func(w http.ResponseWriter, r *http.Request, s *session) error
	// needs is the role that a user must have at least; a reader if it is empty. On a desk
	// that is read-only, nobody may use a route that needs another.
	needs Role
	// open is set for the route by which somebody with a password gets a session: it
	// needs none.
	open bool
}

// table returns the routes of the API, by path and method. HEAD is GET.
func (d *Desk) table() map[string]map[string]route {
	get := func(serve func(http.ResponseWriter, *http.Request, *session) error) map[string]route {
		return map[string]route{http.MethodGet: {serve: serve}}
	}
	author := func(method string, serve func(http.ResponseWriter, *http.Request, *session) error) map[string]route {
		return map[string]route{method: {serve: serve, needs: Author}}
	}
	publisher := func(serve func(http.ResponseWriter, *http.Request, *session) error) map[string]route {
		return map[string]route{http.MethodPost: {serve: serve, needs: Publisher}}
	}
	return map[string]map[string]route{
		apiPath + "draft":             author(http.MethodGet, d.draft),
		apiPath + "draft/steps":       author(http.MethodPost, d.steps),
		apiPath + "draft/undo":        author(http.MethodPost, d.undo),
		apiPath + "draft/redo":        author(http.MethodPost, d.redo),
		apiPath + "draft/discard":     author(http.MethodPost, d.discard),
		apiPath + "draft/revert":      author(http.MethodPost, d.revert),
		apiPath + "draft/resolve":     author(http.MethodPost, d.resolve),
		apiPath + "draft/accept":      author(http.MethodPost, d.accept),
		apiPath + "draft/file":        author(http.MethodPost, d.editFile),
		apiPath + "draft/restore":     author(http.MethodPost, d.restore),
		apiPath + "publish":           publisher(d.publish),
		apiPath + "releases":          author(http.MethodGet, d.listReleases),
		apiPath + "releases/changes":  author(http.MethodGet, d.releaseChanges),
		apiPath + "releases/rollback": publisher(d.rollback),
		apiPath + "releases/promote":  publisher(d.promote),
		apiPath + "releases/abort":    publisher(d.abort),

		apiPath + "history":         author(http.MethodGet, d.history),
		apiPath + "history/changes": author(http.MethodGet, d.historyChanges),

		apiPath + "sign-in":  {http.MethodPost: {serve: d.signIn, open: true}},
		apiPath + "sign-out": {http.MethodPost: {serve: d.signOut}},

		apiPath + "completions": get(d.completions),

		apiPath + "session":   get(d.session),
		apiPath + "content":   get(d.summary),
		apiPath + "responses": get(d.list),
		apiPath + "response":  get(d.response),
		apiPath + "recording": get(d.recording),
		apiPath + "events":    get(d.events),
		apiPath + "file":      get(d.file),
		apiPath + "try":       {http.MethodPost: {serve: d.try}},

		apiPath + "translations":          get(d.translations),
		apiPath + "translations/coverage": get(d.translationCoverage),
		apiPath + "translations/export":   get(d.exportTranslations),
		apiPath + "translations/import":   author(http.MethodPost, d.importTranslations),
	}
}

// notPublisher says why an author cannot publish.
const notPublisher = "your role is author: ask a publisher to publish"

// route finds who answers a request.
func (d *Desk) route(w http.ResponseWriter, r *http.Request) {
	if !d.knowsHost(w, r) || !d.admits(w, r) {
		return
	}
	path := r.URL.Path
	switch {
	case strings.HasPrefix(path, apiPath):
		d.api(w, r)
	case path == "/":
		if reads(w, r) {
			d.showPage(w, r)
		}
	case path == openPath && d.keys != nil:
		if reads(w, r) {
			d.openByKey(w, r)
		}
	case strings.HasPrefix(path, assetsPath):
		if reads(w, r) {
			d.asset(w, r)
		}
	default:
		refuse(w, codeUnknownRoute, "the page is at /")
	}
}

// api answers the requests of the page.
func (d *Desk) api(w http.ResponseWriter, r *http.Request) {
	if d.isCrossOrigin(r) {
		refuse(w, codeCrossOrigin, "the desk allows no requests from other pages")
		return
	}
	methods := d.routes[r.URL.Path]
	var s *session
	if open := methods[r.Method].open && d.takesPasswords(); !open {
		if s = d.sessionOf(r, true); s == nil {
			d.refuseStranger(w, r)
			return
		}
		if s.isForAnother(r) {
			refuse(w, codeAnotherUser, "somebody else has signed in, in another window or at the proxy: load the page again")
			return
		}
	}
	if methods == nil {
		refuse(w, codeUnknownRoute, "the routes of the desk are described in /openapi.yaml")
		return
	}
	method := r.Method
	if method == http.MethodHead {
		method = http.MethodGet
	}
	one, ok := methods[method]
	if !ok {
		allow(w, methods)
		return
	}
	// What a user may do is decided here, not by what the page offers.
	if one.needs != "" && (d.cfg.ReadOnly || !s.role.may(Author)) {
		refuse(w, codeReadOnly, "this desk, or your role, is read-only")
		return
	}
	if one.needs != "" && !s.role.may(one.needs) {
		refuse(w, codeNotPublisher, notPublisher)
		return
	}
	if err := one.serve(w, r, s); err != nil {
		d.cfg.Log.Error("cannot answer a request of the desk", "path", r.URL.Path, "error", err)
		refuse(w, codeInternal, "see the log of the program")
	}
}

// isCrossOrigin reports whether a page of another origin sent the request. Pages at other
// ports of this machine are of the same site: their requests have our cookie.
func (d *Desk) isCrossOrigin(r *http.Request) bool {
	if site := r.Header.Get("Sec-Fetch-Site"); site != "" && site != "same-origin" && site != "none" {
		return true
	}
	// Without TLS, browsers do not tell other machines the site, but the origin. The
	// protection lets each GET pass; here even one opens content, or a stream.
	asked := *r
	asked.Method = http.MethodPost
	return d.protection.Check(&asked) != nil
}

// allow refuses a method that the path does not have.
func allow(w http.ResponseWriter, methods map[string]route) {
	var names []string
	for name := range methods {
		names = append(names, name)
		if name == http.MethodGet {
			names = append(names, http.MethodHead)
		}
	}
	slices.Sort(names)
	w.Header().Set("Allow", strings.Join(names, ", "))
	refuse(w, codeMethodNotAllowed, "use "+strings.Join(names, " or "))
}

// reads reports whether the request only reads; if not, it is refused.
func reads(w http.ResponseWriter, r *http.Request) bool {
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		return true
	}
	allow(w, map[string]route{http.MethodGet: {}})
	return false
}

// asset answers with a file of the page.
func (d *Desk) asset(w http.ResponseWriter, r *http.Request) {
	a := d.page().assets[strings.TrimPrefix(r.URL.Path, assetsPath)]
	if a == nil {
		refuse(w, codeUnknownRoute, "the page has no such file; reload it")
		return
	}
	// The name has a hash of the content.
	a.serve(w, r, "public, max-age=31536000, immutable")
}
