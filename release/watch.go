package release

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

const (
	// gather is how long beats are collected before they are read.
	gather = 5 * time.Millisecond
	// again is how often the beats are read if no change is told: a replica is lost without
	// any, and a watch may lag.
	again = time.Second
)

// watch is the watch of the replicas by a publisher.
type watch struct {
	changed chan struct{}
	stop    context.CancelFunc
	roll    roll
	// lost are the replicas that were told to be lost.
	lost map[string]bool
	// alone is set once it was told that there is none.
	alone bool
	// silence ends when replicas that were all lost at first have had the time to tell of
	// themselves; zero before the first read.
	silence time.Time
}

// longestSilence bounds how long a publisher waits for replicas that are all lost.
const longestSilence = 10 * time.Second

// begin decides, at the first read, how long to wait for replicas that are all lost: if the
// store was away, so were they, and each tells of itself within the time between two beats.
func (w *watch) begin(p *Publisher) {
	if !w.silence.IsZero() {
		return
	}
	var longest time.Duration
	for i := range w.roll.replicas {
		r := &w.roll.replicas[i]
		if !r.Lost {
			longest = 0
			break
		}
		if w.mayReturn(r) {
			longest = max(longest, min(r.Every, longestSilence)+again)
		}
	}
	longest = min(longest, p.wait()/2)
	w.silence = time.Now().Add(longest)
	if longest > 0 {
		p.told(Step{What: StepSilent, Text: fmt.Sprintf("no replica was heard of lately, as after an outage of the store: waiting for them for up to %s", longest)})
	}
}

// mayReturn reports whether a lost replica may only have been kept from telling of itself.
func (w *watch) mayReturn(r *ReplicaStatus) bool { return r.Error == "" && r.Age < forgotten }

// watch begins to watch the replicas.
func (p *Publisher) watch(ctx context.Context) *watch {
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan struct{})
	w := &watch{changed: make(chan struct{}, 1), lost: map[string]bool{}}
	w.stop = func() { cancel(); <-ended }
	go func() {
		defer close(ended)
		for ctx.Err() == nil {
			_ = p.Store.Watch(ctx, ReplicasPrefix, func() {
				select {
				case w.changed <- struct{}{}:
				default:
				}
			}, nil)
			sleep(ctx, again) // meanwhile the beats are read all the same
		}
	}()
	return w
}

// outcome is what came of waiting for the replicas.
type outcome struct {
	late    []string
	refused []ReplicaRefusal
	// err is why they could not be asked, or why the waiting ended.
	err error
}

// verdict is what is to become of a living replica.
type verdict int

const (
	pending verdict = iota
	settled
	refuses
)

// until waits until every living replica has settled or refuses; with first, until one
// refuses. It tells the step of each that has settled.
func (p *Publisher) until(ctx context.Context, w *watch, what, nonce string, first bool, judge func(*ReplicaStatus) verdict) outcome {
	ctx, cancel := context.WithTimeout(ctx, p.wait())
	defer cancel()
	told := map[string]bool{}
	tick := time.NewTicker(again)
	defer tick.Stop()
	// Until the beats were read, nobody has agreed to anything.
	seen := outcome{err: errors.New("the store did not answer in time")}
	for {
		if err := w.roll.read(ctx, p.Store); err != nil {
			// What was seen before is still the best that is known.
			if ctx.Err() == nil {
				seen.err = err
			}
		} else {
			w.begin(p)
			seen = p.judge(w, what, nonce, told, judge)
			if len(seen.late) == 0 || first && len(seen.refused) > 0 {
				return seen
			}
		}
		select {
		case <-ctx.Done():
			if err := context.Cause(ctx); !errors.Is(err, context.DeadlineExceeded) {
				seen.err = err
			}
			return seen
		case <-w.changed:
			sleep(ctx, gather)
			select {
			case <-w.changed:
			default:
			}
		case <-tick.C:
		}
	}
}

