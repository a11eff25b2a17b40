package regex

import (
	"sync"
	"time"

	"github.com/dlclark/regexp2"

	"nlgserver/internal/python"
)

// Timeout is how long the backtracking engine may try, give or take as much
// again: it reads a clock that moves every few milliseconds.
const Timeout = 10 * time.Millisecond

const (
	// tries is how often a search that ran out of time is made. On a busy
	// machine the engine's clock may stop and then leap, which ends
	// even a short search.
	tries = 2
	// clockTick is how often the engine's clock moves.
	clockTick = Timeout / tries / 2
)

// setClock makes the backtracking engine's clock fine enough for Timeout:
// unless told otherwise it moves every 100 ms. The setting is the engine's own
// and must be made once, before its first search.
var setClock = sync.OnceFunc(func() { regexp2.SetTimeoutCheckPeriod(clockTick) })

// slowSearcher runs a pattern on the backtracking engine.
type slowSearcher struct{ engine *regexp2.Regexp }

func newSlowSearcher(root *node, captures bool) (*slowSearcher, error) {
	setClock()
	engine, err := regexp2.Compile(write(root, true, captures), regexp2.None)
	if err != nil {
		return nil, err
	}
	engine.MatchTimeout = Timeout / tries
	return &slowSearcher{engine}, nil
}

func (s *slowSearcher) search(text string) (bool, error) {
	runes := make([]rune, 0, len(text))
	for i := 0; i < len(text); {
		r, size := python.DecodeRune(text[i:])
		runes = append(runes, r)
		i += size
	}
	for range tries {
		// Running out of time is the only error that a search has.
		if found, err := s.engine.MatchRunes(runes); err == nil {
			return found, nil
		}
	}
	return false, ErrTimeout
}
