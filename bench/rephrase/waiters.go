package main

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// answerTime is how long the model takes for an answer. A message needs two: a summary, and
// the sentence.
const answerTime = time.Second

// waiters are requests that wait for the model, always as many: each that is answered is
// sent again.
type waiters struct {
	model  *model
	cancel context.CancelFunc
	group  sync.WaitGroup

	mu       sync.Mutex
	reworded int
	kept     map[string]int
	err      error
}

// wait starts so many requests, and returns when all are waiting.
func wait(ctx context.Context, a *asker, m *model, n int) (*waiters, error) {
	ctx, cancel := context.WithCancel(ctx)
	w := &waiters{model: m, cancel: cancel, kept: map[string]int{}}
	for i := range n {
		// Users do not all write at the same moment.
		phase := answerTime * time.Duration(i) / time.Duration(n)
		w.group.Go(func() { w.again(ctx, a, phase) })
	}
	// A few are always on their way between the two calls.
	for until := time.Now().Add(10 * time.Second); m.waiting.Load() < int64(n-n/8); time.Sleep(10 * time.Millisecond) {
		if w.failure() != nil || time.Now().After(until) {
			return nil, fmt.Errorf("%d of %d requests wait for the model: %w", m.waiting.Load(), n, w.stop())
		}
	}
	return w, nil
}

// again asks until the end.
func (w *waiters) again(ctx context.Context, a *asker, phase time.Duration) {
	select {
	case <-ctx.Done():
		return
	case <-time.After(phase):
	}
	for {
		_, rephrased, err := a.ask(ctx)
		if ctx.Err() != nil {
			return
		}
		w.mu.Lock()
		switch {
		case err != nil:
			w.err = err
		case rephrased == "yes":
			w.reworded++
		default:
			w.kept[rephrased]++
		}
		w.mu.Unlock()
		if err != nil {
			return
		}
	}
}

// failure returns the error of a request.
func (w *waiters) failure() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.err
}

// stop ends the requests, and returns the error of one. Then the server waits for none of
// them any more.
func (w *waiters) stop() error {
	w.cancel()
	w.group.Wait()
	for until := time.Now().Add(time.Second); w.model.waiting.Load() > 0 && time.Now().Before(until); {
		time.Sleep(10 * time.Millisecond)
	}
	return w.failure()
}
