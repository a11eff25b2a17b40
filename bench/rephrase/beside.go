package main

import (
	"context"
	"fmt"
	"time"

	"nlgserver/bench/drive"
	"nlgserver/bench/process"
	"nlgserver/rephrase/llm/llmtest"
)

// besides are the servers, and what was measured of the requests to the first.
type besides struct {
	*bench
	model *model
	// near is the server that is measured, and apart another one, with askers for both.
	near               *process.Process
	toNear, toApart    *asker
	p50, p99           [3][]float64
	reworded, answered int
}

// The parts of a round: nobody waits, as many wait at another server, and at this one.
const (
	alone = iota
	apart
	beside
)

// beside measures requests beside those that wait for a model.
func (b *bench) beside(ctx context.Context) error {
	body, err := drive.Body("", b.turns)
	if err != nil {
		return err
	}
	m, err := startModel()
	if err != nil {
		return err
	}
	defer m.Close()
	m.fail(llmtest.Slow(answerTime))
	path, err := writeSettings(b.dir, m.URL, 1, 5*answerTime)
	if err != nil {
		return err
	}
	r := &besides{bench: b, model: m}
	for _, to := range []**asker{&r.toNear, &r.toApart} {
		p, err := b.serve(asking, path)
		if err != nil {
			return err
		}
		defer p.Stop()
		if *to, err = newAsker(p.Address, body, b.waiters); err != nil {
			return err
		}
		defer (*to).close()
		if r.near == nil {
			r.near = p
		}
	}
	fmt.Printf("\nbeside: %.0f requests per second with bodies of %d bytes, beside %d that wait for a model; µs\n", b.rate, len(body), b.waiters)
	fmt.Println("round   alone p50     p99   elsewhere p50     p99   beside p50     p99")
	for range 2 { // warm up
		if _, err := b.drive(ctx, r.near.Address, time.Second); err != nil {
			return err
		}
	}
	for round := range b.rounds {
		for i := range 3 { // begin with another part each time
			if err := r.part(ctx, (round+i)%3); err != nil {
				return err
			}
		}
		fmt.Printf("%5d %11.0f %7.0f %15.0f %7.0f %12.0f %7.0f\n", round+1,
			r.p50[alone][round], r.p99[alone][round], r.p50[apart][round], r.p99[apart][round], r.p50[beside][round], r.p99[beside][round])
	}
	r.report()
	return nil
}

// part measures a part of a round.
func (r *besides) part(ctx context.Context, which int) error {
	if which != alone {
		a := r.toNear
		if which == apart {
			a = r.toApart
		}
		w, err := wait(ctx, a, r.model, r.waiters)
		if err != nil {
			return err
		}
		defer func() {
			if err := w.stop(); err != nil {
				r.lost("a message was lost beside others: " + err.Error())
			}
			r.reworded += w.reworded
			r.answered += w.reworded
			for _, n := range w.kept {
				r.answered += n
			}
		}()
	}
	result, err := r.drive(ctx, r.near.Address, r.window)
	if err != nil {
		return err
	}
	r.p50[which] = append(r.p50[which], result.P50)
	r.p99[which] = append(r.p99[which], result.P99)
	return nil
}

func (r *besides) report() {
	ratio := median(r.p99[beside]) / median(r.p99[alone])
	what := fmt.Sprintf("p99 beside %d that wait is %.2f times that without, limit %.1f", r.waiters, ratio, maxRatio)
	fmt.Printf("%s  %s\n", what, r.judge(ratio <= maxRatio, what))
	fmt.Printf("p99 beside them is %.2f times that while they wait elsewhere; p50 %.2f and %.2f times; %d of %d messages reworded\n",
		median(r.p99[beside])/median(r.p99[apart]), median(r.p50[beside])/median(r.p50[alone]), median(r.p50[beside])/median(r.p50[apart]), r.reworded, r.answered)
}
