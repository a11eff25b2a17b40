package predicate_test

import (
	"testing"

	"nlgserver/selector/predicate"
)

func TestWords(t *testing.T) {
	for source, want := range map[string]string{
		"slots.known_customer is true":                     "known_customer is true",
		"slots.tier is 'gold'  and\n not slots.blocked":    "tier is 'gold' and not blocked",
		"slots.age>=18 # grown up":                         "age>=18",
		"(slots.a or slots.b) and slots.c is 'slots.d'":    "(a or b) and c is 'slots.d'",
		"{'a' 'b'} contains slots.order.kind":              "{'a' 'b'} contains order.kind",
		"context.topic is 'x' and slots.context.y is null": "context.topic is 'x' and slots.context.y is null",
		"slots.empty is 1":                                 "slots.empty is 1",
		"slots.is is":                                      "slots.is is",
		"slots.name matches /^slots. a/i":                  "name matches /^slots. a/i",
	} {
		p, _ := predicate.Compile(source, nil)
		if got := p.Words(); got != want {
			t.Errorf("%q: %q, want %q", source, got, want)
		}
	}
}
