package metrics

import (
	"testing"

	"nlgserver/nlg"
)

// hot counts everything that a request counts.
func hot(a *Assistant, catalog *nlg.Catalog, message *nlg.Message) {
	began := a.Begin()
	a.Said(catalog, "utter_greet", message)
	a.End(began, 20_000)
}

// TestNoAllocation checks that counting a request does not allocate, with and
// without counts per response.
func TestNoAllocation(t *testing.T) {
	for _, responses := range []bool{false, true} {
		catalog := catalogOf(t, greetings)
		a := New(Options{Responses: responses, Refusals: map[string][]int{"not_json": {400}}}).Assistant("bot", none)
		a.Prepare(catalog)
		message := render(t, catalog, &nlg.Request{Response: "utter_greet"})
		if n := testing.AllocsPerRun(1000, func() { hot(a, catalog, message) }); n != 0 {
			t.Errorf("responses %v: %v allocations", responses, n)
		}
		if n := testing.AllocsPerRun(1000, func() { a.Refused("not_json", 400) }); n != 0 {
			t.Errorf("a rejection: %v allocations", n)
		}
	}
}

// BenchmarkRequest measures what counting costs a request, two readings of the
// clock included; the goal is less than 250 ns. In parallel all share the
// counters, which is the worst case.
func BenchmarkRequest(b *testing.B) {
	catalog := catalogOf(b, greetings)
	message := render(b, catalog, &nlg.Request{Response: "utter_greet", Slots: nlg.Values("name", "Ann")})
	for name, responses := range map[string]bool{"plain": false, "responses": true} {
		a := New(Options{Responses: responses, Refusals: map[string][]int{"not_json": {400}}}).Assistant("bot", none)
		a.Prepare(catalog)
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				hot(a, catalog, message)
			}
		})
		b.Run(name+"/parallel", func(b *testing.B) {
			b.ReportAllocs()
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					hot(a, catalog, message)
				}
			})
		})
	}
}
