package server

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"nlgserver/internal/content"
	"nlgserver/release"
	"nlgserver/release/memory"
	"nlgserver/release/replica"
)

// followOptions are the options of a server that follows a store under a name.
func followOptions(store *memory.Store, name string) *ReleaseOptions {
	return &ReleaseOptions{
		Open:  func(context.Context) (release.Store, error) { return store.Handle(), nil },
		Store: fmt.Sprintf("memory:%p", store), Replica: name, Every: time.Second, Tick: 20 * time.Millisecond,
	}
}

// follows starts a server that follows the store.
func follows(t *testing.T, store *memory.Store, name string, change func(*Options)) *running {
	t.Helper()
	return startWith(t, func(o *Options) {
		o.Release = followOptions(store, name)
		if change != nil {
			change(o)
		}
	})
}

// filesOf returns content of a file.
func filesOf(text string) []content.File {
	return []content.File{{Path: "responses.yml", Name: "responses.yml", Data: []byte(text)}}
}

// switchTo puts content to use as a replica does.
func (r *running) switchTo(live *release.Live, main, beside []content.File) {
	r.t.Helper()
	f := r.byDefault().following
	use := replica.Use{Live: live, Says: live.Ref}
	var err error
	if use.Main, err = f.Prepare(r.t.Context(), live.Ref, main); err != nil {
		r.t.Fatal(err)
	}
	if beside != nil {
		if use.Canary, err = f.Prepare(r.t.Context(), live.Ref, beside); err != nil {
			r.t.Fatal(err)
		}
	}
	f.Switch(use)
}

// liveOf returns a pointer to content.
func liveOf(sequence, number int, files []content.File) *release.Live {
	return &release.Live{Sequence: sequence, Move: release.MovePublish, Ref: release.Ref{Number: number, Version: content.Version(files)}, By: "ann", Message: "because"}
}

// TestSwitchOfLargeContent checks that content of 100,000 variations that is prepared goes
// live without being read, hashed, compared or compiled again.
func TestSwitchOfLargeContent(t *testing.T) {
	if testing.Short() {
		t.Skip("it compiles 200,000 variations")
	}
	r := follows(t, memory.New(), "a", nil)
	large := func(edition int) []content.File {
		var text strings.Builder
		text.WriteString("responses:\n")
		for i := range 10_000 {
			fmt.Fprintf(&text, "  utter_%d:\n", i)
			for j := range 10 {
				fmt.Fprintf(&text, "  - text: variation %d of {name}, edition %d\n", j, edition)
			}
		}
		return filesOf(text.String())
	}
	first, second := large(1), large(2)
	f := r.byDefault().following
	var ready [2]replica.Prepared
	for i, files := range [][]content.File{first, second} {
		var err error
		if ready[i], err = f.Prepare(t.Context(), release.Ref{}, files); err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			live := liveOf(1, 1, files)
			f.Switch(replica.Use{Live: live, Says: live.Ref, Main: ready[i]})
		}
	}
	var took []time.Duration
	for i := range 20 {
		which := (i + 1) % 2
		live := liveOf(2+i, 1+which, [][]content.File{first, second}[which])
		began := time.Now()
		f.Switch(replica.Use{Live: live, Says: live.Ref, Main: ready[which]})
		took = append(took, time.Since(began))
		if i > 0 {
			continue
		}
		if live := r.Live(); live.Changes == nil || live.Changes.Changed != 10_000 || live.Catalog.Variations() != 100_000 || &live.Files[0] != &second[0] {
			t.Errorf("%+v", live.Changes)
		}
	}
	slices.Sort(took)
	t.Logf("switched in %v, median %v, at most %v", took[0], took[len(took)/2], took[len(took)-1])
}

// TestFollowingHost checks what a prepared release, a canary and a refusal look like.
func TestFollowingHost(t *testing.T) {
	r := follows(t, memory.New(), "a", func(o *Options) { o.OnUnknown = "utter_fallback" })
	if status, body := r.post("/nlg", `{"response": "utter_x"}`); status != http.StatusServiceUnavailable || !strings.Contains(body, "not_ready") {
		t.Errorf("without a release: %d %s", status, body)
	}
	first, second := filesOf(responses("first")), filesOf(responses("second"))
	r.switchTo(liveOf(1, 1, first), first, nil)
	if got := r.say(); !strings.Contains(got, "first") {
		t.Error(got)
	}
	half := liveOf(2, 1, first)
	half.Canary = &release.Canary{Ref: release.Ref{Number: 2, Version: content.Version(second)}, Percent: 50, Salt: "s"}
	r.switchTo(half, first, second)
	sides := map[bool]int{}
	for i := range 100 {
		conversation := fmt.Sprint("conversation-", i)
		_, body := r.post("/nlg", `{"response": "utter_x", "tracker": {"sender_id": "`+conversation+`"}}`)
		isSecond := strings.Contains(body, "second")
		if isSecond != half.Canary.Gets(conversation) {
			t.Errorf("%s: %s", conversation, body)
		}
		sides[isSecond]++
	}
	for side, n := range map[string]int{"live": sides[false], "canary": sides[true]} {
		if got := r.metric(`nlg_canary_replies_total{side="` + side + `"}`); got != fmt.Sprint(n) {
			t.Errorf("%s: %s counted, %d seen", side, got, n)
		}
	}
	r.switchTo(liveOf(3, 2, second), second, nil)
	if got := r.say(); !strings.Contains(got, "second") {
		t.Error(got)
	}
	_, err := r.byDefault().following.Prepare(t.Context(), release.Ref{}, filesOf("responses:\n  utter_x: 5\n"))
	if refused, ok := errors.AsType[*replica.RefusedError](err); !ok || len(refused.Diagnostics) == 0 {
		t.Errorf("broken content: %v", err)
	}
	r.eventually("the log", func() bool {
		log := r.log.String()
		return strings.Count(log, "release is live") == 3 && strings.Contains(log, "setting=") && strings.Contains(log, "the content lacks the response")
	})
	if !strings.Contains(r.log.String(), "by=ann message=because") {
		t.Error(r.log.String())
	}
}
