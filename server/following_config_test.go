package server

import (
	"context"
	"fmt"
	"net/http"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"nlgserver/release"
	"nlgserver/release/memory"
)

// publishes makes "NAME EDITION" live in a store.
func (f *fleet) publishes(store *memory.Store, name string, edition int) {
	f.t.Helper()
	files := filesOf(fmt.Sprintf("responses:\n  utter_x:\n    - text: \"%s %d\"\n", name, edition))
	bundle, err := release.Pack(files, nil)
	if err == nil {
		_, err = publisher(store, "ann").Publish(f.t.Context(), bundle, release.Release{}, 0)
	}
	if err != nil {
		f.t.Fatal(err)
	}
}

// TestFollowConfigured changes the configuration of an assistant that follows a store: no
// request finds less than before, and what is not used any more is left.
func TestFollowConfigured(t *testing.T) {
	first, second := memory.New(), memory.New()
	f := newFleet(t, "", func(o *Options) {
		o.Assistants.Options = append(o.Assistants.Options, AssistantOptions{Name: "shop", Release: followOptions(first, "a"), Fingerprint: "first"})
	}, "bank")
	f.mu.Lock()
	f.next.Options = append(f.next.Options, AssistantOptions{Name: "shop", Release: followOptions(first, "a"), Fingerprint: "first"})
	f.mu.Unlock()
	f.want("/a/bank/nlg", said("bank", 1))
	f.want("/a/shop/nlg", `503 {"type":"urn:nlgserver:problem:not_ready"`)
	f.eventually("the beat", func() bool { return beats(t, first) == 1 })
	f.publishes(first, "shop", 1)
	f.want("/a/shop/nlg", said("shop", 1))
	shop := func(change func(*AssistantOptions)) func(*fleet) {
		return func(f *fleet) {
			i := slices.IndexFunc(f.next.Options, func(o AssistantOptions) bool { return o.Name == "shop" })
			change(&f.next.Options[i])
		}
	}
	keeps := f.assistants.Load().named("shop")
	if status, body := f.configure(func(f *fleet) { f.next.Default = "bank" }); status != http.StatusOK || f.assistants.Load().named("shop") != keeps {
		t.Errorf("%d %s", status, body)
	}

	// Another setting: the store stays the same.
	if status, body := f.configure(shop(func(o *AssistantOptions) { o.Patterns, o.Fingerprint = true, "patterns" })); status != http.StatusOK {
		t.Errorf("%d %s", status, body)
	}
	f.want("/a/shop/nlg", said("shop", 1))
	if now := f.assistants.Load().named("shop"); now == keeps || now.loop.Holder().Load() == nil {
		t.Error("what is served is not as configured now")
	}
	f.eventually("the beat of the next one", func() bool { return beats(t, first) == 1 })
	f.publishes(first, "shop", 2)
	f.want("/a/shop/nlg", said("shop", 2))

	// Another store, in which nothing is yet: what was served goes on.
	if status, body := f.configure(shop(func(o *AssistantOptions) { o.Release, o.Fingerprint = followOptions(second, "a"), "second" })); status != http.StatusUnprocessableEntity {
		t.Errorf("%d %s", status, body) // nothing is live there
	}
	f.want("/a/shop/nlg", said("shop", 2))
	f.eventually("the end of the beat", func() bool { return beats(t, first) == 0 && beats(t, second) == 1 })
	f.publishes(second, "shop", 3)
	f.want("/a/shop/nlg", said("shop", 3))

	// Paths instead of a store, and the other way round.
	f.says(t, "shop", 4)
	dir := filepath.Join(f.dir, "shop")
	if status, body := f.configure(shop(func(o *AssistantOptions) { o.Release, o.Paths, o.Fingerprint = nil, []string{dir}, "paths" })); status != http.StatusOK {
		t.Errorf("%d %s", status, body)
	}
	f.want("/a/shop/nlg", said("shop", 4))
	f.eventually("the end of the beat", func() bool { return beats(t, second) == 0 })
	if got := f.metric(`nlg_release_number{assistant="shop"}`); got != "" {
		t.Errorf("nlg_release_number %s", got)
	}
	if status, body := f.configure(shop(func(o *AssistantOptions) {
		o.Release, o.Paths, o.Fingerprint = followOptions(second, "a"), nil, "again"
	})); status != http.StatusOK {
		t.Errorf("%d %s", status, body)
	}
	f.want("/a/shop/nlg", said("shop", 3))

	// It is removed.
	before := runtime.NumGoroutine()
	if status, body := f.configure(func(f *fleet) {
		f.next.Options = slices.DeleteFunc(f.next.Options, func(o AssistantOptions) bool { return o.Name == "shop" })
	}); status != http.StatusOK {
		t.Errorf("%d %s", status, body)
	}
	f.eventually("the end of the beat", func() bool { return beats(t, second) == 0 })
	f.eventually("the end of its goroutines", func() bool { return runtime.NumGoroutine() < before-5 })
	f.want("/a/bank/nlg", said("bank", 1))
}

// TestFollowSeveral checks that assistants follow each their own store, and a signal looks
// at all of them.
func TestFollowSeveral(t *testing.T) {
	bank, shop := memory.New(), memory.New()
	f := newFleet(t, "bank", func(o *Options) {
		o.Assistants.Options = []AssistantOptions{
			{Name: "bank", Release: followOptions(bank, "a"), Fingerprint: "bank"},
			{Name: "shop", Release: followOptions(shop, "a"), Fingerprint: "shop", LastGood: filepath.Join(t.TempDir(), "of-shop.tar")},
		}
	}, "bank", "shop")
	f.mu.Lock()
	f.next.Options = f.opts.Assistants.Options
	f.mu.Unlock()
	if got := f.readyStatus(); got != http.StatusServiceUnavailable {
		t.Errorf("ready: %d", got)
	}
	f.eventually("the beats", func() bool { return beats(t, bank) == 1 && beats(t, shop) == 1 })
	f.publishes(bank, "bank", 1)
	f.publishes(shop, "shop", 1)
	f.want("/nlg", said("bank", 1))
	f.want("/a/shop/nlg", said("shop", 1))
	if got := f.readyStatus(); got != http.StatusOK {
		t.Errorf("ready: %d", got)
	}
	f.Hangup(context.Background())
	f.eventually("the line of the log", func() bool {
		log := f.log.String()
		return strings.Contains(log, "assistant=shop move=publish number=1") || strings.Contains(log, `msg="release is live" assistant=shop`)
	})
}
