package main

import (
	"strings"
	"testing"
	"time"

	rephrasing "nlgserver/rephrase/settings"
)

// TestRephrasePercentile checks the nearest rank.
func TestRephrasePercentile(t *testing.T) {
	hundred := make([]float64, 100)
	for i := range hundred {
		hundred[i] = float64(100 - i)
	}
	for _, tt := range []struct {
		values  []float64
		p, want float64
	}{
		{hundred, 0.99, 99}, {hundred, 0.5, 50}, {hundred, 1, 100}, {hundred[:10], 0.99, 100}, {[]float64{3, 1, 2}, 0.5, 2}, {[]float64{7}, 0, 7},
	} {
		if got := percentile(tt.values, tt.p); got != tt.want {
			t.Errorf("percentile %g of %d values is %g, want %g", tt.p, len(tt.values), got, tt.want)
		}
	}
}

// TestRephraseVerdict checks that a lost message fails a run at all times, and a time only
// where times are judged.
func TestRephraseVerdict(t *testing.T) {
	for _, tt := range []struct {
		quick, late, lost bool
		want              int
	}{
		{false, false, false, 0}, {false, true, false, 1}, {false, false, true, 1}, {true, true, false, 0}, {true, false, true, 1},
	} {
		v := &verdict{quick: tt.quick}
		v.judge(!tt.late, "late")
		if tt.lost {
			v.lost("lost")
		}
		if got := v.report(); got != tt.want {
			t.Errorf("%+v: the exit code is %d", tt, got)
		}
	}
}

// TestRephraseSettings checks that the settings of a measurement are those of a server.
func TestRephraseSettings(t *testing.T) {
	path, err := writeSettings(t.TempDir(), "http://127.0.0.1:9/v1", 3, 500*time.Millisecond)
	if err != nil {
		t.Fatal(err)
	}
	file, found := rephrasing.Load(path, func(string) (string, bool) { return "", false })
	if len(found) > 0 {
		t.Fatal(found)
	}
	if n := len(file.Deployments); n != 3 || file.Options.Budget != 500*time.Millisecond || !file.Options.Summarize {
		t.Errorf("%d deployments, %+v", n, file.Options)
	}
}

// TestRephraseEcho checks the model's answers: the sentence again, which no guard can object
// to, and a summary that is not empty.
func TestRephraseEcho(t *testing.T) {
	const sentence = "Your table for Ann is ready."
	if got := echo("Reword it:\n<response>\n" + sentence + "\n</response>\nNow:"); got != sentence {
		t.Error(got)
	}
	if got := echo("Summarize it."); strings.TrimSpace(got) == "" {
		t.Error("the summary is empty")
	}
}
