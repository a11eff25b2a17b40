package wire

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"nlgserver/internal/budget"
	"nlgserver/internal/python"
)

const plenty = 1 << 50

// limited returns a budget with that much memory and that much reading; 0 is plenty.
func limited(memory, reading int64) *budget.Budget {
	if memory == 0 {
		memory = plenty
	}
	if reading == 0 {
		reading = plenty
	}
	return budget.New(budget.Limits{Memory: memory, Reading: reading}, nil, nil, nil)
}

// numbered returns n items, with the number of each in them.
func numbered(n int, format string) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
}

// use is what a rendering may ask of a request.
type use func(r *Request)

func useName(r *Request)    { r.Slots.Get("name") }
func useSlots(r *Request)   { r.Slots.Each(func(string, python.Value) bool { return true }) }
func useContext(r *Request) { r.Context.Get("name") }
func useNothing(*Request)   {}

// TestTooExpensive checks that whatever a body makes the server allocate or do is
// refused beyond the budget, with the place.
func TestTooExpensive(t *testing.T) {
	const n = 50_000
	slots := func(fields string) string {
		return `{"response": "x", "tracker": {"slots": {` + fields + `}}}`
	}
	stack := func(frames string) string {
		return `{"response": "x", "tracker": {"stack": [` + frames + `]}}`
	}
	lists := strings.Repeat("[],", n) + "[]"
	ask := `{"type": "pattern_collect_information"}`
	for name, tt := range map[string]struct {
		body   string
		use    use
		field  string
		offset int
	}{
		"a slot":              {slots(`"name": [` + lists + `]`), useName, "tracker.slots.name", 48},
		"all slots":           {slots(`"a b": [` + lists + `]`), useSlots, "tracker.slots", 47},
		"empty keys":          {slots(strings.Repeat(`"":1,`, n) + `"":1`), useSlots, "", -1},
		"distinct keys":       {slots(numbered(n, `"%d": 1`)), useSlots, "tracker.slots", -1},
		"escaped keys":        {slots(numbered(n, `"\n%d": 1`)), useName, "", -1},
		"an argument":         {`{"response": "x", "arguments": {"name": [` + lists + `]}}`, func(r *Request) { r.Arguments.Get("name") }, "arguments.name", 40},
		"metadata":            {`{"response": "x", "tracker": {"latest_message": {"metadata": {"name": [` + lists + `]}}}}`, func(r *Request) { r.Metadata.Get("name") }, "tracker.latest_message.metadata.name", 70},
		"keys of an event":    {`{"response": "x", "tracker": {"events": [{` + strings.Repeat(`"":1,`, n) + `"":1}]}}`, useNothing, "tracker.events", -1},
		"an escaped id":       {`{"response": "x", "tracker": {"events": [{"metadata": {"assistant_id": "` + strings.Repeat(`\n`, n) + `"}}]}}`, useNothing, "tracker.events", -1},
		"a frame":             {stack(`{"name": [` + lists + `]}`), useContext, "tracker.stack", -1},
		"many frames":         {stack(strings.Repeat(ask+",", n) + ask), useContext, "", -1},
		"an escaped response": {`{"response": "` + strings.Repeat(`\n`, n) + `"}`, useNothing, "response", 13},
		"an escaped key":      {`{"response": "x", "` + strings.Repeat(`\n`, n) + `": 1}`, useNothing, "", 18},
		"keys":                {`{` + strings.Repeat(`"":1,`, n) + `"response": "x"}`, useNothing, "", -1},
		"keys in the tracker": {`{"response": "x", "tracker": {` + numbered(n, `"%d": []`) + `}}`, useNothing, "", -1},
		"nulls for ids":       {`{"response": "x", "ids": [` + strings.Repeat("null,", n) + `null]}`, useNothing, "", -1},
		"a copy":              {slots(`"name": "` + strings.Repeat("a", n) + `"`), (*Request).Detach, "", -1},
	} {
		for reason, b := range map[budget.Reason]*budget.Budget{budget.Memory: limited(30<<10, 0), budget.Reading: limited(0, 1000)} {
			if (name == "empty keys" || strings.HasPrefix(name, "keys") || strings.HasPrefix(name, "nulls")) && reason == budget.Memory || name == "a copy" && reason == budget.Reading {
				continue // that costs nothing
			}
			if strings.HasPrefix(name, "an escaped") && reason == budget.Reading {
				b = limited(0, 100)
			}
			r := Request{Budget: b, WantMetadata: true, WantAssistant: true}
			err := r.Read([]byte(tt.body))
			if err == nil {
				tt.use(&r)
				err = r.Err()
			}
			e, _ := errors.AsType[*Error](err)
			if e == nil || e.Kind != TooExpensive || e.Reason != reason || b.Reason() != reason {
				t.Errorf("%s: %v, %v", name, err, b.Reason())
				continue
			}
			if tt.field != "" && e.Field != tt.field || tt.offset >= 0 && e.Offset != tt.offset {
				t.Errorf("%s: %q at %d: %v", name, e.Field, e.Offset, e)
			}
			if reason == budget.Memory && !strings.Contains(e.Error(), " takes more memory than a request may have") {
				t.Errorf("%s: %v", name, e)
			}
		}
	}
}

