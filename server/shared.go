package server

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"weak"

	"nlgserver/internal/content"
	"nlgserver/nlg"
)

// compiled is a catalog and what it was compiled from.
type compiled struct {
	catalog *nlg.Catalog
	files   []nlg.File
}

// shared is the content in use, so that assistants that serve the same files in the
// same way compile them once and keep them once. It keeps none by itself.
type shared struct {
	mu    sync.Mutex
	byKey map[string]*sharing
}

// sharing is content that was compiled, or is being compiled.
type sharing struct {
	// done is closed when the rest is set.
	done  chan struct{}
	what  weak.Pointer[compiled]
	diags nlg.Diagnostics
}

// compiling compiles; it returns nil for content that is rejected.
type compiling func() (*compiled, nlg.Diagnostics, error)

// compile returns what work returns, or what is in use already with the key. Content
// that is rejected is not shared.
func (s *shared) compile(ctx context.Context, key string, work compiling) (*compiled, nlg.Diagnostics, error) {
	for {
		mine, others := s.begin(key)
		if mine != nil {
			return s.finish(key, mine, work)
		}
		select {
		case <-others.done:
		case <-ctx.Done():
			return nil, nil, ctx.Err()
		}
		if what := others.what.Value(); what != nil {
			return what, others.diags, nil
		}
	}
}

// begin returns a sharing to finish, or else one that somebody has begun and that may
// have ended with something.
func (s *shared) begin(key string) (mine, others *sharing) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sweep()
	if others = s.byKey[key]; others != nil {
		return nil, others
	}
	if s.byKey == nil {
		s.byKey = map[string]*sharing{}
	}
	mine = &sharing{done: make(chan struct{})}
	s.byKey[key] = mine
	return mine, nil
}

func (s *shared) finish(key string, mine *sharing, work compiling) (what *compiled, diags nlg.Diagnostics, err error) {
	defer func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		mine.diags = diags
		if what == nil {
			delete(s.byKey, key) // also after a panic: whoever waits tries it by itself
		} else {
			mine.what = weak.Make(what)
		}
		close(mine.done)
	}()
	return work()
}

// sweep forgets what nobody uses any more. The caller holds the lock.
func (s *shared) sweep() {
	for key, one := range s.byKey {
		select {
		case <-one.done:
			if one.what.Value() == nil {
				delete(s.byKey, key)
			}
		default:
		}
	}
}

// sharingKey returns the key of content that assistants may share; empty for none. Equal
// keys mean equal catalogs, also in the places that they name, and equal files.
func (s *assistant) sharingKey(files []nlg.File) string {
	if !s.app.several() || s.opts.EnvAllowed != nil || len(files) == 0 {
		return ""
	}
	var key strings.Builder
	fmt.Fprintf(&key, "%s %v %+v", content.Version(files), s.opts.Patterns, s.opts.Language)
	for _, f := range files {
		key.WriteByte(0)
		key.WriteString(f.Path)
	}
	return key.String()
}
