package s3

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"time"

	"nlgserver/release"
)

// DefaultPoll is how often a watch asks the storage.
const DefaultPoll = 2 * time.Second

// Options say how a storage is used.
type Options struct {
	// Poll is how often a watch asks the storage; zero means [DefaultPoll].
	Poll time.Duration
	// Keys are used instead of the credentials of the environment, if they are not nil.
	Keys *Keys
	// Transport sends the requests to the storage; nil means one of its own.
	Transport http.RoundTripper
	// OnStray is called, once for each, with what has the key of an entry and is too large
	// to be one; nil for nobody.
	OnStray func(error)
}

// Store is a [release.Store] in a bucket.
type Store struct {
	location   location
	client     *client
	credless   func() bool // whether no credentials were found
	poll       time.Duration
	transport  http.RoundTripper
	conditions conditions
	close      sync.Once
	closed     chan struct{}
	onStray    func(error)
	// strays are the keys of what was told to be no entry.
	strays sync.Map
}

var (
	_ release.Store  = (*Store)(nil)
	_ release.Poller = (*Store)(nil)
)

// Open reads an address, and returns the store that it names. It sends nothing: a storage
// that is away, or that refuses the caller, is an error of the first use.
func Open(_ context.Context, address string, o Options) (*Store, error) {
	l, err := readLocation(address)
	if err != nil {
		return nil, fmt.Errorf("cannot use the store: %w", err)
	}
	if l.region == "" {
		l.region, err = readRegion(firstOf(environment("AWS_REGION"), environment("AWS_DEFAULT_REGION"), l.namesRegion()))
		if err != nil {
			return nil, fmt.Errorf("cannot use the store: AWS_REGION: %w", err)
		}
	}
	s := &Store{location: l, poll: o.Poll, transport: o.Transport, conditions: newConditions(), closed: make(chan struct{}), onStray: o.OnStray}
	if s.poll <= 0 {
		s.poll = DefaultPoll
	}
	if s.transport == nil {
		s.transport = newTransport()
	}
	creds, credless := newCredentials(&l, o.Keys, environment)
	s.credless = credless
	s.client = newClient(&s.location, creds, &transport{base: s.transport, stall: stall})
	return s, nil
}

// String implements [release.Store].
func (s *Store) String() string { return s.location.String() }

// Close implements [release.Store]. Watches end with an error.
func (s *Store) Close() error {
	s.close.Do(func() { close(s.closed) })
	if t, ok := s.transport.(interface{ CloseIdleConnections() }); ok {
		t.CloseIdleConnections()
	}
	return nil
}

func firstOf(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}
