package access

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"net/http"
	"slices"
	"strings"
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

// Keys are secrets that are ready to be compared. A nil *Keys lets everyone
// pass.
//
// A request may pass if it has one of the tokens, or one of the pairs for basic
// authentication, and each required header with one of its values.
type Keys struct {
	tokenName     string
	tokens, pairs []digest
	headers       []header
	// challenges are the values of WWW-Authenticate.
	challenges []string
}

type digest [sha256.Size]byte

// header is a required header.
type header struct {
	name   string
	values []digest
}

// New returns the keys for the secrets, nil if there are none. tokenName is the
// query parameter that holds a token; empty means [DefaultTokenName].
func New(tokenName string, s Secrets) (*Keys, error) {
	if s.empty() {
		return nil, nil
	}
	k := &Keys{tokenName: tokenName}
	if k.tokenName == "" {
		k.tokenName = DefaultTokenName
	}
	if !isToken(k.tokenName) || strings.ContainsAny(k.tokenName, "&%+#") {
		return nil, errors.New("the token name must be usable as a query parameter: letters, digits, - and _")
	}
	for _, token := range s.Tokens {
		if err := checkSecret("token", token); err != nil {
			return nil, err
		}
		k.tokens = append(k.tokens, digestOf(token))
	}
	for _, pair := range s.BasicAuth {
		if err := checkBasic(pair); err != nil {
			return nil, err
		}
		k.pairs = append(k.pairs, digestOf(base64.StdEncoding.EncodeToString([]byte(pair))))
		if other, ok := latin1(pair); ok {
			k.pairs = append(k.pairs, digestOf(base64.StdEncoding.EncodeToString([]byte(other))))
		}
	}
	for _, line := range s.Headers {
		name, value, err := cutHeader(line)
		if err != nil {
			return nil, err
		}
		k.require(name, digestOf(value))
	}
	k.challenges = k.makeChallenges()
	return k, nil
}

func (k *Keys) require(name string, value digest) {
	i := slices.IndexFunc(k.headers, func(h header) bool { return h.name == name })
	if i < 0 {
		i = len(k.headers)
		k.headers = append(k.headers, header{name: name})
	}
	k.headers[i].values = append(k.headers[i].values, value)
}

// makeChallenges names the schemes that a client may try. The standard requires
// at least one, and has none for custom headers.
func (k *Keys) makeChallenges() []string {
	var out []string
	if len(k.tokens) > 0 || len(k.pairs) == 0 {
		out = append(out, `Bearer realm="nlgserver"`)
	}
	if len(k.pairs) > 0 {
		out = append(out, `Basic realm="nlgserver", charset="UTF-8"`)
	}
	return out
}

// Open reports whether the request may pass. It compares every configured kind
// of secret, whichever matches first.
func (k *Keys) Open(r *http.Request) bool {
	if k == nil {
		return true
	}
	credentials := 0
	if len(k.tokens)+len(k.pairs) == 0 {
		credentials = 1
	}
	scheme, secret := authorization(r.Header)
	if len(k.tokens) > 0 {
		if strings.EqualFold(scheme, "Bearer") {
			credentials |= match(digestOf(secret), k.tokens)
		}
		if d, ok := parameter(r.URL.RawQuery, k.tokenName); ok {
			credentials |= match(d, k.tokens)
		}
	}
	if len(k.pairs) > 0 && strings.EqualFold(scheme, "Basic") {
		credentials |= match(digestOf(secret), k.pairs)
	}
	return credentials&k.hasHeaders(r.Header) == 1
}

func (k *Keys) hasHeaders(h http.Header) int {
	all := 1
	for i := range k.headers {
		want, found := &k.headers[i], 0
		if got := h[want.name]; len(got) == 1 {
			found = match(digestOf(got[0]), want.values)
		}
		all &= found
	}
	return all
}

// match returns 1 if the digest is among the given ones, else 0.
func match(d digest, among []digest) int {
	found := 0
	for i := range among {
		found |= subtle.ConstantTimeCompare(d[:], among[i][:])
	}
	return found
}

// authorization returns the two parts of the header Authorization.
func authorization(h http.Header) (scheme, secret string) {
	got := h["Authorization"]
	if len(got) != 1 {
		return "", ""
	}
	scheme, secret, _ = strings.Cut(got[0], " ")
	return scheme, strings.TrimLeft(secret, " ")
}

// digestOf hashes a secret without copying it to the heap. A string that is too
// long to be a secret gives a digest that no secret has.
func digestOf(secret string) digest {
	var buf [maxSecret]byte
	if len(secret) > len(buf) {
		return digest{}
	}
	return sha256.Sum256(buf[:copy(buf[:], secret)])
}
