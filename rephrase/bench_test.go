package rephrase

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"nlgserver/nlg"
)

// atOnce is a model that answers at once with one sentence, and with one summary.
type atOnce string

// Complete implements [Model].
func (m atOnce) Complete(_ context.Context, prompt string) (Completion, error) {
	text := string(m)
	if strings.HasSuffix(prompt, "Summary:") {
		text = "The user is waiting for a parcel."
	}
	return Completion{Text: text, Model: "m", PromptTokens: 100, CompletionTokens: 10}, nil
}

// asking is a catalog with a response that asks for rewording, and a request for it after a
// conversation of so many events.
func asking(b *testing.B, events int) (*nlg.Catalog, *nlg.Message, *nlg.Request) {
	b.Helper()
	const content = "responses:\n  utter_x:\n  - text: \"Hello {name}, your order {number} arrives on Monday at 5 pm.\"\n    metadata: {rephrase: true}\n"
	catalog, diags := nlg.Compile([]nlg.File{{Path: "responses.yml", Data: []byte(content)}}, nlg.Options{})
	if catalog == nil {
		b.Fatal(diags)
	}
	talk := &nlg.Conversation{Latest: "When does order 1200 come?", HasLatest: true}
	turn := []nlg.Event{
		{Kind: nlg.ActionEvent},
		{Kind: nlg.UserEvent, Text: "I would like to know when my order comes."},
		{Kind: nlg.ActionEvent},
		{Kind: nlg.BotEvent, Text: "I am looking for it. What is its number?"},
	}
	for i := range events {
		talk.Events = append(talk.Events, turn[i%len(turn)])
	}
	req := &nlg.Request{Response: "utter_x", Slots: nlg.Values("name", "Ann", "number", 1200), Conversation: talk}
	m := &nlg.Message{}
	if err := catalog.RenderTo(m, req, nil); err != nil {
		b.Fatal(err)
	}
	return catalog, m, req
}

// lengths are how many events the conversation has: some of a usual one, and many.
var lengths = [...]int{50, 5000}

// BenchmarkRephrasePrepare measures what a request waits for before it gives its memory
// back: the history, and the values that the guard compares.
func BenchmarkRephrasePrepare(b *testing.B) {
	for _, n := range lengths {
		b.Run(fmt.Sprintf("events=%d", n), func(b *testing.B) {
			catalog, m, req := asking(b, n)
			r := New(DefaultOptions(), atOnce(""))
			b.ReportAllocs()
			for b.Loop() {
				r.Prepare(catalog, m, req)
			}
		})
	}
}

// BenchmarkRephraseRephrase measures all of a message but the model's time: the summary's
// prompt, the prompt, and the guard.
func BenchmarkRephraseRephrase(b *testing.B) {
	for _, n := range lengths {
		b.Run(fmt.Sprintf("events=%d", n), func(b *testing.B) {
			catalog, m, req := asking(b, n)
			r := New(DefaultOptions(), atOnce("Good news, Ann: order 1200 will be there on Monday at 5 pm."))
			b.ReportAllocs()
			for b.Loop() {
				if result := r.Rephrase(b.Context(), r.Prepare(catalog, m, req)); result.Outcome != Reworded {
					b.Fatal(result.Outcome, result.Err)
				}
			}
		})
	}
}