// TestHolds compares the memory that a request pays for with the memory that is
// allocated for it.
func TestHolds(t *testing.T) {
	const n = 100_000
	for name, tt := range map[string]struct {
		body string
		use  use
	}{
		"distinct keys":  {`{"response": "x", "tracker": {"slots": {` + numbered(n, `"%d": 1`) + `}}}`, useSlots},
		"escaped keys":   {`{"response": "x", "tracker": {"slots": {` + numbered(n, `"\n%d": 1`) + `}}}`, useSlots},
		"empty keys":     {`{"response": "x", "tracker": {"slots": {` + strings.Repeat(`"":1,`, n) + `"":1}}}`, useSlots},
		"one of many":    {`{"response": "x", "tracker": {"slots": {` + numbered(n, `"%d": 1`) + `}}}`, useName},
		"unneeded slots": {`{"response": "x", "tracker": {"slots": {"a": [` + strings.Repeat("[],", n) + `[]], "name": 1}}}`, useName},
		"ids":            {`{"response": "x", "ids": [` + numbered(MaxIDs, `"%d"`) + `]}`, useNothing},
		"frames":         {`{"response": "x", "tracker": {"stack": [` + numbered(n, `{"type": "pattern_collect_information", "a%d": 1}`) + `]}}`, useContext},
	} {
		b := limited(0, 0)
		r := Request{Budget: b}
		body := []byte(tt.body)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		err := r.Read(body)
		tt.use(&r)
		runtime.ReadMemStats(&after)
		if err != nil || r.Err() != nil {
			t.Fatalf("%s: %v, %v", name, err, r.Err())
		}
		allocated := int64(after.TotalAlloc - before.TotalAlloc)
		t.Logf("%-16s allocated %10d, held %10d", name, allocated, b.Reserved())
		if held := b.Reserved(); held < allocated*8/10-64<<10 || held > allocated*14/10+512<<10 {
			t.Errorf("%s: %d bytes are held, %d allocated", name, held, allocated)
		}
		if (name == "one of many" || name == "unneeded slots" || name == "empty keys") && allocated > 2<<20 {
			t.Errorf("%s: %d bytes for what nobody needs", name, allocated)
		}
	}
}

// TestManyIDs checks that ids are bounded in number.
func TestManyIDs(t *testing.T) {
	r := read(t, `{"response": "x", "ids": [`+numbered(MaxIDs, `"%d"`)+`]}`)
	if len(r.IDs) != MaxIDs {
		t.Errorf("%d ids", len(r.IDs))
	}
	err := r.Read([]byte(`{"response": "x", "ids": [` + numbered(MaxIDs+1, `"%d"`) + `]}`))
	if e, _ := errors.AsType[*Error](err); e == nil || e.Kind != TooExpensive || e.Reason != budget.Memory || e.Field != "ids" {
		t.Errorf("%v", err)
	}
}

