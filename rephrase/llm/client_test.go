package llm

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	"nlgserver/rephrase"
	"nlgserver/rephrase/llm/llmtest"
)

// several returns servers, and a client of them in their order, whose names are their
// numbers. A nil clock is the system's.
func several(t *testing.T, n int, now func() time.Time) ([]*llmtest.Server, *Client) {
	t.Helper()
	servers, o := make([]*llmtest.Server, n), Options{Now: now}
	for i := range servers {
		servers[i] = llmtest.New(t)
		d := at(servers[i].URL)
		d.Model = fmt.Sprint(i)
		o.Deployments = append(o.Deployments, d)
	}
	return servers, open(t, o)
}

func TestRephraseRoundRobin(t *testing.T) {
	_, c := several(t, 3, nil)
	for i := range 7 {
		got, err := complete(t, c, "Hi", ample)
		if err != nil || got.Model != fmt.Sprint(i%3) {
			t.Errorf("%d: %q, %v", i, got.Model, err)
		}
	}
}

func TestRephraseFailover(t *testing.T) {
	for name, f := range map[string]llmtest.Fault{
		"400": llmtest.Status(400, nil), "401": llmtest.Status(401, nil), "404": llmtest.Status(404, nil),
		"429": llmtest.Status(429, nil), "500": llmtest.Status(500, nil), "cut": llmtest.Cut, "broken": llmtest.Broken,
		"its own timeout": llmtest.Never,
	} {
		t.Run(name, func(t *testing.T) {
			servers, c := several(t, 2, nil)
			servers[0].Fail(f)
			if name == "its own timeout" {
				c.targets[0].timeout = far
			}
			if got, err := complete(t, c, "Hi", ample); err != nil || got.Model != "1" {
				t.Errorf("%+v, %v", got, err)
			}
			if a, b := len(servers[0].Requests()), len(servers[1].Requests()); a != 1 || b != 1 {
				t.Errorf("%d and %d requests", a, b)
			}
		})
	}
}

// TestRephraseFailoverEnds checks that each deployment is called once at most, and that the
// error is that of the last.
func TestRephraseFailoverEnds(t *testing.T) {
	servers, c := several(t, 3, nil)
	for i, s := range servers {
		s.Fail(llmtest.Status(500+i, nil))
	}
	_, err := complete(t, c, "Hi", ample)
	if e, ok := errors.AsType[*rephrase.ModelError](err); !ok || e.Reason != rephrase.Refused || e.Status != 502 {
		t.Error(err)
	}
	for i, s := range servers {
		if n := len(s.Requests()); n != 1 {
			t.Errorf("server %d got %d requests", i, n)
		}
	}
}

// TestRephraseFailoverBudget checks that no deployment is called when the budget is over, and
// that what another one has left of the budget says nothing of the next.
func TestRephraseFailoverBudget(t *testing.T) {
	now := time.Unix(1000, 0)
	servers, c := several(t, 2, func() time.Time { return now })
	servers[0].Fail(llmtest.Never)
	_, err := complete(t, c, "Hi", budget)
	if reasonOf(t, err) != rephrase.Timeout || len(servers[1].Requests()) != 0 {
		t.Errorf("%v; the next deployment got %d requests", err, len(servers[1].Requests()))
	}

	servers[1].Fail(llmtest.Never)
	c.targets[0].timeout, c.targets[0].breaker = budget/2, breaker{}
	for range mostFailures {
		c.next.Store(0)
		if _, err := complete(t, c, "Hi", budget); reasonOf(t, err) != rephrase.Timeout {
			t.Error(err)
		}
	}
	if got := c.Deployments(); !got[0].Down || got[1].Down {
		t.Errorf("%+v, want the first one down, and not the second", got)
	}
}

