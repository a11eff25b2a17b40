package hub

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"nlgserver/release"
)

const (
	// maxWait is how long a request may wait for a change.
	maxWait = time.Minute
	// replyTime is how long a reply may take, beside the wait, and bodyTime how long a body
	// may; both get more for each byte, by leastRate.
	replyTime = 30 * time.Second
	bodyTime  = 30 * time.Second
	// leastRate is in bytes for each second.
	leastRate = 64 << 10
)

// request is one request to an assistant.
type request struct {
	http.ResponseWriter
	*http.Request
	h         *Handler
	assistant string
	// key is empty for a list.
	key string
	may right
}

// ServeHTTP serves one request.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	setDeadline(w, replyTime)
	head := w.Header()
	head.Set(headerHub, protocol)
	head.Set("Cache-Control", "no-cache")
	head.Set("X-Content-Type-Options", "nosniff")
	if p := h.route(w, r); p != nil {
		if p.Status == http.StatusUnauthorized {
			head.Set("WWW-Authenticate", `Bearer realm="nlgserver hub"`)
		}
		p.write(w)
	}
}

func (h *Handler) route(w http.ResponseWriter, r *http.Request) *problem {
	g := *h.grants.Load()
	if len(g) == 0 && !mayCall(r) {
		return fail(http.StatusForbidden, codeHostNotAllowed, "a hub without tokens answers only programs on its machine, at localhost or an IP address")
	}
	if r.URL.Path == healthPath {
		return allow(w, r, func() *problem { return nil }, http.MethodGet, http.MethodHead)
	}
	may := g.of(r)
	if may == noRight {
		return fail(http.StatusUnauthorized, codeUnauthorized, "the hub needs a token: Authorization: Bearer TOKEN")
	}
	if r.URL.Path == "/" {
		return allow(w, r, func() *problem { return h.index(w) }, http.MethodGet, http.MethodHead)
	}
	name, key, found := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	if !found || r.URL.RawPath != "" || release.CheckReplica(name) != nil {
		return fail(http.StatusNotFound, codeUnknownRoute, "a path is /ASSISTANT/KEY, or /ASSISTANT/?prefix=PREFIX; a name of an assistant has up to 63 of a to z, 0 to 9, dot, dash and underscore")
	}
	q := &request{ResponseWriter: w, Request: r, h: h, assistant: name, key: key, may: may}
	if key == "" {
		return allow(w, r, q.list, http.MethodGet, http.MethodHead)
	}
	if err := release.CheckKey(key); err != nil {
		return fail(http.StatusBadRequest, codeWrongKey, "%v", err)
	}
	switch r.Method {
	case http.MethodPut:
		return q.put()
	case http.MethodDelete:
		return q.delete()
	}
	return allow(w, r, q.get, http.MethodGet, http.MethodHead, http.MethodPut, http.MethodDelete)
}

// allow serves a request if its method is one of those.
func allow(w http.ResponseWriter, r *http.Request, serve func() *problem, methods ...string) *problem {
	if !slices.Contains(methods, r.Method) {
		w.Header().Set("Allow", strings.Join(methods, ", "))
		return fail(http.StatusMethodNotAllowed, codeMethodNotAllowed, "%q is not possible here", r.Method)
	}
	return serve()
}

// index lists the assistants.
func (h *Handler) index(w http.ResponseWriter) *problem {
	found, err := os.ReadDir(h.dir)
	if err != nil {
		return h.failed(err)
	}
	names := []string{}
	for _, e := range found {
		if e.IsDir() && release.CheckReplica(e.Name()) == nil {
			names = append(names, e.Name())
		}
	}
	return reply(w, map[string][]string{"assistants": names})
}

// reply writes a value as JSON.
func reply(w http.ResponseWriter, value any) *problem {
	body, err := json.Marshal(value)
	if err != nil {
		return fail(http.StatusInternalServerError, codeStore, "the reply cannot be written")
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)+1))
	_, _ = w.Write(append(body, '\n')) // the client has gone, or not
	return nil
}

// failed is for an error of a store. Its text names paths of this machine: they are for
// the log.
func (h *Handler) failed(err error) *problem {
	switch {
	case errors.Is(err, release.ErrNotFound):
		return fail(http.StatusNotFound, codeNotFound, "there is no such entry")
	case errors.Is(err, release.ErrChanged):
		return fail(http.StatusPreconditionFailed, codeChanged, "the entry was changed by somebody else")
	case errors.Is(err, errTooMany):
		return fail(http.StatusInsufficientStorage, codeAssistants, "the hub has %d assistants, the most that it can have", maxAssistants)
	}
	// A client that hangs up, or a hub that stops, is no fault of the store.
	if !errors.Is(err, context.Canceled) {
		h.log.Error("the store failed", "error", err)
	}
	return fail(http.StatusServiceUnavailable, codeStore, "the store of the hub failed; its log says why")
}
