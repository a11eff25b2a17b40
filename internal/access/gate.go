package access

import (
	"net/http"
	"sync/atomic"
)

// Gate is a door whose keys may be changed while requests pass it. The zero
// Gate and a nil *Gate are open.
type Gate struct{ keys atomic.Pointer[Keys] }

// Set changes the keys; nil opens the gate to everyone.
func (g *Gate) Set(k *Keys) { g.keys.Store(k) }

// Guarded reports whether the gate asks for a secret.
func (g *Gate) Guarded() bool { return g != nil && g.keys.Load() != nil }

// Opens reports whether the request may pass.
func (g *Gate) Opens(r *http.Request) bool { return g == nil || g.keys.Load().Open(r) }

// Challenges returns the values of the WWW-Authenticate header for those who
// may not; they must not be changed.
func (g *Gate) Challenges() []string {
	if k := g.keys.Load(); k != nil {
		return k.challenges
	}
	return nil
}
