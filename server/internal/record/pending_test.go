package record

import (
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"nlgserver/nlg"
)

// TestPending checks that requests to any number of responses take no more memory than
// they may, and that large ones do not push out small ones.
func TestPending(t *testing.T) {
	p := pending{keep: DefaultKeep, buckets: map[string]*waiting{}}
	for i := range 50 {
		p.add(&entry{response: fmt.Sprintf("utter_small_%d", i)})
	}
	dropped := 0
	large := strings.Repeat("x", 250_000)
	for i := range 3000 {
		dropped += p.add(&entry{response: fmt.Sprintf("utter_large_%d", i%1000), parts: [partCount]string{large}})
		if p.size > maxPending {
			t.Fatalf("%d bytes are pending", p.size)
		}
	}
	all := p.take()
	small := 0
	for _, e := range all {
		if strings.HasPrefix(e.response, "utter_small") {
			small++
		}
	}
	if small != 50 || dropped != 3050-len(all) || len(all) < 65 || p.size != 0 {
		t.Errorf("%d small requests are left of %d, %d were dropped", small, len(all), dropped)
	}
}

// TestShrinkEverywhere checks that memory becomes free even if no bucket is large.
func TestShrinkEverywhere(t *testing.T) {
	p := pending{keep: DefaultKeep, buckets: map[string]*waiting{}}
	for i := range 100_000 {
		if p.add(&entry{response: fmt.Sprintf("utter_%d", i)}); p.size > maxPending {
			t.Fatalf("%d bytes are pending", p.size)
		}
	}
	if len(p.buckets) > maxPending/itself {
		t.Errorf("%d buckets", len(p.buckets))
	}
}

// TestQueue checks that the queue is bounded in bytes too, and gives them back.
func TestQueue(t *testing.T) {
	r, err := New(Options{Dir: t.TempDir()}, nil, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	req := &nlg.Request{Response: "utter_x", Slots: nlg.Values("x", strings.Repeat("x", 250_000))}
	for range queueLength {
		r.Record("", req, &nlg.Message{})
	}
	if n := len(r.queue); n != maxQueued/(250_000+itself+len("utter_x")+len(`{"x":""}`)) || r.tooMany.Load() != uint64(queueLength-n) {
		t.Errorf("%d requests are queued, %d dropped", n, r.tooMany.Load())
	}
	for len(r.queue) > 0 {
		r.add(<-r.queue)
	}
	if r.queued.Load() != 0 {
		t.Errorf("%d bytes are left", r.queued.Load())
	}
}
