package workspace

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
)

// TestLock: one writes, or several read, and the next one waits, or gives up and is in
// nobody's way then.
func TestLock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLock()
		readers := make([]func(), 2)
		for i := range readers {
			end, err := l.read(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			readers[i] = end
		}
		why := errors.New("nobody waits for it any more")
		waits := func(take func(context.Context) (func(), error)) (give func(), outcome chan error) {
			ctx, cancel := context.WithCancelCause(t.Context())
			outcome = make(chan error, 1)
			go func() {
				end, err := take(ctx)
				if err == nil {
					end()
				}
				outcome <- err
			}()
			synctest.Wait()
			if len(outcome) > 0 {
				t.Fatal("it did not wait:", <-outcome)
			}
			return func() { cancel(why) }, outcome
		}
		give, outcome := waits(l.write)
		_, next := waits(l.read) // one who writes is not kept from it by ever new readers
		give()
		if err := <-outcome; !errors.Is(err, why) {
			t.Error(err)
		}
		if err := <-next; err != nil {
			t.Error(err)
		}
		_, outcome = waits(l.write)
		readers[0]()
		synctest.Wait()
		if len(outcome) > 0 {
			t.Error("somebody still reads")
		}
		readers[1]()
		if err := <-outcome; err != nil {
			t.Error(err)
		}
		end, err := l.write(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, take := range []func(context.Context) (func(), error){l.write, l.read} {
			give, outcome := waits(take)
			give()
			if err := <-outcome; !errors.Is(err, why) {
				t.Error(err)
			}
		}
		end()
		gone, cancel := context.WithCancelCause(t.Context())
		cancel(why)
		for _, take := range []func(context.Context) (func(), error){l.write, l.read} {
			if _, err := take(gone); !errors.Is(err, why) {
				t.Error(err)
			}
			if end, err := take(t.Context()); err != nil {
				t.Error(err)
			} else {
				end()
			}
		}
	})
}

// TestLockExcludes has many read, write and give up at once; the race detector looks on.
func TestLockExcludes(t *testing.T) {
	l := newLock()
	written := 0
	var group sync.WaitGroup
	for i := range 8 {
		group.Go(func() {
			for n := range 50 {
				ctx, cancel := context.WithCancel(t.Context())
				if (n+i)%5 == 0 {
					go cancel()
				}
				if i%2 == 0 {
					if end, err := l.write(ctx); err == nil {
						written++
						end()
					}
				} else if end, err := l.read(ctx); err == nil {
					_ = written
					end()
				}
				cancel()
			}
		})
	}
	group.Wait()
	if written == 0 {
		t.Error("nobody could write")
	}
}
