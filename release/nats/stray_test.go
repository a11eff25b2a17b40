package nats_test

import (
	"encoding/base64"
	"testing"

	client "github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"nlgserver/release"
	"nlgserver/release/nats"
	"nlgserver/release/nats/natstest"
)

// TestStray checks that what somebody else has put into the streams of a store keeps nobody
// from listing it.
func TestStray(t *testing.T) {
	c := natstest.Start(t, 1)
	s := open(t, c.URL("a"), nats.Options{})
	for _, key := range []string{release.ReplicaKey("a"), release.RecordKey(1), bundleKey} {
		if err := s.Put(t.Context(), key, []byte("x")); err != nil {
			t.Fatal(err)
		}
	}
	nc, err := client.Connect("nats://" + c.Hosts())
	if err != nil {
		t.Fatal(err)
	}
	defer nc.Close()
	js, err := jetstream.New(nc)
	if err != nil {
		t.Fatal(err)
	}
	for _, subject := range []string{
		"$KV.nlg_replicas_a.replicas.NOT_A_NAME", "$KV.nlg_replicas_a.replicas.-a", "$KV.nlg_replicas_a.replicas", "$KV.nlg_replicas_a.other",
		"$KV.nlg_releases_a.releases.1", "$KV.nlg_releases_a.notes", "$KV.nlg_releases_a.moves.00000001.x",
		"$O.nlg_bundles_a.M.not-base64!", "$O.nlg_bundles_a.M." + base64.URLEncoding.EncodeToString([]byte("notes.txt")),
	} {
		if _, err := js.Publish(t.Context(), subject, []byte("{")); err != nil {
			t.Fatal(subject, err)
		}
	}
	entries, err := s.List(t.Context(), "")
	if err != nil || len(entries) != 3 || entries[0].Key != bundleKey || entries[1].Key != release.RecordKey(1) || entries[2].Key != release.ReplicaKey("a") {
		t.Errorf("%+v, %v", entries, err)
	}
}
