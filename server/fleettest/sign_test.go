package fleettest

import (
	"strings"
	"testing"

	"nlgserver/release"
	"nlgserver/server"
)

// key is a key for signing, and what trusts it.
type key struct {
	sign   release.Signers
	public string
}

func newKey(t *testing.T, name string) key {
	t.Helper()
	private, public, err := release.NewKey(name)
	if err != nil {
		t.Fatal(err)
	}
	sign, err := release.ReadSigners([]byte(private))
	if err != nil {
		t.Fatal(err)
	}
	return key{sign, public}
}

func trust(t *testing.T, keys ...key) release.Trust {
	t.Helper()
	var texts [][]byte
	for _, k := range keys {
		texts = append(texts, []byte(k.public))
	}
	trusted, err := release.ReadTrust(texts...)
	if err != nil {
		t.Fatal(err)
	}
	return trusted
}

// refuses waits until a server says on what it says, and why it does not follow.
func (n *node) refuses(edition, reason string) {
	n.t.Helper()
	eventually(n.t, n.name+" refuses: "+reason, func() bool {
		n.says(edition)
		state := n.state()
		return len(state.Refused) > 0 && strings.Contains(state.Refused[0].Reason, reason)
	})
}

// TestFleetSigned checks a replica that trusts a key: it refuses a pointer that is unsigned,
// signed by another key, or older than what it has followed, and takes a rollback that is
// signed. While two keys are trusted, the new one takes the place of the old one.
func TestFleetSigned(t *testing.T) {
	ann, eve, next := newKey(t, "ann"), newKey(t, "eve"), newKey(t, "next")
	open := inMemory()
	store := open()
	trusts := func(keys ...key) func(*server.Options) {
		return func(o *server.Options) { o.Release.Trust = trust(t, keys...) }
	}
	n := follow(t, open, "a", trusts(ann, next))
	heard(t, store, 1)
	p := publisher(store)
	p.Sign, p.Trust = ann.sign, trust(t, ann, next)
	publish(t, p, "first")
	older, err := store.Get(t.Context(), release.LiveKey, "")
	if err != nil {
		t.Fatal(err)
	}
	publish(t, p, "second")
	whole, err := store.Get(t.Context(), release.LiveKey, "")
	if err != nil {
		t.Fatal(err)
	}
	live, _, err := release.ReadLive(t.Context(), store, p.Trust, "")
	if err != nil {
		t.Fatal(err)
	}
	forged := *live
	forged.Sequence, forged.Nonce, forged.Ref = live.Sequence+1, "forged", *live.Previous
	for what, sign := range map[string]release.Signers{"unsigned": {}, "signed by another": eve.sign} {
		data, err := release.Encode(&forged, sign)
		if err != nil {
			t.Fatal(err)
		}
		if err := store.Put(t.Context(), release.LiveKey, data); err != nil {
			t.Fatal(err)
		}
		t.Log(what)
		n.refuses("second", "what is live cannot be used")
		// Nobody who checks signatures builds on it.
		if _, err := p.Publish(t.Context(), bundle(t, "lost"), release.Release{}, 0); err == nil {
			t.Errorf("%s: published all the same", what)
		}
		if err := store.Put(t.Context(), release.LiveKey, whole.Data); err != nil {
			t.Fatal(err)
		}
		eventually(t, "it follows again", func() bool { return len(n.state().Refused) == 0 })
	}
	// A pointer that was signed once is played again.
	if err := store.Put(t.Context(), release.LiveKey, older.Data); err != nil {
		t.Fatal(err)
	}
	n.refuses("second", "it is older")
	if err := store.Put(t.Context(), release.LiveKey, whole.Data); err != nil {
		t.Fatal(err)
	}
	eventually(t, "it follows again", func() bool { return len(n.state().Refused) == 0 })
	// Somebody without the key cannot stage either.
	unsigned := publisher(store)
	if _, err := unsigned.Publish(t.Context(), bundle(t, "unsigned"), release.Release{}, 0); err == nil || !strings.Contains(err.Error(), "what is staged cannot be used") {
		t.Errorf("unsigned: %v", err)
	}
	n.says("second")
	if _, err := p.Rollback(t.Context(), 0, "back"); err != nil {
		t.Fatal(err)
	}
	n.says("first")
	p.Sign = next.sign
	publish(t, p, "third")
	n.says("third")
	// A server that trusts the new key alone takes what that has signed.
	young := follow(t, open, "b", trusts(next))
	young.comesToSay("third")
	checkHistory(t, store, p.Trust)
}
