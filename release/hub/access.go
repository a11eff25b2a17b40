package hub

import (
	"crypto/sha256"
	"errors"
	"net/http"
	"strings"
)

// Access says who may do what. Each token is a bearer token; several of a kind are for
// rotation. Without any, everybody who reaches the hub may do everything.
type Access struct {
	// Publish tokens may do everything.
	Publish []string
	// Read tokens may read everything, and write and delete the entries of replicas.
	Read []string
}

// least is the length of the shortest token.
const leastToken = 16

// grants are the digests of tokens, so that comparing tells nothing of them.
type grants map[[sha256.Size]byte]right

// right is what somebody may do.
type right int

const (
	noRight right = iota
	mayRead
	mayPublish
)

func (a Access) compile() (grants, error) {
	g := grants{}
	for _, tokens := range []struct {
		list []string
		may  right
	}{{a.Read, mayRead}, {a.Publish, mayPublish}} {
		for _, token := range tokens.list {
			if len(token) < leastToken || strings.ContainsFunc(token, func(r rune) bool { return r <= ' ' || r > '~' }) {
				return nil, errors.New("a token must have at least 16 characters, all of them ASCII, and no spaces")
			}
			digest := sha256.Sum256([]byte(token))
			if have := g[digest]; have != noRight && have != tokens.may {
				return nil, errors.New("a token for reading must not be one for publishing too")
			}
			g[digest] = tokens.may
		}
	}
	return g, nil
}

// of returns what the sender of a request may do.
func (g grants) of(r *http.Request) right {
	if len(g) == 0 {
		return mayPublish
	}
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return noRight
	}
	return g[sha256.Sum256([]byte(strings.TrimSpace(token)))]
}
