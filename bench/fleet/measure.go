package main

import (
	"context"
	"fmt"
	"sync"

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

// measureStore measures a fleet, and then one replica alone.
func measureStore(ctx context.Context, s *settings, r *report, kind string) error {
	f, err := start(ctx, kind, s.replicas)
	if err != nil {
		return err
	}
	defer f.end()
	if err := moves(ctx, f, s, r, kind); err != nil {
		return err
	}
	if s.large > 0 {
		var published, back figures
		if err := published.publish(ctx, f, large, 0, s.large); err != nil {
			return err
		}
		published.report(r, kind, "publish 100,000 variations", 0, 0)
		t, err := f.rollback(ctx)
		if err != nil {
			return err
		}
		back.add(t)
		r.add(kind, "rollback to 100,000 variations (once)", back.known, 0)
	}
	f.end()
	return beside(ctx, s, r, kind)
}

// moves publishes and rolls back small content.
func moves(ctx context.Context, f *fleet, s *settings, r *report, kind string) error {
	var published, back figures
	// The first release starts from nothing, and the first rollback needs two.
	if err := new(figures).publish(ctx, f, small, 0, 2); err != nil {
		return err
	}
	for i := range s.publishes {
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

// The load on one replica.
const (
	connections = 4
	rate        = 200.0
)

// beside measures the requests of one replica: first while it has nothing else to do, and
// then while releases of 100,000 variations are published, one after another.
func beside(ctx context.Context, s *settings, r *report, kind string) error {
	f, err := start(ctx, kind, 1)
	if err != nil {
		return err
	}
	defer f.end()
	// Two bundles in turn: it is not the packing that is measured.
	var turns [2]*release.Bundle
	for i := range turns {
		if turns[i], err = bundle(large, i); err != nil {
			return err
		}
	}
	if _, err := f.publish(ctx, turns[0]); err != nil {
		return err
	}
	load := drive.Load{Connections: connections, Duration: s.window, Rate: rate}
	quiet, err := drive.Run(f.addresses[0], drive.Request([]byte(ask)), load)
	if err != nil {
		return err
	}
	busy, published, err := whilePublishing(ctx, f, turns, load)
	if err != nil {
		return err
	}
	r.add(kind, "one replica: request p99, quiet", []float64{quiet.P99 / 1000}, 0)
	r.add(kind, fmt.Sprintf("one replica: request p99 while %d large releases are staged", published), []float64{busy.P99 / 1000}, 0)
	r.add(kind, "one replica: that of staging to that of quiet", []float64{busy.P99 / quiet.P99}, maxRatio)
	return nil
}

// whilePublishing drives a load, and publishes as long as it lasts.
func whilePublishing(ctx context.Context, f *fleet, turns [2]*release.Bundle, load drive.Load) (drive.Result, int, error) {
	done := make(chan struct{})
	var result drive.Result
	var failed error
	var driving sync.WaitGroup
	driving.Go(func() {
		defer close(done)
		result, failed = drive.Run(f.addresses[0], drive.Request([]byte(ask)), load)
	})
	published := 0
	for {
		// The version that is live is at hand; the other one is compiled.
		_, err := f.publisher.Publish(ctx, turns[(published+1)%2], release.Release{Message: "bench"}, 0)
		if err != nil {
			driving.Wait()
			return result, published, err
		}
		published++
		select {
		case <-done:
			return result, published, failed
		default:
		}
	}
}
