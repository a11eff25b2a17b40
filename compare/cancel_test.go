package compare

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"nlgserver/nlg"
)

// dueling is done after it was asked for its error some times, and counts how often it is
// asked then.
type dueling struct {
	context.Context
	left, late int
}

func (d *dueling) Err() error {
	if d.left > 0 {
		d.left--
		return nil
	}
	d.late++
	return context.Canceled
}

// TestCatalogsContext checks that a comparison ends wherever it is when nobody waits for
// it any more, and is the same as without.
func TestCatalogsContext(t *testing.T) {
	compiled := func(text, other string) *nlg.Catalog {
		var data strings.Builder
		data.WriteString("responses:\n")
		for i := range 5 {
			fmt.Fprintf(&data, "  utter_%d: [{text: %s}]\n  utter_%s%d: [{text: '%d'}]\n", i, text, other, i, i)
		}
		c, found := nlg.Compile([]nlg.File{{Path: "a.yml", Data: []byte(data.String())}}, nlg.Options{KeepWritten: true})
		if c == nil {
			t.Fatal(found)
		}
		return c
	}
	from, to := compiled("Hi", "a"), compiled("Hello", "b")
	whole := Catalogs(from, to)
	// Each side is read, and compared with the other: 10 responses, four times.
	for left := range 41 {
		ctx := &dueling{Context: t.Context(), left: left}
		d, err := CatalogsContext(ctx, from, to)
		if left < 40 && (d != nil || !errors.Is(err, context.Canceled) || ctx.late != 1) {
			t.Fatalf("%d: %v %v, asked %d times more", left, d, err, ctx.late)
		}
		if left == 40 && (err != nil || len(d.Responses) != len(whole.Responses) || len(d.Responses) != 15) {
			t.Fatalf("%v %+v", err, d)
		}
	}
}
