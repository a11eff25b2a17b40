package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"

	"nlgserver/bench/drive"
	"nlgserver/rephrase"
	"nlgserver/rephrase/llm/llmtest"
)

// fault is a way in which a model does not answer in time, and why a message is then kept.
// One that ends early, such as an error, leaves time for another deployment.
type fault struct {
	name string
	// how is nil for a model whose server accepts connections and says nothing.
	how  llmtest.Fault
	kept []rephrase.Outcome
}

func faults(budget time.Duration) []fault {
	timeout := []rephrase.Outcome{rephrase.Timeout}
	return []fault{
		{"never answers", llmtest.Never, timeout},
		{"says nothing at all", nil, timeout},
		{"is slow", llmtest.Slow(10 * budget), timeout},
		{"drips", llmtest.Drip, timeout},
		// Twice in less than the budget: a summary, and an answer when it is nearly over.
		{"pads its answer", llmtest.After(budget*9/20, llmtest.Padded(8000)), []rephrase.Outcome{rephrase.GuardLength, rephrase.Timeout}},
		{"pads it to 300 KB", llmtest.After(budget*9/20, llmtest.Padded(100_000)), []rephrase.Outcome{rephrase.Malformed, rephrase.Timeout}},
		{"drips an error", llmtest.DripStatus(http.StatusInternalServerError), []rephrase.Outcome{rephrase.Refused, rephrase.Timeout}},
	}
}

// failuresPerDeployment is how many calls fail at a deployment: fewer than after which it is
// left alone. A message has two that fail, or three: its summary, itself, and where an error
// leaves time for it, itself once more.
const failuresPerDeployment = 2

// overBudget measures how late messages are that the model does not answer in time.
func (b *bench) overBudget(ctx context.Context) error {
	body, err := drive.Body("", b.turns)
	if err != nil {
		return err
	}
	fmt.Printf("\nbudget: %d messages for each fault of the model, %d at once, with a budget of %v; ms after the budget\n", b.messages, b.together, b.budget)
	fmt.Println("a model that                p50     p99     max   a timer, at most   limit")
	for _, f := range faults(b.budget) {
		late, timers, err := b.lateBy(ctx, f, body)
		if err != nil {
			return fmt.Errorf("a model that %s: %w", f.name, err)
		}
		if len(late) == 0 {
			continue // all were lost
		}
		// No server can be earlier than the timers of its machine.
		worst, timer := percentile(late, 1), percentile(timers, 1)
		limit := milliseconds(maxLate) + timer
		what := fmt.Sprintf("with a model that %s, a message is there %.1f ms after the budget, limit %.1f ms", f.name, worst, limit)
		fmt.Printf("%-20s %10.1f %7.1f %7.1f %18.1f %7.1f  %s\n", f.name, percentile(late, 0.5), percentile(late, 0.99), worst, timer, limit, b.judge(worst <= limit, what))
	}
	return nil
}

// timer returns how many milliseconds late a timer of this process is.
func (b *bench) timer() (float64, bool) {
	began := time.Now()
	time.Sleep(b.budget)
	return milliseconds(time.Since(began) - b.budget), true
}

// batches is how many times messages ask together.
func (b *bench) batches() int { return (b.messages + b.together - 1) / b.together }

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// together returns the figures of so many calls at once, without those that have none.
func together(n int, measure func() (figure float64, ok bool)) []float64 {
	var (
		group sync.WaitGroup
		mu    sync.Mutex
		all   []float64
	)
	for range n {
		group.Go(func() {
			if figure, ok := measure(); ok {
				mu.Lock()
				defer mu.Unlock()
				all = append(all, figure)
			}
		})
	}
	group.Wait()
	return all
}

// lateBy returns how many milliseconds after its budget each message was there, and how late
// as many timers were at the same time.
func (b *bench) lateBy(ctx context.Context, f fault, body []byte) (late, timers []float64, err error) {
	address, end, err := f.start()
	if err != nil {
		return nil, nil, err
	}
	defer end()
	calls := 2 * b.together * b.batches()
	path, err := writeSettings(b.dir, address, calls/failuresPerDeployment, b.budget)
	if err != nil {
		return nil, nil, err
	}
	p, err := b.serve(asking, path)
	if err != nil {
		return nil, nil, err
	}
	defer p.Stop()
	a, err := newAsker(p.Address, body, b.together)
	if err != nil {
		return nil, nil, err
	}
	defer a.close()
	ask := func() (float64, bool) {
		took, header, err := a.ask(ctx)
		switch {
		case err != nil:
			b.lost(fmt.Sprintf("a message was lost where the model %s: %v", f.name, err))
		case !wasKept(header, f.kept):
			b.lost(fmt.Sprintf("where the model %s, a message has the header %q, want one of %v", f.name, header, f.kept))
		default:
			return milliseconds(took - b.budget), true
		}
		return 0, false
	}
	for range b.batches() {
		beside := make(chan []float64, 1)
		go func() { beside <- together(b.together, b.timer) }()
		late = append(late, together(b.together, ask)...)
		timers = append(timers, <-beside...)
	}
	return late, timers, nil
}

// start starts a model with the fault, and returns its address.
func (f fault) start() (address string, end func(), err error) {
	if f.how == nil {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return "", nil, err
		}
		// The system accepts connections, and nobody reads.
		return "http://" + l.Addr().String() + "/v1", func() { _ = l.Close() }, nil
	}
	m, err := startModel()
	if err != nil {
		return "", nil, err
	}
	m.fail(f.how)
	return m.URL, m.Close, nil
}
