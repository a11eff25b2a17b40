package release

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// Past is a release, and what became of it.
type Past struct {
	Number int
	// Release is nil if it cannot be read or trusted; then Err says why.
	Release *Release
	Err     error
	// Moves are those that made it live or a canary, newest first; none if it never was.
	Moves []*Live
	// Live is set if it is live now, and Canary if it is the canary.
	Live, Canary bool
}

// ReadHistory returns releases, newest first: those with a number below before, which is 0
// for all, and at most limit of them, which is 0 for all too.
func ReadHistory(ctx context.Context, s Store, trust Trust, before, limit int) ([]Past, error) {
	entries, err := s.List(ctx, ReleasesPrefix)
	if err != nil {
		return nil, err
	}
	var past []Past
	for _, e := range slices.Backward(entries) {
		number := NumberOf(e.Key)
		if number == 0 || before > 0 && number >= before {
			continue
		}
		if limit > 0 && len(past) == limit {
			break
		}
		past = append(past, Past{Number: number})
	}
	if len(past) == 0 {
		return nil, nil
	}
	each(len(past), func(i int) {
		past[i].Release, past[i].Err = FetchRelease(ctx, s, trust, past[i].Number)
	})
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	moves, live, err := movesSince(ctx, s, trust, past[len(past)-1].Number)
	if err != nil {
		return nil, err
	}
	for i := range past {
		p := &past[i]
		for _, m := range moves {
			if m.Number == p.Number && m.Move != MoveCanary && m.Move != MoveAbort || m.Canary != nil && m.Canary.Number == p.Number {
				p.Moves = append(p.Moves, m)
			}
		}
		if live != nil {
			p.Live = live.Number == p.Number
			p.Canary = live.Canary != nil && live.Canary.Number == p.Number
		}
	}
	return past, nil
}

// ReadMoves returns all that was live, newest first, and first what is live. A move that
// cannot be trusted is left out: it may be signed by a key of long ago.
func ReadMoves(ctx context.Context, s Store, trust Trust) ([]*Live, error) {
	moves, _, err := movesSince(ctx, s, trust, 0)
	return moves, err
}

// movesSince returns the moves that may name a release of at least the number, newest
// first, and what is live, which is the first of them; nil for nothing.
func movesSince(ctx context.Context, s Store, trust Trust, number int) ([]*Live, *Live, error) {
	entries, err := s.List(ctx, MovesPrefix)
	if err != nil {
		return nil, nil, err
	}
	live, _, err := ReadLive(ctx, s, trust, "")
	if err != nil && !errors.Is(err, ErrNotFound) {
		return nil, nil, err
	}
	sequences := make([]int, 0, len(entries)+1)
	for _, e := range entries {
		sequences = append(sequences, NumberOf(e.Key))
	}
	var moves []*Live
	if live != nil {
		// What became history since it was listed is missing in the list, and live may be in it.
		last := 0
		if len(sequences) > 0 {
			last = sequences[len(sequences)-1]
		}
		for last++; last < live.Sequence; last++ {
			sequences = append(sequences, last)
		}
		sequences = slices.DeleteFunc(sequences, func(sequence int) bool { return sequence >= live.Sequence })
		moves = append(moves, live)
	}
	slices.Reverse(sequences)
	for page := range slices.Chunk(sequences, 4*abreast) {
		found := make([]*Live, len(page))
		failed := make([]error, len(page))
		each(len(page), func(i int) { found[i], failed[i] = readMove(ctx, s, trust, page[i]) })
		if err := errors.Join(failed...); err != nil {
			return nil, nil, err
		}
		for _, m := range found {
			if m == nil {
				continue
			}
			moves = append(moves, m)
			// Releases become live in the order of their numbers, before anything else is done
			// with them.
			if m.Move == MovePublish && m.Number < number || m.Move == MoveCanary && m.Canary != nil && m.Canary.Number < number {
				return moves, live, nil
			}
		}
	}
	return moves, live, nil
}

// readMove returns a move; nil if what is in its place is none, or cannot be trusted.
func readMove(ctx context.Context, s Store, trust Trust, sequence int) (*Live, error) {
	e, err := s.Get(ctx, MoveKey(sequence), "")
	if errors.Is(err, ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("move %d: %w", sequence, err)
	}
	m, err := Decode[Live](e.Data, trust)
	if err != nil || m.Sequence != sequence {
		return nil, nil //nolint:nilerr // the caller leaves it out
	}
	return m, nil
}
