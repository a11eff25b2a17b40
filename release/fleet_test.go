package release_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"nlgserver/internal/content"
	"nlgserver/release"
	"nlgserver/release/memory"
)

// every is how often the replicas of the tests beat.
const every = 5 * time.Second

// bundle returns a bundle of one file.
func bundle(t testing.TB, text string) *release.Bundle {
	t.Helper()
	b, err := release.Pack([]content.File{{Path: "a.yml", Data: []byte(text)}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// manner is how a replica of the tests behaves.
type manner struct {
	// refuses is why it refuses what is staged, and refusesLive why what is live.
	refuses, refusesLive string
	// neverReady is set if it does not answer what is staged, and neverSays if it does not
	// follow what is live.
	neverReady, neverSays bool
	// ahead is the sequence of what it has followed before; 0 for nothing.
	ahead int
	// dies is set if it beats once, and never again.
	dies bool
	// takes is how long it takes to be ready.
	takes time.Duration
}

// begin runs a replica that only tells of itself, until the returned function is called.
func begin(t testing.TB, s release.Store, name string, m manner) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	var ended sync.WaitGroup
	changed := make(chan struct{}, 1)
	beat := release.Beat{Replica: name, Every: every, Sequence: m.ahead}
	tell := func() {
		data, err := release.Encode(&beat, release.Signers{})
		if err == nil {
			err = s.Put(ctx, release.ReplicaKey(name), data)
		}
		if err != nil && ctx.Err() == nil {
			t.Error(err)
		}
	}
	tell()
	if m.dies {
		return cancel
	}
	for _, key := range []string{release.LiveKey, release.StagedKey} {
		ended.Go(func() {
			_ = s.Watch(ctx, key, func() {
				select {
				case changed <- struct{}{}:
				default:
				}
			}, nil)
		})
	}
	ended.Go(func() {
		tick := time.NewTicker(every)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			case <-changed:
			}
			time.Sleep(m.takes)
			m.look(ctx, s, &beat)
			tell()
		}
	})
	return func() {
		cancel()
		ended.Wait()
	}
}

func (m manner) look(ctx context.Context, s release.Store, beat *release.Beat) {
	beat.Refusals, beat.Ready = nil, ""
	if staged, _, err := release.ReadStaged(ctx, s, release.Trust{}, ""); err == nil && staged.Nonce != "" {
		switch {
		case m.refuses != "":
			beat.Refusals = append(beat.Refusals, release.Refusal{Of: staged.Nonce, Reason: m.refuses})
		case !m.neverReady:
			beat.Ready = staged.Nonce
		}
	}
	live, _, err := release.ReadLive(ctx, s, release.Trust{}, "")
	switch {
	case err != nil:
	case m.refusesLive != "":
		beat.Refusals = append(beat.Refusals, release.Refusal{Of: live.Nonce, Reason: m.refusesLive})
	case !m.neverSays:
		beat.Sequence, beat.Says, beat.Canary = live.Sequence, live.Ref, nil
		if live.Canary != nil {
			beat.Canary = &live.Canary.Ref
		}
	}
}

// publish publishes a text, which must succeed.
func publish(t testing.TB, s release.Store, text string) *release.Release {
	t.Helper()
	p := release.Publisher{Store: s, By: "ann"}
	r, err := p.Publish(t.Context(), bundle(t, text), release.Release{Message: text}, 0)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return r
}

// live returns what is live.
func live(t testing.TB, s release.Store) *release.Live {
	t.Helper()
	l, _, err := release.ReadLive(t.Context(), s, release.Trust{}, "")
	if errors.Is(err, release.ErrNotFound) {
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// picture is what of a store must not change by what fails: what is live, the releases
// and the moves.
func picture(t testing.TB, s release.Store) string {
	t.Helper()
	text := ""
	for _, prefix := range []string{release.LiveKey, release.ReleasesPrefix, release.MovesPrefix} {
		if prefix == release.LiveKey {
			if e, err := s.Get(t.Context(), prefix, ""); err == nil {
				text += string(e.Data)
			}
			continue
		}
		entries, err := s.List(t.Context(), prefix)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			text += fmt.Sprintf("%s %s\n", e.Key, e.Revision)
		}
	}
	return text
}

// unstaged checks that nothing is staged.
func unstaged(t testing.TB, s release.Store) {
	t.Helper()
	if staged, _, err := release.ReadStaged(t.Context(), s, release.Trust{}, ""); err != nil || staged.Nonce != "" {
		t.Errorf("staged: %+v, %v", staged, err)
	}
}

// movesOf checks that the history has no gaps and no repetitions, and returns it as text.
func movesOf(t testing.TB, s release.Store) string {
	t.Helper()
	moves, err := release.ReadMoves(t.Context(), s, release.Trust{})
	if err != nil {
		t.Fatal(err)
	}
	text := ""
	for i, m := range moves {
		if want := len(moves) - i; m.Sequence != want {
			t.Errorf("move %d stands where move %d belongs", m.Sequence, want)
		}
		entry := fmt.Sprintf("%s %d", m.Move, m.Number)
		if m.Canary != nil {
			entry += fmt.Sprintf(" canary %d", m.Canary.Number)
		}
		if m.Previous != nil {
			entry += fmt.Sprintf(" before %d", m.Previous.Number)
		}
		text = entry + "\n" + text
		if _, err := release.FetchBundle(t.Context(), s, m.Ref); err != nil {
			t.Errorf("move %d: %v", m.Sequence, err)
		}
	}
	return text
}

func store() *memory.Store { return memory.New() }
