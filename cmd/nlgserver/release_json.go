package main

import (
	"time"

	"nlgserver/release"
)

type (
	// releasesJSON is the result of release list.
	releasesJSON struct {
		Live     *release.Live `json:"live"`
		Releases []pastJSON    `json:"releases"`
	}
	// pastJSON is a release, and what became of it.
	pastJSON struct {
		Number  int              `json:"number"`
		Live    bool             `json:"live"`
		Canary  bool             `json:"canary"`
		Release *release.Release `json:"release"`
		// Error says why the release cannot be read or trusted.
		Error string          `json:"error,omitempty"`
		Moves []*release.Live `json:"moves"`
	}
	// statusJSON is the result of release status.
	statusJSON struct {
		Live     *release.Live `json:"live"`
		Staged   *stagedJSON   `json:"staged"`
		Replicas []replicaJSON `json:"replicas"`
		// Unread names what could not be read: live, staged, replicas.
		Unread []string `json:"unread,omitempty"`
	}
	stagedJSON struct {
		*release.Staged
		// AgeSeconds is how long ago it was staged.
		AgeSeconds float64 `json:"age_seconds"`
		Abandoned  bool    `json:"abandoned,omitempty"`
	}
	replicaJSON struct {
		release.Beat
		State string `json:"state"`
		// AgeSeconds is how long ago it was heard of.
		AgeSeconds float64 `json:"age_seconds"`
		Error      string  `json:"error,omitempty"`
	}
)

func releasesOf(live *release.Live, past []release.Past) releasesJSON {
	out := releasesJSON{Live: live, Releases: []pastJSON{}}
	for i := range past {
		out.Releases = append(out.Releases, pastOf(&past[i]))
	}
	return out
}

func pastOf(p *release.Past) pastJSON {
	out := pastJSON{Number: p.Number, Live: p.Live, Canary: p.Canary, Release: p.Release, Moves: append([]*release.Live{}, p.Moves...)}
	if p.Err != nil {
		out.Error = p.Err.Error()
	}
	return out
}

func statusOf(s *release.Status) statusJSON {
	out := statusJSON{Live: s.Live, Replicas: []replicaJSON{}}
	if s.Staged != nil {
		out.Staged = &stagedJSON{s.Staged, seconds(s.StagedAge), s.Abandoned}
	}
	for i := range s.Replicas {
		r := &s.Replicas[i]
		out.Replicas = append(out.Replicas, replicaJSON{r.Beat, stateOf(s, r), seconds(r.Age), r.Error})
	}
	for _, part := range []struct {
		name   string
		unread bool
	}{{"live", s.LiveUnread}, {"staged", s.StagedUnread}, {"replicas", s.ReplicasUnread}} {
		if part.unread {
			out.Unread = append(out.Unread, part.name)
		}
	}
	return out
}

// seconds returns a duration in seconds, to the hundredth.
func seconds(d time.Duration) float64 { return d.Round(10 * time.Millisecond).Seconds() }