// TestHugeObject compares an object that has no index with one that has.
func TestHugeObject(t *testing.T) {
	fields := numbered(indexMost, `"%d": 1`)
	for _, extra := range []string{``, `, "a": 1`, `, "a": 1, "b": 2, "\u0061": [3]`, `, "a": [`, `, "a": 1 2`, `, "a": tru`} {
		text := "{" + fields + extra + "}"
		small, large := Object{text: "{" + strings.TrimPrefix(extra, ", ") + "}", name: "slots"}, Object{text: text, name: "slots"}
		for _, key := range []string{"a", "b", "c", "a"} {
			want, wantOK := small.Get(key)
			got, ok := large.Get(key)
			if ok != wantOK || !python.Equal(got, want) {
				t.Errorf("%.30q: %q is %v %s, want %v %s", extra, key, ok, got.Repr(), wantOK, want.Repr())
			}
		}
		isHuge := extra != "" && !strings.HasSuffix(extra, "[") && !strings.HasSuffix(extra, "tru")
		if (large.state == huge) != isHuge || (large.err == nil) != (small.err == nil) {
			t.Errorf("%.30q: state %d, %v and %v", extra, large.state, large.err, small.err)
		}
		all := Object{text: text}
		if got, want := repr(&large), repr(&all); got != want {
			t.Errorf("%.30q: after a Get the fields are others", extra)
		}
		if _, ok := large.Get("a"); ok != all.has("a") {
			t.Errorf("%.30q: after all fields were used, a is %v", extra, ok)
		}
	}
}

func (o *Object) has(key string) bool {
	_, ok := o.Get(key)
	return ok
}

// TestEqualKeys checks that the last of equal keys wins, at the place of the first,
// in an object of any size.
func TestEqualKeys(t *testing.T) {
	for _, n := range []int{1, 30, indexFrom - 3, indexFrom - 2, indexFrom - 1, indexFrom, 1000} {
		o := Object{text: `{"a": 1, "b": 2, "a": 3, ` + numbered(n, `"%d": 0`) + `, "b": 4, "a": 5}`}
		want := "{'a': 5, 'b': 4, " + strings.ReplaceAll(numbered(n, `"%d": 0`), `"`, `'`) + "}"
		if got := repr(&o); got != want {
			t.Errorf("%d: %s", n, got)
		}
		if v, _ := o.Get("a"); v.Repr() != "5" {
			t.Errorf("%d: a is %s", n, v.Repr())
		}
	}
}

// TestLongKeys checks that comparing and finding long keys is paid for: in a small
// object each is compared with those before it.
func TestLongKeys(t *testing.T) {
	const length = 10_000
	for n, least := range map[int]int64{
		indexFrom:     indexFrom * (indexFrom - 1) / 2 * length / comparedPerUnit,
		4 * indexFrom: (4 - 1) * indexFrom * length / hashedPerNanosecond / budget.UnitNanoseconds,
	} {
		scan := int64(n * length / bytesPerNanosecond / budget.UnitNanoseconds)
		text := "{" + numbered(n, `"`+strings.Repeat("k", length)+`%03d": 0`) + "}"
		b := limited(0, 0)
		o := Object{text: text, name: "slots", budget: b}
		o.Each(func(string, python.Value) bool { return true })
		if paid := plenty - b.ReadingLeft(); paid < scan+least {
			t.Errorf("%d keys: %d units are paid, want %d", n, paid, scan+least)
		}
		poor := limited(0, scan+least/2)
		o = Object{text: text, name: "slots", budget: poor}
		o.Each(func(string, python.Value) bool { return true })
		if poor.Reason() != budget.Reading || o.err == nil || o.err.Field != "slots" {
			t.Errorf("%d keys: %v, %v", n, poor.Reason(), o.err)
		}
	}
}

// TestGone checks that all work ends when the client has gone.
func TestGone(t *testing.T) {
	const n = 4 * lookEvery
	for name, body := range map[string]string{
		"skipped lists":   `{"events": [` + strings.Repeat("[],", n/3) + `[]], "response": "x"}`,
		"a skipped text":  `{"events": "` + strings.Repeat("a", n) + `", "response": "x"}`,
		"skipped escapes": `{"events": "` + strings.Repeat(`\"`, n/2) + `", "response": "x"}`,
		"white space":     `{` + strings.Repeat(" ", n) + `"response": "x"}`,
		"a number":        `{"response": "x", "events": 1.` + strings.Repeat("1", n) + `}`,
		"keys":            `{` + strings.Repeat(`"":1,`, n/5) + `"response": "x"}`,
		"frames":          `{"response": "x", "tracker": {"stack": [` + strings.Repeat(`{},`, n/3) + `{}]}}`,
	} {
		for _, piece := range []int{1000, n} {
			for _, strict := range []bool{false, true} {
				gone := make(chan struct{})
				close(gone)
				r := Request{Budget: budget.New(budget.Limits{Memory: plenty, Reading: plenty}, nil, nil, gone)}
				source := &drip{rest: body, piece: piece}
				var err error
				if strict {
					err = ValidateWithin([]byte(body), 0, r.Budget)
				} else {
					_, err = r.ReadFrom(source, nil)
				}
				if e, _ := errors.AsType[*Error](err); e == nil || e.Kind != TooExpensive || e.Reason != budget.Gone || e.Offset > n/2 {
					t.Errorf("%s in pieces of %d, strict %v: %v", name, piece, strict, err)
				}
			}
		}
	}
}

