package nats

import (
	"sync"
)

// Connections are those of a process: stores with the same servers and credentials use
// one. The zero Connections are ready to use.
type Connections struct {
	mu   sync.Mutex
	open map[way]*shared
}

// way is what two stores must have in common to use one connection.
type way struct {
	servers, user, secret        string
	creds, nkey, token           string
	ca, cert, key, inbox, client string
}

type shared struct {
	*connection
	users int
}

// take returns a connection, and a function that ends its use.
func (s *Connections) take(a address, o Options) (*connection, func(), error) {
	to := way{a.servers(), a.user, a.secret, o.Creds, o.NKey, o.Token, o.CA, o.Cert, o.Key, o.InboxPrefix, o.Name}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.open == nil {
		s.open = map[way]*shared{}
	}
	one := s.open[to]
	if one == nil {
		c, err := connect(a, o)
		if err != nil {
			return nil, nil, err
		}
		one = &shared{connection: c}
		s.open[to] = one
	}
	one.users++
	return one.connection, sync.OnceFunc(func() { s.leave(to, one) }), nil
}

func (s *Connections) leave(to way, one *shared) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if one.users--; one.users == 0 {
		delete(s.open, to)
		one.close()
	}
}
