package metrics

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestConfigured(t *testing.T) {
	const (
		total      = "nlg_configuration_reloads_total"
		successful = "nlg_configuration_last_reload_successful"
		restart    = "nlg_configuration_restart_required"
	)
	m := New(Options{Configuration: true})
	tests := []struct {
		name    string
		result  string
		restart bool
		want    map[string]float64
	}{
		{"a first change", "changed", false, map[string]float64{total + "{result=changed}": 1}},
		{"a change that waits for a restart", "changed", true, map[string]float64{total + "{result=changed}": 1, restart: 1}},
		{"a rejected one leaves it waiting", "rejected", false, map[string]float64{total + "{result=rejected}": 1, successful: -1}},
		{"another", "rejected", false, map[string]float64{total + "{result=rejected}": 1}},
		{"undone, and still waiting", "unchanged", true, map[string]float64{total + "{result=unchanged}": 1, successful: 1}},
		{"the waiting change undone", "changed", false, map[string]float64{total + "{result=changed}": 1, restart: -1}},
		{"a result that was not announced", "moon", true, map[string]float64{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, changes(t, m, func() { m.Configured(tt.result, tt.restart) })); diff != "" {
				t.Error(diff)
			}
		})
	}
	// Without a configuration nobody sees it.
	silent := New(Options{})
	if got := changes(t, silent, func() { silent.Configured("rejected", true) }); len(got) > 0 {
		t.Error(got)
	}
}
