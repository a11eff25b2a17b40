package nats_test

import (
	"errors"
	"testing"

	"github.com/nats-io/nats-server/v2/server"

	"nlgserver/release"
	"nlgserver/release/nats"
	"nlgserver/release/nats/natstest"
)

// accounts are a publisher and a replica, who may do what the documentation of the package
// lists.
func accounts(o *server.Options) {
	may := func(more ...string) *server.Permissions {
		for _, stream := range []string{"KV_nlg_releases_a", "KV_nlg_replicas_a", "OBJ_nlg_bundles_a"} {
			more = append(more, "$JS.API.STREAM.INFO."+stream, "$JS.API.STREAM.MSG.GET."+stream,
				"$JS.API.CONSUMER.CREATE."+stream+".>", "$JS.API.CONSUMER.DELETE."+stream+".>", "$JS.FC."+stream+".>")
		}
		return &server.Permissions{
			Publish:   &server.SubjectPermission{Allow: more},
			Subscribe: &server.SubjectPermission{Allow: []string{"_INBOX.>"}},
		}
	}
	o.Users = []*server.User{
		{Username: "publisher", Password: "p", Permissions: may(
			"$JS.API.STREAM.CREATE.KV_nlg_releases_a", "$JS.API.STREAM.CREATE.KV_nlg_replicas_a", "$JS.API.STREAM.CREATE.OBJ_nlg_bundles_a",
			"$JS.API.STREAM.PURGE.OBJ_nlg_bundles_a", "$KV.nlg_releases_a.>", "$O.nlg_bundles_a.>",
			// Not in the list: the test writes the beat of another replica by it.
			"$KV.nlg_replicas_a.>",
		)},
		{Username: "replica", Password: "r", Permissions: may("$KV.nlg_replicas_a.replicas.r1")},
	}
}

func TestPermissions(t *testing.T) {
	c := natstest.Start(t, 1, accounts)
	replica := open(t, "nats://replica:r@"+c.Hosts()+"/a", nats.Options{})
	publisher := open(t, "nats://publisher:p@"+c.Hosts()+"/a", nats.Options{})

	// Before there are buckets, it waits for them.
	if _, err := replica.Get(t.Context(), release.LiveKey, ""); !errors.Is(err, release.ErrNotFound) {
		t.Errorf("nothing is there: %v", err)
	}
	var forbidden *nats.ForbiddenError
	if err := replica.Put(t.Context(), release.ReplicaKey("r1"), []byte("x")); !errors.As(err, &forbidden) {
		t.Errorf("it may not make a bucket: %v", err)
	}
	f := follow(t, replica, release.LiveKey)
	everything := []string{release.LiveKey, release.ReplicaKey("r2"), release.BundleKey("00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff")}
	for _, key := range everything {
		if err := publisher.Put(t.Context(), key, []byte("one")); err != nil {
			t.Fatal(err)
		}
	}
	f.until(t, "one")
	for _, key := range everything {
		if e, err := replica.Get(t.Context(), key, ""); err != nil || string(e.Data) != "one" {
			t.Errorf("%s: %q, %v", key, e.Data, err)
		}
		if err := replica.Put(t.Context(), key, []byte("two")); !errors.As(err, &forbidden) {
			t.Errorf("it has written %s: %v", key, err)
		}
	}
	if list, err := replica.List(t.Context(), ""); err != nil || len(list) != len(everything) {
		t.Errorf("%v, %v", list, err)
	}
	if err := replica.Put(t.Context(), release.ReplicaKey("r1"), []byte("x")); err != nil {
		t.Errorf("its beat: %v", err)
	}
	if err := replica.Delete(t.Context(), release.ReplicaKey("r1")); err != nil {
		t.Errorf("the end of its beat: %v", err)
	}
	if err := publisher.Put(t.Context(), release.LiveKey, []byte("two")); err != nil {
		t.Fatal(err)
	}
	f.until(t, "two")
}
