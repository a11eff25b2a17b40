package python

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"nlgserver/internal/budget"
)

// shapes are texts of about that many bytes that cost much, each in its own way.
func shapes(size int) map[string]string {
	list := func(item string) string {
		return "[" + strings.Repeat(item+",", size/(len(item)+1)) + item + "]"
	}
	numbered := func(open, format, end string) string {
		var b strings.Builder
		b.WriteString(open)
		for i := 0; b.Len() < size; i++ {
			if i > 0 {
				b.WriteByte(',')
			}
			fmt.Fprintf(&b, format, i)
		}
		return b.String() + end
	}
	digits := strings.Repeat("1234567890", 430)
	return map[string]string{
		"empty lists":            list("[]"),
		"empty dicts":            list("{}"),
		"lists of one":           list("[1]"),
		"lists of five":          list("[1,2,3,4,5]"),
		"lists of 100":           list("[1" + strings.Repeat(",1", 99) + "]"),
		"lists in lists":         list(strings.Repeat("[", 7) + "1" + strings.Repeat("]", 7)),
		"dicts of one":           list(`{"a":1}`),
		"dicts of five":          list(`{"a":1,"b":2,"c":3,"d":4,"e":5}`),
		"dicts of ten":           list(`{"a":1,"b":2,"c":3,"d":4,"e":5,"f":6,"g":7,"h":8,"i":9,"j":0}`),
		"dicts in dicts":         list(strings.Repeat(`{"":`, 7) + "1" + strings.Repeat("}", 7)),
		"deep":                   list(strings.Repeat("[", 900) + strings.Repeat("]", 900)),
		"empty keys":             numbered("{", `"":%d`, "}"),
		"distinct keys":          numbered("{", `"%d":1`, "}"),
		"distinct escaped keys":  numbered("{", `"\\n%d":1`, "}"),
		"numbers":                list("1"),
		"ints":                   list("123456789012345678"),
		"big ints":               list("12345678901234567890123"),
		"ints of 4,300 digits":   list(digits),
		"floats":                 list("1.5"),
		"long floats":            list("1.2345678901234567890123e-300"),
		"halfway floats":         list("1.00000000000000011102230246251565404236316680908203125"),
		"infinite floats":        list("1e999"),
		"floats of 800 digits":   list("2.2250738585072011" + digits[:780] + "e-308"),
		"one float":              "1." + strings.Repeat("7", size),
		"texts":                  list(`"a"`),
		"escapes":                list(`"\n"`),
		"long escapes":           list(`"` + strings.Repeat(`\u00e9`, 50) + `"`),
		"one text":               `"` + strings.Repeat("a", size) + `"`,
		"one text of umlauts":    `"` + strings.Repeat("ä", size/2) + `"`,
		"one text of escapes":    `"` + strings.Repeat(`\n`, size/2) + `"`,
		"one text of surrogates": `"` + strings.Repeat(`\ud83d\ude00`, size/12) + `"`,
		"space":                  strings.Repeat(" ", size) + "1",
		"mixed":                  list(`{"a":[1,2.5,"x\u00e9",null],"b":{"c":[],"d":"text"}}`),
	}
}

// TestParseJSONHolds compares the memory that is paid for with the memory that is
// allocated.
func TestParseJSONHolds(t *testing.T) {
	for name, text := range shapes(1 << 20) {
		b := budget.New(budget.Limits{Memory: 1 << 40, Reading: 1 << 40}, nil, nil, nil)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		v, err := ParseJSONWithin(text, b)
		runtime.ReadMemStats(&after)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		runtime.KeepAlive(v)
		allocated := int64(after.TotalAlloc - before.TotalAlloc)
		t.Logf("%-22s allocated %10d, held %10d", name, allocated, b.Reserved())
		if allocated < 100<<10 {
			if b.Reserved() > 2<<20 {
				t.Errorf("%s: %d bytes are held for little", name, b.Reserved())
			}
			continue
		}
		if held := b.Reserved(); held < allocated*8/10 || held > allocated*12/10 {
			t.Errorf("%s: %d bytes are held, %d allocated", name, held, allocated)
		}
	}
}

