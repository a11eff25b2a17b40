package main

import (
	"strings"
	"testing"
	"time"
)

// TestFlatness checks that growth is reported and fluctuation is not.
func TestFlatness(t *testing.T) {
	const mib = 1 << 20
	steady := sample{goroutines: 100, live: 10 * mib, resident: 100 * mib}
	tests := []struct {
		name   string
		at     func(i int) sample // of 60 seconds
		errs   []string
		faults string // the prefix of each failure
	}{
		{"steady", func(int) sample { return steady }, nil, ""},
		{"wavers", func(i int) sample {
			s := steady
			s.goroutines += float64(i % 7)
			s.live += float64(i%3) * mib
			return s
		}, nil, ""},
		{"a peak in the middle", func(i int) sample {
			s := steady
			if i == 30 {
				s.resident *= 10
			}
			return s
		}, nil, ""},
		{"high at first, which is warm-up", func(i int) sample {
			s := steady
			if i < 5 {
				s.goroutines = 1
			}
			return s
		}, nil, ""},
		{"a goroutine a second", func(i int) sample { s := steady; s.goroutines += float64(i); return s }, nil, "goroutines"},
		{"memory", func(i int) sample { s := steady; s.live += float64(i) * mib; return s }, nil, "MiB live"},
		{"memory outside of the heap", func(i int) sample { s := steady; s.resident += float64(i) * 2 * mib; return s }, nil, "MiB resident"},
		{"a missing figure", func(int) sample { s := steady; s.live = -1; return s }, nil, "MiB live"},
		{"a panic, reported once", func(int) sample { return steady }, []string{"1 panics", "1 panics"}, "1 panics"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := samples{errs: tt.errs}
			for i := range 60 {
				next := tt.at(i)
				next.at = time.Duration(i+1) * time.Second
				s.all = append(s.all, next)
			}
			got := s.failures(time.Minute)
			if tt.faults == "" && len(got) != 0 || tt.faults != "" && (len(got) != 1 || !strings.HasPrefix(got[0], tt.faults)) {
				t.Errorf("%q, want %q", got, tt.faults)
			}
		})
	}
	if got := (&samples{}).failures(time.Minute); len(got) != 1 {
		t.Errorf("without samples: %q", got)
	}
}

func TestStamp(t *testing.T) {
	for _, tt := range []struct {
		text string
		last int
		want int
		err  string
	}{
		{`{"text":"v7 Ann v7"}`, 7, 7, ""},
		{`{"text":"v12 Ann v12"}`, 7, 12, ""},
		{`{"text":"v6 Ann v6"}`, 7, 7, "older"},
		{`{"text":"v7 Ann v8"}`, 7, 7, "mixed"},
		{`{"text":"v7 Ann`, 7, 7, "malformed"},
		{`{"text":"v7 {name} v7"}`, 7, 7, "malformed"},
		{`{}`, 7, 7, "malformed"},
	} {
		got, err := stamp([]byte(tt.text), tt.last)
		if got != tt.want || (err == nil) != (tt.err == "") || err != nil && !strings.Contains(err.Error(), tt.err) {
			t.Errorf("%s: %d, %v", tt.text, got, err)
		}
	}
}

func TestMetric(t *testing.T) {
	text := []byte("# HELP go_goroutines x\n# TYPE go_goroutines gauge\ngo_goroutines 12\ngo_memstats_next_gc_bytes 4.194304e+06\nnlg_requests_total{code=\"200\"} 5\nnlg_requests_total{code=\"404\"} 2\n")
	for name, want := range map[string]float64{"go_goroutines": 12, "go_memstats_next_gc_bytes": 4 << 20, "go_gor": -1, "nlg_requests_total": 7} {
		if got := metric(text, name); got != want {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}

// TestTally checks that every unexpected outcome is a failure with its count.
func TestTally(t *testing.T) {
	seen := newTally()
	seen.count("a", "200 ", true)
	seen.count("b", "500 internal_error", false)
	seen.count("b", "500 internal_error", false)
	if got := seen.failures(); len(got) != 1 || !strings.Contains(got[0], "b: 2 times") || seen.requests() != 3 {
		t.Errorf("%q of %d", got, seen.requests())
	}
}
