package workspace

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"nlgserver/desk/internal/draft"
)

// asked is a context that calls a function whenever it was asked whether it has ended.
type asked struct {
	context.Context
	then func()
}

func (a asked) Err() error {
	err := a.Context.Err()
	a.then()
	return err
}

// TestCloseBesideWork: work that begins while the workspaces are closed is waited for, and
// none begins after that.
func TestCloseBesideWork(t *testing.T) {
	store, err := draft.OpenStore(draft.Config{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	w := New(Config{Store: store})
	closed := make(chan struct{})
	closing := sync.OnceFunc(func() {
		go func() {
			if err := w.Close(); err != nil {
				t.Error(err)
			}
			close(closed)
		}()
		select {
		case <-closed:
		case <-time.After(100 * time.Millisecond): // it waits for the work, as it must
		}
	})
	w.done = asked{w.done, closing}
	var worked atomic.Bool
	began := w.begin(func() {
		select {
		case <-closed:
			t.Error("work has begun after the end")
		case <-time.After(100 * time.Millisecond):
		}
		worked.Store(true)
	})
	<-closed
	if !began || !worked.Load() {
		t.Errorf("closed before work that began: %t, and ended: %t", began, worked.Load())
	}
	if w.begin(func() { t.Error("work has begun after the end") }) {
		t.Error("work was taken after the end")
	}
}
