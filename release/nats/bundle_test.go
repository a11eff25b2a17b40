package nats_test

import (
	"bytes"
	"context"
	"errors"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	client "github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"nlgserver/release"
	"nlgserver/release/nats"
	"nlgserver/release/nats/natstest"
)

var bundleKey = release.BundleKey(strings.Repeat("0f", 32))

// TestBundle checks a bundle of 64 MiB: it is there once, also if it is put twice, and other
// programs find it as an object.
func TestBundle(t *testing.T) {
	c := natstest.Start(t, 1)
	s := open(t, c.URL("a"), nats.Options{})
	data := make([]byte, 64<<20+1)
	_, _ = rand.NewChaCha8([32]byte{1}).Read(data)
	bucket := objects(t, c)
	for range 2 {
		if err := s.Put(t.Context(), bundleKey, data); err != nil {
			t.Fatal(err)
		}
		status, err := bucket().Status(t.Context())
		if err != nil || status.Size() > uint64(len(data))*11/10 {
			t.Errorf("the bundle is there more than once: %v", err)
		}
	}
	e, err := open(t, c.URL("a"), nats.Options{}).Get(t.Context(), bundleKey, "")
	if err != nil || !bytes.Equal(e.Data, data) {
		t.Fatalf("%d bytes, %v", len(e.Data), err)
	}
	patient, cancel := context.WithTimeout(t.Context(), 2*time.Minute) // the library's own time is short
	defer cancel()
	got, err := bucket().GetBytes(patient, strings.TrimPrefix(bundleKey, release.BundlesPrefix))
	if err != nil || !bytes.Equal(got, data) {
		t.Errorf("as an object: %d bytes, %v", len(got), err)
	}
	if err := s.Delete(t.Context(), bundleKey); err != nil {
		t.Fatal(err)
	}
	if status, err := bucket().Status(t.Context()); err != nil || status.Size() > 1<<20 {
		t.Errorf("it is deleted, and its bytes are still there: %v", err)
	}
}

// objects returns a function that opens the bucket of bundles as other programs do.
func objects(t *testing.T, c *natstest.Cluster) func() jetstream.ObjectStore {
	t.Helper()
	nc, err := client.Connect("nats://" + c.Hosts())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(nc.Close)
	js, err := jetstream.New(nc)
	if err != nil {
		t.Fatal(err)
	}
	return func() jetstream.ObjectStore {
		t.Helper()
		bucket, err := js.ObjectStore(t.Context(), "nlg_bundles_a")
		if err != nil {
			t.Fatal(err)
		}
		return bucket
	}
}

// TestPartialBundle checks that a publisher who ended in the middle leaves no bundle, and that
// one whose bytes were changed is not taken.
func TestPartialBundle(t *testing.T) {
	c := natstest.Start(t, 1)
	s := open(t, c.URL("a"), nats.Options{})
	if err := s.Put(t.Context(), release.BundleKey(strings.Repeat("1f", 32)), []byte("other")); err != nil {
		t.Fatal(err)
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
	if _, err := js.Publish(t.Context(), "$O.nlg_bundles_a.C.unfinished", []byte("some")); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Get(t.Context(), bundleKey, ""); !errors.Is(err, release.ErrNotFound) {
		t.Errorf("an unfinished bundle: %v", err)
	}
	if list, err := s.List(t.Context(), release.BundlesPrefix); err != nil || len(list) != 1 {
		t.Errorf("%v, %v", list, err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Put(ended, bundleKey, []byte("data")); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if err := s.Put(t.Context(), bundleKey, []byte("data")); err != nil {
		t.Fatal(err)
	}
	info, err := objects(t, c)().GetInfo(t.Context(), strings.TrimPrefix(bundleKey, release.BundlesPrefix))
	if err != nil {
		t.Fatal(err)
	}
	stream, err := js.Stream(t.Context(), "OBJ_nlg_bundles_a")
	if err != nil {
		t.Fatal(err)
	}
	chunks := "$O.nlg_bundles_a.C." + info.NUID
	if err := stream.Purge(t.Context(), jetstream.WithPurgeSubject(chunks)); err != nil {
		t.Fatal(err)
	}
	if _, err := js.Publish(t.Context(), chunks, []byte("dat4")); err != nil {
		t.Fatal(err)
	}
	if e, err := s.Get(t.Context(), bundleKey, ""); err == nil || !strings.Contains(err.Error(), "damaged") {
		t.Errorf("a damaged bundle: %q, %v", e.Data, err)
	}
}
