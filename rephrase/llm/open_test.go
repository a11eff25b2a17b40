package llm

import (
	"context"
	"errors"
	"net"
	"runtime"
	"strings"
	"testing"
	"time"

	"nlgserver/rephrase"
)

const (
	// budget is what the tests give a call that is to end by it. far is far below the time that
	// a faulty server would take, and far above what a busy machine adds to the budget.
	budget = 200 * time.Millisecond
	far    = 2 * time.Second
	// ample is for a call that is to end otherwise, so that the reason is never the load.
	ample = 20 * time.Second
)

// open returns a client. When the test ends it is closed, and nothing of it may be left.
func open(t testing.TB, o Options) *Client {
	t.Helper()
	return openWith(t, o, (&net.Dialer{}).DialContext)
}

func openWith(t testing.TB, o Options, dial dialer) *Client {
	t.Helper()
	c, err := newClient(o, dial)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		c.Close()
		if n := c.Waiting(); n != 0 {
			t.Errorf("%d calls are waiting after the end", n)
		}
		checkGoroutines(t)
	})
	return c
}

// one returns the options for one deployment.
func one(url string) Options { return Options{Deployments: []Deployment{at(url)}} }

func at(url string) Deployment { return Deployment{Model: "gpt-4o", BaseURL: url, Key: "sk-test"} }

// checkGoroutines fails if a client's connection is left.
func checkGoroutines(t testing.TB) {
	t.Helper()
	var left string
	for range 500 {
		if left = clientGoroutine(); left == "" {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("a goroutine is left:\n%s", left)
}

func clientGoroutine() string {
	buf := make([]byte, 4<<20)
	buf = buf[:runtime.Stack(buf, true)]
	for stack := range strings.SplitSeq(string(buf), "\n\n") {
		for _, part := range []string{"persistConn", "(*Transport)", "ClientConn", "rephrase/llm.endWith", "rephrase/llm.(*Client)"} {
			if strings.Contains(stack, part) {
				return stack
			}
		}
	}
	return ""
}

// complete asks with a budget, and checks that the answer comes soon after it is over.
func complete(t *testing.T, c *Client, prompt string, budget time.Duration) (rephrase.Completion, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), budget)
	defer cancel()
	start := time.Now()
	got, err := c.Complete(ctx, prompt)
	if took := time.Since(start); took > budget+far {
		t.Errorf("took %v with a budget of %v", took, budget)
	}
	return got, err
}

// reasonOf returns why there is no answer; [rephrase.Reworded] if there is one.
func reasonOf(t *testing.T, err error) rephrase.Outcome {
	t.Helper()
	if err == nil {
		return rephrase.Reworded
	}
	if e, ok := errors.AsType[*rephrase.ModelError](err); ok {
		return e.Reason
	}
	t.Fatalf("%v is no *rephrase.ModelError", err)
	return 0
}