// TestParseJSONTooExpensive checks that reading ends where the budget does, for memory
// and for work.
func TestParseJSONTooExpensive(t *testing.T) {
	for name, text := range shapes(1 << 16) {
		whole := budget.New(budget.Limits{Memory: 1 << 40, Reading: 1 << 40}, nil, nil, nil)
		if _, err := ParseJSONWithin(text, whole); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if whole.Reserved() > 48<<10 { // it is reserved in steps
			b := budget.New(budget.Limits{Memory: whole.Reserved() / 3, Reading: 1 << 40}, nil, nil, nil)
			if _, err := ParseJSONWithin(text, b); !errors.Is(err, ErrTooExpensive) || b.Reason() != budget.Memory {
				t.Errorf("%s: %v, %v", name, err, b.Reason())
			}
		}
		b := budget.New(budget.Limits{Memory: 1 << 40, Reading: 100}, nil, nil, nil)
		if _, err := ParseJSONWithin(text, b); !errors.Is(err, ErrTooExpensive) || b.Reason() != budget.Reading {
			t.Errorf("%s: %v, %v", name, err, b.Reason())
		}
	}
}

// TestParseJSONGone checks that reading and checking end when the client has gone.
func TestParseJSONGone(t *testing.T) {
	gone := make(chan struct{})
	close(gone)
	for name, text := range shapes(3 << 19) {
		for _, read := range []func(b *budget.Budget) error{
			func(b *budget.Budget) error { _, err := ParseJSONWithin(text, b); return err },
			func(b *budget.Budget) error { return CheckJSON(text, b) },
		} {
			b := budget.New(budget.Limits{Memory: 1 << 40, Reading: 1 << 40}, nil, nil, gone)
			if err := read(b); !errors.Is(err, ErrTooExpensive) || b.Reason() != budget.Gone {
				t.Errorf("%s: %v, %v", name, err, b.Reason())
			}
		}
	}
}

// TestParseJSONSizes reads lists and dicts of all sizes, in each other, whose items are
// collected in pieces.
func TestParseJSONSizes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		budget := rapid.IntRange(1, 5000).Draw(t, "values")
		number := int64(0)
		var value func(depth int) Value
		value = func(depth int) Value {
			budget--
			if number++; depth == 6 || budget < 0 {
				return Int(number)
			}
			n := rapid.SampledFrom([]int{0, 1, 2, 3, 4, 5, 8, 9, 15, 16, 17, 60, 1021}).Draw(t, "items")
			if rapid.Bool().Draw(t, "dict") {
				d := &Dict{}
				for i := range min(n, budget) {
					d.Set(fmt.Sprint(i), value(depth+1))
				}
				return OfDict(d)
			}
			var items []Value
			for range min(n, budget) {
				items = append(items, value(depth+1))
			}
			return List(items...)
		}
		text := string(value(0).AppendJSON(nil))
		v, err := ParseJSON(text)
		if err != nil {
			t.Fatal(err)
		}
		if got := string(v.AppendJSON(nil)); got != text {
			t.Fatalf("%s is read as %s", text, got)
		}
	})
}

// BenchmarkParseCosts shows what a unit costs, which must be at most
// budget.UnitNanoseconds, and not much less.
func BenchmarkParseCosts(b *testing.B) {
	for name, text := range shapes(1 << 20) {
		b.Run(strings.ReplaceAll(name, " ", "_"), func(b *testing.B) {
			const plenty = 1 << 50
			units := int64(0)
			for b.Loop() {
				paid := budget.New(budget.Limits{Memory: plenty, Reading: plenty}, nil, nil, nil)
				if _, err := ParseJSONWithin(text, paid); err != nil {
					b.Fatal(err)
				}
				units += plenty - paid.ReadingLeft()
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(units), "ns/unit")
		})
	}
}