// TestKeepsLittle checks that a request that is used again keeps no large list.
func TestKeepsLittle(t *testing.T) {
	r := read(t, `{"response": "x", "ids": [`+numbered(1000, `"%d"`)+`], "tracker": {"slots": {`+numbered(1000, `"%d": 1`)+`}}}`)
	useSlots(r)
	if err := r.Read([]byte(`{"response": "x"}`)); err != nil || cap(r.IDs) > keepIDs || cap(r.Slots.fields) > keepFields || r.Slots.byKey != nil {
		t.Errorf("%v: room for %d ids and %d slots is kept", err, cap(r.IDs), cap(r.Slots.fields))
	}
}

// TestValidateHoldsNothing checks that a check of a whole body makes nothing of it.
func TestValidateHoldsNothing(t *testing.T) {
	item := `{"a\n": ["\u00e9", 12345678901234567890123, 1.5, -0, null, {"": NaN}]}`
	allocs := func(n int) float64 {
		body := []byte(`{"a": [` + strings.Repeat(item+",", n) + item + `]}`)
		return testing.AllocsPerRun(5, func() {
			if err := Validate(body, 0); err != nil {
				t.Fatal(err)
			}
		})
	}
	if few, many := allocs(10), allocs(10_000); many > few {
		t.Errorf("%v allocations for a large body, %v for a small one", many, few)
	}
}

// TestValidateDeep checks that depth takes no stack.
func TestValidateDeep(t *testing.T) {
	const depth = 3_000_000
	for _, pair := range []string{"[]", `{"":}`} {
		middle := len(pair) - 1
		body := `{"a": ` + strings.Repeat(pair[:middle], depth) + "1" + strings.Repeat(pair[middle:], depth) + "}"
		if err := Validate([]byte(body), depth+1); err != nil {
			t.Error(err)
		}
		if err := Validate([]byte(body), depth); !isTooDeep(err) {
			t.Error(err)
		}
	}
}

// FuzzBudget reads any body within any budget. What is allocated is paid for, nothing
// is read differently than without a budget, and what is refused says why.
func FuzzBudget(f *testing.F) {
	for _, seed := range []string{
		`{"response": "x", "arguments": {"a": [1, "\u00e9", {"b": 1.5}]}, "ids": ["a", "b"], "tracker": {"slots": {"n": [[], [], [[1]]], "n": 2}, "stack": [{"a": 1}, {"type": "pattern_collect_information", "b": [2]}], "latest_message": {"metadata": {"k": 12345678901234567890}}, "events": [{}, {"\u0061": 1, "metadata": {"assistant_id": "\n\n\n"}}]}}`,
		`{"response": "\n\n\n", "tracker": {"slots": {"\n": {"":{"":{"":{"":{"":{"":{"":{"":{"":{"":1}}}}}}}}}}}}}`,
		`{"response": "x", "tracker": {"slots": {` + numbered(100, `"%d": [1.5e999, %[1]d]`) + `}}}`,
	} {
		f.Add([]byte(seed), uint32(1000), uint32(10))
		f.Add([]byte(seed), uint32(1<<20), uint32(1000))
	}
	f.Fuzz(func(t *testing.T, body []byte, memory, reading uint32) {
		free, wantErr := allOf(body, nil)
		if got, err := allOf(body, limited(0, 0)); got != free || fmt.Sprint(err) != fmt.Sprint(wantErr) {
			t.Fatalf("within a large budget: %s, %v, without one: %s, %v", got, err, free, wantErr)
		}
		b := limited(int64(memory)+1, int64(reading)+1)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		r, err := useAll(body, b)
		runtime.ReadMemStats(&after)
		allocated, held := int64(after.TotalAlloc-before.TotalAlloc), b.Reserved()
		// What is used of the first pieces is free, and so is a little for each field.
		if most := 2*held + int64(len(body)) + 64<<10; held > int64(memory)+1 || allocated > most {
			t.Fatalf("%d bytes are allocated, %d held of %d", allocated, held, memory+1)
		}
		got := all(r) // which may read a faulty field again, and pay for it
		if err == nil {
			err = r.Err()
		}
		e, _ := errors.AsType[*Error](err)
		switch {
		case e != nil && e.Kind == TooExpensive && e.Reason == b.Reason() && e.Message != "":
		case e != nil && e.Kind == TooExpensive && b.Reason() == budget.Within && wantErr != nil: // too many ids
		case b.Reason() != budget.Within && err != nil && wantErr != nil: // it has a fault besides
		case b.Reason() != budget.Within:
			t.Fatalf("%v, but %v is exceeded", err, b.Reason())
		case fmt.Sprint(err) != fmt.Sprint(wantErr) || got != free:
			t.Fatalf("%s, %v, without a budget: %s, %v", got, err, free, wantErr)
		}
	})
}

