package release_test

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"

	"nlgserver/release"
)

// TestMoves walks through all moves.
func TestMoves(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := store()
		for _, name := range []string{"a", "b"} {
			defer begin(t, s, name, manner{})()
		}
		p := release.Publisher{Store: s, By: "ann"}
		canary := func(text string) {
			t.Helper()
			if _, err := p.Publish(t.Context(), bundle(t, text), release.Release{}, 10); err != nil {
				t.Fatal(err)
			}
		}
		do := func(l *release.Live, err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
			if now := live(t, s); now.Nonce != l.Nonce {
				t.Errorf("%+v is live instead of %+v", now, l)
			}
		}
		refused := func(l *release.Live, err error) string {
			t.Helper()
			if l != nil || err == nil {
				t.Fatalf("%+v, %v", l, err)
			}
			return err.Error()
		}
		if _, err := p.Rollback(t.Context(), 0, ""); !errors.Is(err, release.ErrNothingLive) {
			t.Error(err)
		}
		if _, err := p.Publish(t.Context(), bundle(t, "x"), release.Release{}, 10); !errors.Is(err, release.ErrNothingLive) {
			t.Error(err)
		}
		publish(t, s, "1")
		if _, err := p.Rollback(t.Context(), 0, ""); !errors.Is(err, release.ErrNoFormer) {
			t.Error(err)
		}
		publish(t, s, "2")
		publish(t, s, "3")
		do(p.Rollback(t.Context(), 0, "")) // to 2
		do(p.Rollback(t.Context(), 0, "")) // and further, to 1
		do(p.Rollback(t.Context(), 3, "")) // and forward again
		if text := refused(p.Rollback(t.Context(), 3, "")); text != "release 3 is live already" {
			t.Error(text)
		}
		if _, err := p.Rollback(t.Context(), 9, ""); !errors.Is(err, release.ErrNotFound) {
			t.Error(err)
		}
		canary("4")
		do(p.Abort(t.Context(), ""))
		if _, err := p.Abort(t.Context(), ""); !errors.Is(err, release.ErrNoCanary) {
			t.Error(err)
		}
		if _, err := p.Promote(t.Context(), ""); !errors.Is(err, release.ErrNoCanary) {
			t.Error(err)
		}
		if text := refused(p.Rollback(t.Context(), 4, "")); !strings.Contains(text, "never live") {
			t.Error(text)
		}
		canary("5")
		do(p.Promote(t.Context(), ""))
		canary("6")
		do(p.Rollback(t.Context(), 0, "")) // the canary ends, 5 stays
		canary("7")
		do(p.Rollback(t.Context(), 1, ""))
		want := `publish 1
publish 2 before 1
publish 3 before 2
rollback 2 before 1
rollback 1
rollback 3 before 2
canary 3 canary 4 before 2
abort 3 before 2
canary 3 canary 5 before 2
promote 5 before 3
canary 5 canary 6 before 3
rollback 5 before 3
canary 5 canary 7 before 3
rollback 1
`
		if got := movesOf(t, s); got != want {
			t.Errorf("history %s", got)
		}
		historyByRelease(t, s)
	})
}

func historyByRelease(t *testing.T, s release.Store) {
	t.Helper()
	all, err := release.ReadHistory(t.Context(), s, release.Trust{}, 0, 0)
	if err != nil || len(all) != 7 {
		t.Fatalf("%+v, %v", all, err)
	}
	for i, want := range []string{
		"7: canary", "6: canary", "5: rollback promote canary", "4: canary", "3: rollback publish", "2: rollback publish", "1: rollback rollback publish (live)",
	} {
		if got := told(all[i]); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
	some, err := release.ReadHistory(t.Context(), s, release.Trust{}, 5, 2)
	if err != nil || len(some) != 2 || told(some[0]) != told(all[3]) || told(some[1]) != told(all[4]) {
		t.Errorf("%+v, %v", some, err)
	}
}

func told(p release.Past) string {
	text := ""
	for _, m := range p.Moves {
		text += " " + string(m.Move)
	}
	if p.Live {
		text += " (live)"
	}
	return string(rune('0'+p.Number)) + ":" + text
}
