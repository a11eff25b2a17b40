package releases

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"nlgserver/release"
)

// noAnswer is what is told of a store that hangs.
const noAnswer = "the store does not answer"

// known is what is known of a store: of each part, what was read of it last.
type known struct {
	release.Status
	// heard says when each of the replicas was heard of, by the clock of this machine.
	heard []time.Time
	// read is set once it was read what is live, and looked once the store was looked at.
	// Problem is what was wrong with the last look; empty for nothing.
	read, looked bool
	problem      string
}

// take takes over what could be read.
func (k *known) take(s *release.Status, problem string, now time.Time) {
	if !s.LiveUnread {
		k.Live, k.read = s.Live, true
	}
	if !s.StagedUnread {
		k.Staged, k.Abandoned = s.Staged, s.Abandoned
	}
	if !s.ReplicasUnread {
		k.Replicas, k.heard = s.Replicas, nil
		for i := range s.Replicas {
			k.heard = append(k.heard, now.Add(-s.Replicas[i].Age))
		}
	}
	k.looked, k.problem = true, problem
}

// problemOf says in a line what was wrong.
func problemOf(err error) string {
	if err == nil {
		return ""
	}
	// What else was wrong has the same cause, most likely.
	first, _, _ := strings.Cut(err.Error(), "\n")
	return first
}

// seen is what others see of it.
type seen struct {
	now *Now
	// still is now without ages.
	still *Now
	// heard says when each replica of now was heard of.
	heard []time.Time
	live  *release.Live
	read  bool
}

func (k *known) seen(name string) *seen {
	s := &seen{live: k.Live, read: k.read}
	still := &Now{Store: name, Reachable: k.looked && k.problem == "", Read: k.read, Error: k.problem, Live: LiveOf(k.Live), Replicas: []Replica{}}
	if staged := k.Staged; staged != nil {
		still.Staged = &Staged{Version: staged.Version, By: nameOnly(staged.By), Message: staged.Message, Abandoned: k.Abandoned}
	}
	order := make([]int, len(k.Replicas))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(k.Replicas[a].Replica, k.Replicas[b].Replica) })
	for _, i := range order {
		still.Replicas = append(still.Replicas, k.replica(&k.Replicas[i]))
		s.heard = append(s.heard, k.heard[i])
	}
	s.still = still
	s.now = s.aged(time.Now())
	return s
}

// aged returns what is seen, with the ages of a time.
func (s *seen) aged(now time.Time) *Now {
	aged := *s.still
	aged.Replicas = slices.Clone(s.still.Replicas)
	for i := range aged.Replicas {
		aged.Replicas[i].Age = int(max(0, now.Sub(s.heard[i])) / time.Second)
	}
	return &aged
}

// replica returns what a replica told, without its age.
func (k *known) replica(r *release.ReplicaStatus) Replica {
	out := Replica{
		Name: r.Replica, State: k.stateOf(r), Release: r.Beat.Says.Number, Version: r.Beat.Says.Version,
		Since: at(r.Since), LastGood: r.FromLastGood, Error: r.Error,
	}
	if r.Canary != nil {
		out.Canary = r.Canary.Number
	}
	for i := range r.Refusals {
		out.Refusals = append(out.Refusals, RefusalOf("", &r.Refusals[i]))
	}
	return out
}

func (k *known) stateOf(r *release.ReplicaStatus) string {
	switch {
	case r.Lost:
		return StateLost
	case len(r.Refusals) > 0:
		return StateRefuses
	case k.Live != nil && !r.Says(k.Live):
		return StateBehind
	case k.Staged != nil && r.Ready == k.Staged.Nonce:
		return StateReady
	}
	return StateSays
}

// RefusalOf returns a refusal as the page shows it; replica may be empty.
func RefusalOf(replica string, r *release.Refusal) Refusal {
	return Refusal{Replica: replica, Release: r.Number, Version: r.Version, Reason: r.Reason, Findings: r.Diagnostics}
}

// RefusalsOf returns refusals of several replicas as the page shows them.
func RefusalsOf(by []release.ReplicaRefusal) []Refusal {
	out := []Refusal{}
	for i := range by {
		out = append(out, RefusalOf(by[i].Replica, &by[i].Refusal))
	}
	return out
}

// LiveOf returns what is live as the page shows it; nil for nothing.
func LiveOf(l *release.Live) *Live {
	if l == nil {
		return nil
	}
	out := &Live{
		Sequence: l.Sequence, Move: string(l.Move), Release: l.Number, Version: l.Version, Settings: l.Settings,
		By: nameOnly(l.By), Message: l.Message, At: at(l.At),
	}
	if c := l.Canary; c != nil {
		out.Canary = &Canary{Release: c.Number, Version: c.Version, Percent: c.Percent}
	}
	return out
}

// wentBack reports whether a store has an older pointer than before, or none any more.
func wentBack(before, after *release.Live) bool {
	return before != nil && (after == nil || after.Sequence < before.Sequence)
}

// at returns a time as the page reads it; empty for none.
func at(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// nameOnly returns who did something without the email address.
func nameOnly(who string) string {
	name, _, _ := strings.Cut(who, " <")
	return name
}
