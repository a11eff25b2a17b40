package main

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"time"

	"nlgserver/bench/drive"
	"nlgserver/release"
)

const (
	// small is the number of variations of about 100 KiB.
	small = 800
	large = 100_000
)

// figures are those of one kind of move.
type figures struct{ known, last, skew []float64 }

func (f *figures) add(s switched) {
	f.known, f.last, f.skew = append(f.known, s.known), append(f.last, s.last), append(f.skew, s.skew)
}

func (f *figures) report(r *report, kind, what string, limit, skew float64) {
	r.add(kind, what+" until the publisher knows that all say it", f.known, limit)
	r.add(kind, what+" until the last replica has switched", f.last, 0)
	r.add(kind, what+": first to last switch", f.skew, skew)
}

// measureStore measures a fleet. With the store that is judged, it also measures large
// content, and one replica alone: there it is the replicas that work, whatever the store is.
func measureStore(ctx context.Context, s *settings, r *report, kind string) error {
	if err := moves(ctx, s, r, kind); err != nil {
		return err
	}
	if kind != judged {
		return nil
	}
	one, err := beside(ctx, s, r, kind)
	if err != nil || s.large == 0 {
		return err
	}
	return largeMoves(ctx, s, r, kind, one)
}

// largePerProcessor is how many replicas there are for each processor when large content is
// published. All of them compile it, at once: with 20 on two processors that is measured,
// and takes minutes.
const largePerProcessor = 2

// largeMoves publishes and rolls back large content. One is how many milliseconds a replica
// takes that is alone.
func largeMoves(ctx context.Context, s *settings, r *report, kind string, one float64) error {
	processors := runtime.GOMAXPROCS(0)
	replicas := min(s.replicas, largePerProcessor*processors)
	floor := func(n int) float64 { return one * float64(max(n, processors)) / float64(processors) / 1000 }
	fmt.Printf("100,000 variations take %.1f s with one replica, so at least %.0f s with %d on %d processors; measured with %d, at least %.0f s\n",
		one/1000, floor(s.replicas), s.replicas, processors, replicas, floor(replicas))
	f, err := start(ctx, kind, replicas)
	if err != nil {
		return err
	}
	defer f.end()
	if err := new(figures).publish(ctx, f, large, 0, 1); err != nil {
		return err
	}
	var published, back figures
	if err := published.publish(ctx, f, large, 1, s.large); err != nil {
		return err
	}
	t, err := f.rollback(ctx)
	if err != nil {
		return err
	}
	back.add(t)
	published.report(r, kind, fmt.Sprintf("100,000 variations to %d", replicas), 0, 0)
	r.add(kind, fmt.Sprintf("rollback of %d to 100,000 variations (once)", replicas), back.known, 0)
	return nil
}

// moves publishes and rolls back small content.
func moves(ctx context.Context, s *settings, r *report, kind string) error {
	f, err := start(ctx, kind, s.replicas)
	if err != nil {
		return err
	}
	defer f.end()
	publishes := s.publishes
	if kind != judged {
		publishes = max(publishes/10, 1)
	}
	var published, back figures
	// The first release starts from nothing, and the first rollback needs two.
	if err := new(figures).publish(ctx, f, small, 0, 2); err != nil {
		return err
	}
	for i := range publishes {
		if err := published.publish(ctx, f, small, 2+i, 1); err != nil {
			return err
		}
		t, err := f.rollback(ctx)
		if err != nil {
			return err
		}
		back.add(t)
	}
	published.report(r, kind, "publish 100 KiB", maxPublish, maxSkew)
	back.report(r, kind, "rollback", maxRollback, maxSkew)
	return nil
}

// publish publishes some editions of content.
func (f *figures) publish(ctx context.Context, to *fleet, variations, first, n int) error {
	for i := range n {
		b, err := bundle(variations, first+i)
		if err != nil {
			return err
		}
		t, err := to.publish(ctx, b)
		if err != nil {
			return err
		}
		f.add(t)
	}
	return nil
}

// beside measures the requests of a replica, in turn while it has nothing else to do, and
// while releases of 100,000 variations are published, one after another. The other replica
// follows another store, in which nothing happens: what it loses meanwhile is what the
// machine takes, on which the publisher, the store, the clients, and both replicas share
// the processors. It returns how many milliseconds such a release takes without requests.
func beside(ctx context.Context, s *settings, r *report, kind string) (float64, error) {
	// Two bundles in turn: it is not the packing that is measured.
	var turns [2]*release.Bundle
	for i := range turns {
		var err error
		if turns[i], err = bundle(large, i); err != nil {
			return 0, err
		}
	}
	f, alone, err := startLarge(ctx, kind, turns[:])
	if err != nil {
		return 0, err
	}
	defer f.end()
	other, _, err := startLarge(ctx, "dir", turns[:])
	if err != nil {
		return 0, err
	}
	defer other.end()
	var quiet, staging, bystander, ratios, others []float64
	published := 0
	for range s.rounds {
		still, err := ask(ctx, f.addresses[0], s.window)
		if err != nil {
			return 0, err
		}
		busy, beside, n, err := whilePublishing(ctx, f, other, turns, published, s.window)
		if err != nil {
			return 0, err
		}
		published += n
		quiet, staging, bystander = append(quiet, still.P99/1000), append(staging, busy.P99/1000), append(bystander, beside.P99/1000)
		ratios, others = append(ratios, busy.P99/still.P99), append(others, busy.P99/beside.P99)
	}
	r.addMedian(kind, "one replica: request p99, the machine at rest", quiet, 0)
	r.addMedian(kind, fmt.Sprintf("one replica: request p99 while %d large releases are staged", published), staging, 0)
	r.addMedian(kind, "another replica, which stages nothing: request p99 meanwhile", bystander, 0)
	r.addMedian(kind, "one replica: that of staging to that of the machine at rest", ratios, maxRatio)
	r.addMedian(kind, "one replica: that of staging to that of the other", others, 0)
	return alone, nil
}

// startLarge runs a store, and one replica that follows it, and publishes large content. It
// returns how many milliseconds the last release took.
func startLarge(ctx context.Context, kind string, bundles []*release.Bundle) (*fleet, float64, error) {
	f, err := start(ctx, kind, 1)
	if err != nil {
		return nil, 0, err
	}
	var last switched
	for _, b := range bundles {
		if last, err = f.publish(ctx, b); err != nil {
			f.end()
			return nil, 0, err
		}
	}
	return f, last.known, nil
}

// whilePublishing measures the requests of a fleet's replica and of another one, and publishes
// as long as that lasts. Before is how many it has published already.
func whilePublishing(ctx context.Context, f, other *fleet, turns [2]*release.Bundle, before int, window time.Duration) (busy, beside drive.Result, published int, err error) {
	done := make(chan struct{})
	var failed, failedBeside error
	var asking sync.WaitGroup
	asking.Go(func() {
		defer close(done)
		busy, failed = ask(ctx, f.addresses[0], window)
	})
	asking.Go(func() { beside, failedBeside = ask(ctx, other.addresses[0], window) })
	defer func() {
		asking.Wait()
		err = errors.Join(err, failed, failedBeside)
	}()
	for {
		// The version that is live is at hand; the other one is compiled.
		if _, err := f.publisher.Publish(ctx, turns[(before+published)%2], release.Release{Message: "bench"}, 0); err != nil {
			return busy, beside, published, err
		}
		published++
		select {
		case <-done:
			asking.Wait()
			return busy, beside, published, nil
		default:
		}
	}
}
