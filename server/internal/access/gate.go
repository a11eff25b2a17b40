package access

import (
	"net/http"
	"sync/atomic"
)

// Gate holds keys that may change while requests are checked. The zero Gate and
// a nil *Gate let everyone pass.
type Gate struct{ keys atomic.Pointer[Keys] }

// Set replaces the keys; nil lets everyone pass.
func (g *Gate) Set(k *Keys) { g.keys.Store(k) }

// Guarded reports whether the gate requires credentials.
func (g *Gate) Guarded() bool { return g != nil && g.keys.Load() != nil }

// Opens reports whether the request may pass.
func (g *Gate) Opens(r *http.Request) bool { return g == nil || g.keys.Load().Open(r) }

// Challenges returns the values of the WWW-Authenticate header for a request
// that may not pass. The caller must not change them.
func (g *Gate) Challenges() []string {
	if k := g.keys.Load(); k != nil {
		return k.challenges
	}
	return nil
}
