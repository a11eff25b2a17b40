package fleettest

import (
	"errors"
	"strings"
	"testing"

	"nlgserver/internal/content"
	"nlgserver/release"
	"nlgserver/server"
)

// needs is content that a replica without an environment variable cannot have.
func needs(edition string) []content.File {
	text := "version: \"3.1\"\nresponses:\n  utter_a:\n    - text: " + edition + "\n      metadata:\n        key: ${FLEET_KEY}\n"
	return []content.File{{Path: "responses.yml", Name: "responses.yml", Data: []byte(text)}}
}

// lacks gives a replica an environment without the variable, and has one with it.
func lacks(o *server.Options) { o.Env = func(string) (string, bool) { return "", false } }

func has(o *server.Options) {
	o.Env = func(name string) (string, bool) {
		return map[string]string{"FLEET_KEY": "value"}[name], name == "FLEET_KEY"
	}
}

// TestFleetReplicaRefuses checks that a publication fails as a whole when one replica cannot
// have the content, and that all others say what they said.
func TestFleetReplicaRefuses(t *testing.T) {
	open := inMemory()
	store := open()
	all := []*node{follow(t, open, "a", has), follow(t, open, "b", has), follow(t, open, "poor", lacks)}
	heard(t, store, len(all))
	p := publisher(store)
	publish(t, p, "first")
	was := picture(t, store)
	_, err := p.Publish(t.Context(), pack(t, needs("second")), release.Release{Message: "second"}, 0)
	refused, ok := errors.AsType[*release.RefusedError](err)
	if !ok || len(refused.By) != 1 || refused.By[0].Replica != "poor" || len(refused.By[0].Diagnostics) == 0 ||
		!strings.Contains(refused.By[0].Diagnostics[0].Message, "FLEET_KEY") || refused.By[0].Diagnostics[0].Line != 6 {
		t.Fatalf("%+v, %v", refused, err)
	}
	if now := picture(t, store); now != was {
		t.Errorf("%+v, and was %+v", now, was)
	}
	allSay(all, "first")
	publish(t, p, "third")
	allSay(all, "third")
	checkHistory(t, store, release.Trust{})
}

// TestFleetRollbackRefused checks a rollback to a release that one replica cannot have: the
// others follow, it says on what it says, and the publisher is told why.
func TestFleetRollbackRefused(t *testing.T) {
	open := inMemory()
	store := open()
	rich := follow(t, open, "rich", has)
	heard(t, store, 1)
	p := publisher(store)
	if _, err := p.Publish(t.Context(), pack(t, needs("first")), release.Release{}, 0); err != nil {
		t.Fatal(err)
	}
	publish(t, p, "second")
	poor := follow(t, open, "poor", lacks)
	poor.comesToSay("second")
	heard(t, store, 2)
	_, err := p.Rollback(t.Context(), 1, "back")
	late, ok := errors.AsType[*release.LateError](err)
	if !ok || !late.Live || len(late.Replicas) != 1 || late.Replicas[0] != "poor" || len(late.Refusals) != 1 || len(late.Refusals[0].Diagnostics) == 0 {
		t.Fatalf("%+v, %v", late, err)
	}
	rich.says("first")
	poor.says("second")
	if state := poor.state(); len(state.Refused) != 1 || state.Refused[0].Number != 1 || poor.ready() != 200 {
		t.Errorf("%+v", state)
	}
	publish(t, p, "third")
	allSay([]*node{rich, poor}, "third")
	if state := poor.state(); len(state.Refused) != 0 {
		t.Errorf("%+v", state)
	}
}
