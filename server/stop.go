package server

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync"
	"time"

	"nlgserver/server/internal/listen"
)

// Stop reports that the server is not ready, keeps serving for the shutdown
// delay, then accepts no more connections, answers what has been sent, and returns
// when nothing runs any more. Requests that outlast the drain time are cut off,
// and the error says so.
func (a *App) Stop(ctx context.Context) error {
	began := time.Now()
	a.stopping.Store(true)
	a.endReloads()
	a.closePage()
	a.logUntold(a.notifier.Stopping())
	var serving []*departing
	for _, e := range a.endpoints() {
		if e.serving.Load() {
			serving = append(serving, &departing{endpoint: e, departure: e.listener.Depart()})
		}
	}
	if len(serving) > 0 {
		pause(ctx, a.opts.ShutdownDelay)
	}
	ctx, cancel := context.WithTimeout(ctx, a.opts.Drain)
	defer cancel()
	// A message that still waits for a model goes out as it was written.
	defer time.AfterFunc(a.opts.Drain-a.opts.Drain/4, a.endRewording).Stop()
	var group sync.WaitGroup
	for _, d := range serving {
		group.Go(func() { d.stop(ctx, began.Add(listen.IdleGrace)) })
	}
	group.Wait()
	var cut error
	for _, d := range serving {
		cut = errors.Join(cut, d.err)
	}
	a.stopBackground()
	a.flush(ctx)
	return cut
}

// departing is an endpoint that stops. net/http's own way to stop loses requests:
// it drops those whose header arrives as it begins, and resets the connections that
// wait to be accepted.
type departing struct {
	*endpoint
	departure *listen.Departure
	err       error
}

// stop keeps accepting until the time, unless no connection is open before. Clients
// that use theirs meanwhile are told to leave.
func (d *departing) stop(ctx context.Context, until time.Time) {
	for d.listener.Open() > 0 && time.Now().Before(until) && ctx.Err() == nil {
		pause(ctx, 5*time.Millisecond)
	}
	// If it has stopped accepting by itself, nothing is left to drain.
	accepting, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() {
		defer cancel()
		<-d.ended
	}()
	d.listener.Drain(accepting)
	if cut := d.departure.Wait(ctx); cut > 0 {
		d.err = fmt.Errorf("%d requests in flight were cut off: %w", cut, ctx.Err())
	}
	<-d.ended
	if err := d.server.Close(); !errors.Is(err, net.ErrClosed) {
		d.err = errors.Join(d.err, err)
	}
}

// pause waits, unless ctx ends before.
func pause(ctx context.Context, d time.Duration) {
	if d <= 0 {
		return
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

// lostLoad is how long a stop waits for an attempt to load content that does not
// end, such as one that compiles hostile content or reads a share that hangs.
const lostLoad = 500 * time.Millisecond

// stopBackground ends the background work, and waits for it.
func (a *App) stopBackground() {
	if a.cancel == nil {
		return // never started
	}
	a.cancel()
	// Nobody else may start an assistant from here on.
	a.configuration.turn.Lock()
	a.configuration.closed = true
	a.configuration.turn.Unlock()
	all := a.assistants.Load().all
	for _, s := range all {
		s.stop()
	}
	a.group.Wait()
	// One that hangs is given up after a while, and many of them must not add up.
	var group sync.WaitGroup
	for _, s := range all {
		group.Go(func() {
			s.wait()
			s.recording.close()
		})
	}
	group.Wait()
}
