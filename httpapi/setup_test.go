package httpapi

import (
	"sync"
	"testing"

	"nlgserver/nlg"
)

// setup is a server with one assistant. Its fields are those of both; where both have
// one, that of the server.
type setup struct {
	Config
	assistantOf
}

type assistantOf struct{ Assistant }

// of returns a server with the catalog.
func of(catalog *nlg.Catalog) *setup {
	s := &setup{}
	s.Catalog, s.Rand = func() *nlg.Catalog { return catalog }, first{}
	return s
}

// config returns what the routes are made of. One gate guards both kinds of routes
// unless there are two, and one meter counts everything.
func (s *setup) config() Config {
	cfg := s.Config
	s.Name = "default"
	only := OneAssistant(&s.Assistant)
	if cfg.Assistants == nil {
		cfg.Assistants = func() *Assistants { return only }
	}
	if cfg.AdminAccess == nil {
		cfg.AdminAccess = s.Access
	}
	cfg.Refused, cfg.Panicked = s.Meter.Refused, s.Meter.Panicked
	return cfg
}

// TestMadeAtOnce makes servers at the same time: they share gin's mode. The race detector fails
// it if they set it.
func TestMadeAtOnce(t *testing.T) {
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() { serverOf(t, nil) })
	}
	group.Wait()
}