func TestRephraseDown(t *testing.T) {
	now := time.Unix(1000, 0)
	servers, c := several(t, 1, func() time.Time { return now })
	s := servers[0]
	s.Fail(llmtest.Status(500, nil))
	for range mostFailures {
		if _, err := complete(t, c, "Hi", ample); reasonOf(t, err) != rephrase.Refused {
			t.Fatal(err)
		}
	}
	if want := []DeploymentState{{Model: "0", Host: s.Root, Down: true}}; !slices.Equal(c.Deployments(), want) {
		t.Errorf("%+v, want %+v", c.Deployments(), want)
	}
	s.Fail(nil)
	if _, err := complete(t, c, "Hi", ample); reasonOf(t, err) != rephrase.Down || len(s.Requests()) != mostFailures {
		t.Errorf("%v; %d requests", err, len(s.Requests()))
	}
	// One probe, while the others go on without a model.
	now = now.Add(firstPause)
	s.Fail(llmtest.Slow(budget / 2))
	var reworded, down int
	var mu sync.Mutex
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			_, err := c.Complete(t.Context(), "Hi")
			mu.Lock()
			defer mu.Unlock()
			if e, ok := errors.AsType[*rephrase.ModelError](err); ok && e.Reason == rephrase.Down {
				down++
			} else if err == nil {
				reworded++
			}
		})
	}
	all.Wait()
	if n := len(s.Requests()) - mostFailures; n != reworded || reworded < 1 || reworded+down != 8 || c.Deployments()[0].Down {
		t.Errorf("%d requests, %d reworded, %d down", n, reworded, down)
	}
}

// TestRephraseWhatCounts checks which failures open the breaker.
func TestRephraseWhatCounts(t *testing.T) {
	for name, c := range map[string]struct {
		fault llmtest.Fault
		down  bool
	}{
		"400": {llmtest.Status(400, nil), false}, "413": {llmtest.Status(413, nil), false}, "422": {llmtest.Status(422, nil), false},
		"401": {llmtest.Status(401, nil), true}, "403": {llmtest.Status(403, nil), true}, "404": {llmtest.Status(404, nil), true},
		"408": {llmtest.Status(408, nil), true}, "429": {llmtest.Status(429, nil), true}, "502": {llmtest.Status(502, nil), true},
		"redirect": {llmtest.Redirect("/"), true}, "cut": {llmtest.Cut, true}, "broken": {llmtest.Broken, true},
		"empty": {llmtest.Empty, false}, "never": {llmtest.Never, true},
	} {
		t.Run(name, func(t *testing.T) {
			servers, client := several(t, 1, nil)
			servers[0].Fail(c.fault)
			if name == "never" {
				client.targets[0].timeout = budget / 4
			}
			for range mostFailures {
				_, _ = client.Complete(t.Context(), "Hi")
			}
			if got := client.Deployments()[0].Down; got != c.down {
				t.Errorf("down: %v, want %v", got, c.down)
			}
		})
	}
}

func TestRephraseRetryAfter(t *testing.T) {
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		status int
		header string
		want   time.Duration // 0: it is called again at once
	}{
		{429, "", 0},
		{429, "20", 20 * time.Second},
		{503, " 3 ", 3 * time.Second},
		{503, "Thu, 01 Jan 2026 00:00:30 GMT", 30 * time.Second},
		{429, "Thu, 01 Jan 2025 00:00:00 GMT", 0},
		{429, "999999999", maxPause},
		{429, "99999999999999999999", 0},
		{429, "-1", 0},
		{429, "soon", 0},
		{500, "20", 0},
		{400, "20", 0},
	} {
		t.Run(fmt.Sprint(c.status, " ", c.header), func(t *testing.T) {
			clock := now
			servers, client := several(t, 1, func() time.Time { return clock })
			servers[0].FailNext(llmtest.Status(c.status, http.Header{"Retry-After": {c.header}}))
			if _, err := complete(t, client, "Hi", ample); reasonOf(t, err) != rephrase.Refused {
				t.Fatal(err)
			}
			if c.want > 0 {
				clock = now.Add(c.want - 1)
				if _, err := complete(t, client, "Hi", ample); reasonOf(t, err) != rephrase.Down {
					t.Errorf("called before %v: %v", c.want, err)
				}
			}
			clock = now.Add(c.want)
			if _, err := complete(t, client, "Hi", ample); err != nil {
				t.Errorf("not called after %v: %v", c.want, err)
			}
		})
	}
}

