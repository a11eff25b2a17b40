package llm

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"nlgserver/rephrase/llm/llmtest"
)

// BenchmarkRephraseComplete measures a call over a connection that is there, the fake
// server included.
func BenchmarkRephraseComplete(b *testing.B) {
	for name, start := range map[string]func(testing.TB) *llmtest.Server{"HTTP": llmtest.New, "TLS and HTTP2": llmtest.NewTLS} {
		b.Run(name, func(b *testing.B) {
			s := start(b)
			d := at(s.URL)
			if s.CA != nil {
				d.CAFile = s.CAFile(b)
			}
			c := open(b, Options{Deployments: []Deployment{d}})
			prompt := strings.Repeat("Some words of a prompt. ", 50)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := c.Complete(b.Context(), prompt); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkRephraseDeadline measures how long after its deadline a call returns, from a
// server that does not answer; and beside it how late the context itself is, which is up to
// the machine.
func BenchmarkRephraseDeadline(b *testing.B) {
	for _, c := range []struct {
		name   string
		secure bool
		fault  llmtest.Fault
	}{
		{"never", false, llmtest.Never},
		{"drip", false, llmtest.Drip},
		{"never TLS and HTTP2", true, llmtest.Never},
		{"drip TLS and HTTP2", true, llmtest.Drip},
		{"silent", false, nil},
		{"silent in TLS", true, nil},
	} {
		b.Run(c.name, func(b *testing.B) {
			var d Deployment
			switch {
			case c.fault == nil && c.secure:
				d = at("https://" + llmtest.Silent(b))
			case c.fault == nil:
				d = at("http://" + llmtest.Silent(b))
			case c.secure:
				s := llmtest.NewTLS(b)
				s.Fail(c.fault)
				d = at(s.URL)
				d.CAFile = s.CAFile(b)
			default:
				s := llmtest.New(b)
				s.Fail(c.fault)
				d = at(s.URL)
			}
			client := open(b, Options{Deployments: []Deployment{d}})
			var late, alone []time.Duration
			for b.Loop() {
				deadline := time.Now().Add(50 * time.Millisecond)
				ctx, cancel := context.WithDeadline(b.Context(), deadline)
				done := make(chan time.Duration, 1)
				go func() {
					<-ctx.Done()
					done <- time.Since(deadline)
				}()
				_, err := client.Complete(ctx, "Hi")
				late = append(late, time.Since(deadline))
				alone = append(alone, <-done)
				cancel()
				if err == nil {
					b.Fatal("an answer")
				}
				client.targets[0].breaker = breaker{} // each call is to wait
			}
			for unit, all := range map[string][]time.Duration{"late": late, "context": alone} {
				slices.Sort(all)
				b.ReportMetric(float64(all[len(all)/2].Microseconds()), unit+"-p50-µs")
				b.ReportMetric(float64(all[len(all)*99/100].Microseconds()), unit+"-p99-µs")
			}
		})
	}
}