// judge goes through the replicas once.
func (p *Publisher) judge(w *watch, what, nonce string, told map[string]bool, judge func(*ReplicaStatus) verdict) outcome {
	var seen outcome
	living, silent := 0, 0
	for i := range w.roll.replicas {
		r := &w.roll.replicas[i]
		if r.Lost && w.mayReturn(r) && time.Now().Before(w.silence) {
			seen.late = append(seen.late, r.Replica)
			silent++
			continue
		}
		if r.Lost {
			p.lost(w, r)
			continue
		}
		living++
		delete(w.lost, r.Replica)
		switch judge(r) {
		case settled:
			if !told[r.Replica] {
				told[r.Replica] = true
				p.told(Step{What: what, Replica: r.Replica, Text: fmt.Sprintf("%s %s", r.Replica, sentences[what])})
			}
		case refuses:
			refusal := r.RefusalOf(nonce)
			seen.refused = append(seen.refused, ReplicaRefusal{r.Replica, *refusal})
			if !told[r.Replica] {
				told[r.Replica] = true
				p.told(Step{What: StepRefused, Replica: r.Replica, Refusal: refusal, Text: fmt.Sprintf("%s refuses: %s", r.Replica, refusal.Reason)})
			}
		case pending:
			seen.late = append(seen.late, r.Replica)
		}
	}
	if living+silent == 0 && !w.alone {
		w.alone = true
		p.told(Step{What: StepNobody, Text: "no replica is running"})
	}
	return seen
}

var sentences = map[string]string{StepReady: "is ready", StepSays: "says it"}

func (p *Publisher) lost(w *watch, r *ReplicaStatus) {
	if w.lost[r.Replica] {
		return
	}
	w.lost[r.Replica] = true
	text := fmt.Sprintf("%s was last heard of %s ago: not waiting for it", r.Replica, r.Age.Round(time.Second))
	if r.Error != "" {
		text = fmt.Sprintf("cannot read what %s tells (%s): not waiting for it", r.Replica, r.Error)
	}
	p.told(Step{What: StepLost, Replica: r.Replica, Text: text})
}

// ready waits until every living replica has what is staged.
func (p *Publisher) ready(ctx context.Context, w *watch, nonce string) error {
	seen := p.until(ctx, w, StepReady, nonce, true, func(r *ReplicaStatus) verdict {
		switch {
		case r.Ready == nonce:
			return settled
		case r.RefusalOf(nonce) != nil:
			return refuses
		}
		return pending
	})
	switch {
	case len(seen.refused) > 0:
		return &RefusedError{seen.refused}
	case ctx.Err() != nil:
		return ctx.Err()
	case len(seen.late) > 0 || seen.err != nil:
		return &LateError{Replicas: seen.late, Err: seen.err}
	}
	return nil
}

// await waits until every living replica says what is live.
func (p *Publisher) await(ctx context.Context, w *watch, live *Live) error {
	newest := live.Sequence
	seen := p.until(ctx, w, StepSays, live.Nonce, false, func(r *ReplicaStatus) verdict {
		if r.Sequence > newest {
			newest = max(newest, p.sequence(ctx))
		}
		switch {
		case r.RefusalOf(live.Nonce) != nil:
			return refuses
		case r.Sequence <= newest && r.Says(live):
			return settled
		}
		return pending // also what has followed more than the store knows of: it was restored
	})
	if len(seen.late) == 0 && len(seen.refused) == 0 && seen.err == nil {
		return nil
	}
	late := &LateError{Replicas: seen.late, Refusals: seen.refused, Live: true, Err: seen.err}
	for _, r := range seen.refused {
		late.Replicas = append(late.Replicas, r.Replica)
	}
	slices.Sort(late.Replicas)
	return late
}

// sequence returns that of what is live by now; 0 if it cannot be read.
func (p *Publisher) sequence(ctx context.Context) int {
	ctx, cancel := context.WithTimeout(ctx, cleanup)
	defer cancel()
	live, _, err := ReadLive(ctx, p.Store, p.Trust, "")
	if err != nil {
		return 0
	}
	return live.Sequence
}

// forget deletes the beats of replicas that have been lost for long.
func (p *Publisher) forget(ctx context.Context, w *watch) {
	for _, r := range w.roll.replicas {
		if r.Lost && r.Age > forgotten {
			_ = p.Store.Delete(ctx, ReplicaKey(r.Replica)) // it does not matter, and the next one tries again
		}
	}
}

// sleep waits for a duration, or until ctx ends.
func sleep(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
}