func TestRephraseBusy(t *testing.T) {
	s := llmtest.New(t)
	s.Fail(llmtest.Never)
	o := one(s.URL)
	o.MostWaiting = 2
	c := open(t, o)
	ctx, cancel := context.WithCancel(t.Context())
	var all sync.WaitGroup
	for range 2 {
		all.Go(func() {
			if _, err := c.Complete(ctx, "Hi"); !errors.Is(err, context.Canceled) {
				t.Errorf("%v, want the context's error", err)
			}
		})
	}
	for len(s.Requests()) < 2 {
		time.Sleep(time.Millisecond)
	}
	if n := c.Waiting(); n != 2 {
		t.Errorf("%d are waiting", n)
	}
	if _, err := complete(t, c, "Hi", ample); reasonOf(t, err) != rephrase.Busy {
		t.Error(err)
	}
	cancel()
	all.Wait()
	s.Fail(nil)
	if _, err := complete(t, c, "Hi", ample); err != nil {
		t.Errorf("after the others: %v", err)
	}
}

// TestRephraseGone checks that a client who goes away is no failure of the model.
func TestRephraseGone(t *testing.T) {
	s := llmtest.New(t)
	s.Fail(llmtest.Never)
	c := open(t, one(s.URL))
	for i := range 2 * mostFailures {
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(10*time.Millisecond, cancel)
		if _, err := c.Complete(ctx, "Hi"); !errors.Is(err, context.Canceled) {
			t.Errorf("%d: %v", i, err)
		}
		if _, err := c.Complete(ctx, "Hi"); !errors.Is(err, context.Canceled) {
			t.Errorf("%d, gone before: %v", i, err)
		}
	}
	if c.Deployments()[0].Down {
		t.Error("down because people went away")
	}
	over, cancel := context.WithTimeout(t.Context(), 0)
	defer cancel()
	if _, err := c.Complete(over, "Hi"); reasonOf(t, err) != rephrase.Timeout {
		t.Errorf("a budget that is over: %v", err)
	}
}

func TestRephraseClose(t *testing.T) {
	s := llmtest.New(t)
	s.Fail(llmtest.Slow(budget))
	c := open(t, one(s.URL))
	done := make(chan error)
	go func() {
		_, err := c.Complete(t.Context(), "Hi")
		done <- err
	}()
	for len(s.Requests()) == 0 {
		time.Sleep(time.Millisecond)
	}
	c.Close()
	if _, err := complete(t, c, "Hi", ample); reasonOf(t, err) != rephrase.Unreachable {
		t.Errorf("after the end: %v", err)
	}
	if err := <-done; err != nil {
		t.Errorf("a call that was waiting at the end: %v", err)
	}
}

// TestRephraseConnections checks that connections are used again: as many as calls at a time.
func TestRephraseConnections(t *testing.T) {
	s := llmtest.New(t)
	s.Answer(func(prompt string) string { return prompt })
	o := one(s.URL)
	o.MostWaiting = 16
	c := open(t, o)
	for range 5 {
		var all sync.WaitGroup
		for i := range 16 {
			all.Go(func() {
				prompt := fmt.Sprint("prompt ", i)
				if got, err := c.Complete(t.Context(), prompt); err != nil || got.Text != prompt {
					t.Errorf("%s: %+v, %v", prompt, got, err)
				}
			})
		}
		all.Wait()
	}
	if n := s.Connections(); n > 24 { // net/http may begin one for a call that then gets another
		t.Errorf("%d connections for 16 calls at a time", n)
	}
}

// TestRephraseStaleConnection checks that a connection that the server has closed meanwhile
// costs no answer.
func TestRephraseStaleConnection(t *testing.T) {
	s := llmtest.New(t)
	c := open(t, one(s.URL))
	for range 5 {
		s.FailNext(nil, llmtest.HangUp)
		for range 2 {
			if _, err := complete(t, c, "Hi", ample); err != nil {
				t.Fatal(err)
			}
		}
	}
}