func allOf(body []byte, b *budget.Budget) (string, error) {
	r, err := useAll(body, b)
	return all(r), err
}

// useAll reads a body, and decodes all of it that can be asked.
func useAll(body []byte, b *budget.Budget) (*Request, error) {
	r := &Request{WantMetadata: true, WantAssistant: true, Budget: b}
	if err := r.Read(body); err != nil {
		return &Request{}, err
	}
	for _, m := range [...]python.Mapping{&r.Arguments, &r.Slots, &r.Context, &r.Metadata} {
		m.Get("a")
		m.Each(func(string, python.Value) bool { return true })
	}
	return r, r.Err()
}

// all prints a request after useAll.
func all(r *Request) string {
	return fmt.Sprintf("%q %q %q %s %s %s %s", r.Response, r.IDs, r.AssistantID, repr(&r.Arguments), repr(&r.Slots), repr(&r.Context), repr(&r.Metadata))
}

// BenchmarkScanCosts shows what a unit costs, which must be about
// budget.UnitNanoseconds at most.
func BenchmarkScanCosts(b *testing.B) {
	const n = 1 << 18
	for name, tt := range map[string]struct {
		body string
		use  use
	}{
		"empty keys":      {`{` + strings.Repeat(`"":1,`, n) + `"response": "x"}`, useNothing},
		"long values":     {`{` + strings.Repeat(`"":"`+strings.Repeat("a", 50)+`",`, n/10) + `"response": "x"}`, useNothing},
		"nulls":           {`{"response": "x", "ids": [` + strings.Repeat("null,", n) + `null]}`, useNothing},
		"index":           {`{"response": "x", "tracker": {"slots": {` + numbered(n, `"%d": 1`) + `}}}`, useSlots},
		"equal keys":      {`{"response": "x", "tracker": {"slots": {` + strings.Repeat(`"a":1,`, n) + `"a":1}}}`, useSlots},
		"search":          {`{"response": "x", "tracker": {"slots": {` + numbered(n, `"%d": 1`) + `}}}`, useName},
		"search in lists": {`{"response": "x", "tracker": {"slots": {` + numbered(n/10, `"%d": [[],[],[],[],[],[],[],[],[],[],[]]`) + `}}}`, useName},
		"frames":          {`{"response": "x", "tracker": {"stack": [` + numbered(n/10, `{"type": "pattern_collect_information", "a%d": 1}`) + `]}}`, useContext},
		"empty frames":    {`{"response": "x", "tracker": {"stack": [` + strings.Repeat(`{},`, n) + `{}]}}`, useContext},
		"escapes":         {`{"response": "x", "tracker": {"slots": {"a": "` + strings.Repeat(`\n`, n) + `", "name": 1}}}`, useName},
	} {
		b.Run(strings.ReplaceAll(name, " ", "_"), func(b *testing.B) {
			units := int64(0)
			body := []byte(tt.body)
			for b.Loop() {
				paid := limited(0, 0)
				r := Request{Budget: paid}
				if err := r.Read(body); err != nil {
					b.Fatal(err)
				}
				tt.use(&r)
				units += plenty - paid.ReadingLeft()
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(units), "ns/unit")
		})
	}
}
