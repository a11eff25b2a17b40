package server

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"nlgserver/httpapi"
	"nlgserver/internal/content"
	"nlgserver/release"
	"nlgserver/release/memory"
)

// publisher returns one that waits as long as a busy machine may need.
func publisher(store *memory.Store, by string) *release.Publisher {
	return &release.Publisher{Store: store, By: by, Wait: 20 * time.Second}
}

// publish makes a text live, or a canary.
func publish(t *testing.T, store *memory.Store, text string, percent int) *release.Release {
	t.Helper()
	bundle, err := release.Pack(filesOf(responses(text)), nil)
	if err != nil {
		t.Fatal(err)
	}
	r, err := publisher(store, "ann").Publish(t.Context(), bundle, release.Release{Author: "Ann", Message: "say " + text}, percent)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// replicas starts three servers that follow a store, and waits until it knows them.
func replicas(t *testing.T, store *memory.Store, change func(name string, o *Options)) []*running {
	t.Helper()
	var all []*running
	for _, name := range []string{"a", "b", "c"} {
		all = append(all, follows(t, store, name, func(o *Options) {
			if change != nil {
				change(name, o)
			}
		}))
	}
	all[0].eventually("the beats", func() bool { return beats(t, store) == len(all) })
	return all
}

// beats returns how many replicas the store knows.
func beats(t *testing.T, store *memory.Store) int {
	t.Helper()
	entries, err := store.List(t.Context(), release.ReplicasPrefix)
	if err != nil {
		t.Fatal(err)
	}
	return len(entries)
}

// releaseStatus returns the part of the status about releases.
func (r *running) releaseStatus() (status httpapi.Status) {
	r.t.Helper()
	if err := json.Unmarshal([]byte(r.get(r.t, "/api/v1/status")), &status); err != nil || status.Release == nil {
		r.t.Fatalf("%v: %+v", err, status)
	}
	return status
}

// ask returns the reply to a conversation, and the catalog that its header names.
func (r *running) ask(conversation string) (text, catalog string) {
	r.t.Helper()
	reply, err := http.Post("http://"+r.Addr()+"/nlg", "application/json",
		strings.NewReader(`{"response": "utter_x", "tracker": {"sender_id": "`+conversation+`"}}`))
	if err != nil {
		r.t.Error(err)
		return "", ""
	}
	defer reply.Body.Close()
	body, err := io.ReadAll(reply.Body)
	if err != nil || reply.StatusCode != http.StatusOK {
		r.t.Errorf("%d %s %v", reply.StatusCode, body, err)
	}
	return string(body), reply.Header.Get("X-NLG-Catalog")
}

// TestFollow publishes to three servers, and rolls back: each step is on all of them when
// the publisher returns. A server that stops leaves the store.
func TestFollow(t *testing.T) {
	store := memory.New()
	all := replicas(t, store, nil)
	if got := all[0].readyStatus(); got != http.StatusServiceUnavailable {
		t.Errorf("ready without a release: %d", got)
	}
	if status, body := all[0].post("/-/reload", ""); status != http.StatusUnprocessableEntity || !strings.Contains(body, "not in the store") {
		t.Errorf("reload without a release: %d %s", status, body)
	}
	want := func(text string, number, sequence int) {
		t.Helper()
		for _, r := range all {
			if got := r.say(); !strings.Contains(got, text) {
				t.Errorf("%s, want %s", got, text)
			}
			status := r.releaseStatus()
			if rel := status.Release; rel.Number != number || rel.Sequence != sequence || rel.Version != status.Version || rel.By != "ann" || len(rel.Refused) > 0 || !rel.Store.Reachable {
				t.Errorf("%+v", rel)
			}
			if got := r.metric("nlg_release_number"); got != fmt.Sprint(number) {
				t.Errorf("nlg_release_number %s", got)
			}
		}
	}
	publish(t, store, "first", 0)
	want("first", 1, 1)
	second := publish(t, store, "second", 0)
	want("second", 2, 2)
	for _, r := range all {
		r.eventually("the author", func() bool { return r.releaseStatus().Release.Author == "Ann" })
		r.eventually("the line of the log", func() bool {
			log := r.log.String()
			return strings.Contains(log, `msg="release is live" move=publish number=2 version=`+second.Version[:12]+" sequence=2 author=Ann by=ann message=\"say second\"")
		})
		if status, body := r.post("/-/reload", ""); status != http.StatusOK || !strings.Contains(body, `"changed":false`) {
			t.Errorf("%d %s", status, body)
		}
	}
	if _, err := publisher(store, "ann").Rollback(t.Context(), 0, "back"); err != nil {
		t.Fatal(err)
	}
	want("first", 1, 3)
	if got := all[0].metric("nlg_store_up") + all[0].metric("nlg_release_sequence") + all[0].metric("nlg_release_staged") + all[0].metric("nlg_release_refused"); got != "1300" {
		t.Error(got)
	}
	if err := all[2].Stop(context.Background()); err != nil {
		t.Fatal(err)
	}
	if got := beats(t, store); got != 2 {
		t.Errorf("%d replicas are left", got)
	}
}

// TestFollowRefused checks that content which one server cannot have goes live on none, and
// that each place tells why.
func TestFollowRefused(t *testing.T) {
	store := memory.New()
	all := replicas(t, store, func(name string, o *Options) {
		o.Env = func(key string) (string, bool) {
			if key == "PLACE" && name != "b" {
				return "there", true
			}
			return "", false
		}
	})
	publish(t, store, "first", 0)
	bundle, err := release.Pack(filesOf("responses:\n  utter_x:\n    - text: over ${PLACE}\n"), nil)
	if err != nil {
		t.Fatal(err)
	}
	_, err = publisher(store, "ann").Publish(t.Context(), bundle, release.Release{}, 0)
	refused, ok := errors.AsType[*release.RefusedError](err)
	if !ok || len(refused.By) != 1 || refused.By[0].Replica != "b" || len(refused.By[0].Diagnostics) == 0 {
		t.Fatalf("%v", err)
	}
	for _, r := range all {
		if got := r.say(); !strings.Contains(got, "first") {
			t.Error(got)
		}
	}
	all[1].eventually("the refusal in the log", func() bool {
		return strings.Contains(all[1].log.String(), `msg="release refused"`) && strings.Contains(all[1].log.String(), "PLACE")
	})
	for _, r := range []*running{all[0], all[2]} {
		if strings.Contains(r.log.String(), "refused") {
			t.Error(r.log)
		}
	}
}

// TestFollowCanary checks that a conversation has the same side on every server, and that
// promote and abort end that.
func TestFollowCanary(t *testing.T) {
	store := memory.New()
	all := replicas(t, store, nil)
	publish(t, store, "first", 0)
	second := publish(t, store, "second", 30)
	sides := map[bool]int{}
	for i := range 60 {
		conversation := fmt.Sprint("c", i)
		first, _ := all[0].ask(conversation)
		for _, r := range all {
			got, catalog := r.ask(conversation)
			if got != first {
				t.Errorf("%s: %s and %s", conversation, got, first)
			}
			if isSecond := strings.Contains(got, "second"); isSecond != (catalog == second.Version[:12]) {
				t.Errorf("%s by %s", got, catalog)
			}
		}
		sides[strings.Contains(first, "second")]++
	}
	if sides[true] == 0 || sides[false] < sides[true] {
		t.Errorf("%v", sides)
	}
	if c := all[1].releaseStatus().Release.Canary; c == nil || c.Number != 2 || c.Percent != 30 || c.Version != second.Version[:12] {
		t.Errorf("%+v", c)
	}
	if _, err := publisher(store, "ann").Promote(t.Context(), "good"); err != nil {
		t.Fatal(err)
	}
	for _, r := range all {
		for i := range 10 {
			if got, _ := r.ask(fmt.Sprint("c", i)); !strings.Contains(got, "second") {
				t.Error(got)
			}
		}
		if status := r.releaseStatus().Release; status.Canary != nil || status.Number != 2 || status.Move != "promote" {
			t.Errorf("%+v", status)
		}
	}
	publish(t, store, "third", 99)
	if _, err := publisher(store, "ann").Abort(t.Context(), "bad"); err != nil {
		t.Fatal(err)
	}
	for _, r := range all {
		if got, _ := r.ask("c1"); !strings.Contains(got, "second") {
			t.Error(got)
		}
	}
}

// TestFollowNeverTorn publishes again and again under requests: the text of each reply is
// that of the catalog in its header.
func TestFollowNeverTorn(t *testing.T) {
	store := memory.New()
	all := replicas(t, store, nil)
	const publications = 50
	of := map[string]string{} // the text of each version
	for i := range publications {
		text := fmt.Sprint("edition-", i, "-")
		of[content.Version(filesOf(responses(text)))[:12]] = text
	}
	publish(t, store, "edition-0-", 0)
	var asked atomic.Int64
	ctx, cancel := context.WithCancel(t.Context())
	var group sync.WaitGroup
	for n := range 2 * len(all) {
		group.Go(func() {
			for i := 0; ctx.Err() == nil; i++ {
				text, catalog := all[n%len(all)].ask(fmt.Sprint("c", i%20))
				if of[catalog] == "" || !strings.Contains(text, of[catalog]) {
					t.Errorf("%s by %s", text, catalog)
				}
				asked.Add(1)
			}
		})
	}
	for i := 1; i < publications; i++ {
		percent := 0
		if i%5 == 0 {
			percent = 50
		}
		publish(t, store, fmt.Sprint("edition-", i, "-"), percent)
		if percent > 0 {
			if _, err := publisher(store, "ann").Promote(t.Context(), ""); err != nil {
				t.Fatal(err)
			}
		}
		if before := asked.Load(); i%10 == 0 {
			all[0].eventually("requests meanwhile", func() bool { return asked.Load() > before+10 })
		}
	}
	cancel()
	group.Wait()
	t.Logf("%d requests", asked.Load())
}
