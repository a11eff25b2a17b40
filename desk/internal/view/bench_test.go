package view_test

import (
	"fmt"
	"strings"
	"testing"

	"nlgserver/desk/internal/view"
	"nlgserver/nlg"
)

// largeContent returns that many responses with ten variations each: two channels,
// conditions on four slots, a translation of every other one, buttons.
func largeContent(responses int) view.Sources {
	const perFile = 500
	var s view.Sources
	for first := 0; first < responses; first += perFile {
		var b strings.Builder
		b.WriteString("responses:\n")
		for i := first; i < min(first+perFile, responses); i++ {
			fmt.Fprintf(&b, "  utter_topic_%d/answer_%d:\n", i%40, i)
			for j := range 10 {
				fmt.Fprintf(&b, "    # Said at step %d.\n    - text: \"Hello {name}, your order %d is on its way; wording %d is for you.\"\n", j, i, j)
				switch j % 5 {
				case 1:
					fmt.Fprintf(&b, "      condition:\n        - {type: slot, name: tier, value: level%d}\n", j)
				case 2:
					b.WriteString("      channel: slack\n")
				case 3:
					fmt.Fprintf(&b, "      condition: \"slots.orders > %d\"\n      channel: telegram\n", j)
				case 4:
					fmt.Fprintf(&b, "      translation: {de: \"Hallo {name}, Bestellung %d ist unterwegs, Fassung %d.\"}\n", i, j)
					b.WriteString("      buttons: [{title: Track it, payload: /track}, {title: Stop, payload: /stop}]\n")
				}
			}
		}
		s.Files = append(s.Files, nlg.File{Path: fmt.Sprintf("responses_%03d.yml", first/perFile), Data: []byte(b.String())})
	}
	return s
}

const manyResponses = 10_000

func open(t testing.TB, s view.Sources) *view.Content {
	t.Helper()
	c, found := view.Open(t.Context(), s, view.Options{})
	if c == nil {
		t.Fatalf("rejected: %v", found)
	}
	return c
}

func BenchmarkOpen(b *testing.B) {
	s := largeContent(manyResponses)
	b.ReportAllocs()
	for b.Loop() {
		open(b, s)
	}
}

func BenchmarkList(b *testing.B) {
	c := open(b, largeContent(manyResponses))
	for _, q := range []view.Query{
		{}, {Words: "order 9999"}, {Words: "e"}, {Words: "unterwegs fassung"}, {Words: "nothing has this"}, {Channel: "slack", Slot: "tier", Missing: "de"},
	} {
		name := fmt.Sprintf("words=%q,filters=%v", q.Words, q.Channel != "")
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				c.List(q)
			}
		})
	}
}

func BenchmarkResponse(b *testing.B) {
	c := open(b, largeContent(manyResponses))
	name := c.List(view.Query{}).Rows[0].Name
	b.ReportAllocs()
	for b.Loop() {
		c.Response(name)
	}
}

func BenchmarkTry(b *testing.B) {
	c := open(b, largeContent(manyResponses))
	name := c.List(view.Query{}).Rows[0].Name
	for _, all := range []bool{false, true} {
		b.Run(fmt.Sprintf("all_channels=%v", all), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := c.Try(b.Context(), view.Try{Response: name, AllChannels: all}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
