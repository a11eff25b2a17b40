package reload_test

import (
	"encoding/json"
	"testing"

	"nlgserver/server/internal/reload"
)

func TestResultNames(t *testing.T) {
	got, err := json.Marshal([]reload.Result{0, reload.Changed, reload.Unchanged, reload.Rejected})
	if want := `["none","changed","unchanged","rejected"]`; err != nil || string(got) != want {
		t.Errorf("results are %s (%v), want %s", got, err, want)
	}
}

func TestNewHolder(t *testing.T) {
	n := 7
	if got := reload.NewHolder(&n).Load(); got != &n {
		t.Errorf("Load() = %v, want %v", got, &n)
	}
	if got := reload.NewHolder[int](nil).Load(); got != nil {
		t.Errorf("Load() = %v, want nil", got)
	}
}
