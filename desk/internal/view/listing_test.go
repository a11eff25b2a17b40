package view

import (
	"fmt"
	"strings"
	"testing"

	"nlgserver/nlg"
)

// TestMaxLimit checks that a page of the list is bounded, whatever is asked for.
func TestMaxLimit(t *testing.T) {
	var b strings.Builder
	b.WriteString("responses:\n")
	for i := range MaxLimit + 100 {
		fmt.Fprintf(&b, "  utter_%d: [{text: a}]\n", i)
	}
	c, found := Open(t.Context(), Sources{Files: []nlg.File{{Path: "a.yml", Data: []byte(b.String())}}}, Options{})
	if c == nil {
		t.Fatal(found)
	}
	for limit, want := range map[int]int{0: DefaultLimit, -5: DefaultLimit, 1: 1, MaxLimit: MaxLimit, MaxLimit + 1: MaxLimit, 1 << 30: MaxLimit} {
		if got := c.List(Query{Limit: limit}); len(got.Rows) != want || got.Matched != MaxLimit+100 {
			t.Errorf("limit %d: %d rows of %d", limit, len(got.Rows), got.Matched)
		}
	}
	if got := c.List(Query{Offset: MaxLimit + 90, Limit: MaxLimit}); len(got.Rows) != 10 {
		t.Error("the last page:", len(got.Rows))
	}
}
