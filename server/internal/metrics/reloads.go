package metrics

import (
	"slices"
	"sync/atomic"
	"time"
)

// Reload is one attempt to reload the content.
type Reload struct {
	// Trigger is the first cause; Result is changed, unchanged or rejected.
	Trigger, Result string
	// At is when the attempt was over.
	At time.Time
	// Warnings and Defects are the numbers of diagnostics of those severities in
	// the content. They are used if it went live.
	Warnings, Defects int
}

// The results of a reload.
const (
	changed   = "changed"
	unchanged = "unchanged"
	rejected  = "rejected"
)

func results() []string { return []string{changed, unchanged, rejected} }

// lastGood is the trigger of a start from the copy of earlier content: it says
// nothing about the current content.
const lastGood = "last_good"

// otherTrigger counts every trigger that is not in triggers.
const otherTrigger = "other"

// triggersCount and resultsCount are the sizes of triggers and results.
const triggersCount, resultsCount = 8, 3

func triggers() []string {
	return []string{"start", lastGood, "watch", "poll", "signal", "http", "release", otherTrigger}
}

// reloads are the reloads of an assistant's content.
type reloads struct {
	// total has the attempts by trigger and by result.
	total      [triggersCount][resultsCount]atomic.Uint64
	successful atomic.Bool
	// succeeded is when the content was last read without errors, in nanoseconds since
	// 1970; 0 for never.
	succeeded         atomic.Int64
	warnings, defects atomic.Int64
}

// Reloaded notes that an attempt to reload the assistant's content is over.
func (a *Assistant) Reloaded(done Reload) {
	r := &a.reloads
	trigger, result := slices.Index(triggers(), done.Trigger), slices.Index(results(), done.Result)
	if trigger < 0 {
		trigger = slices.Index(triggers(), otherTrigger)
	}
	if result < 0 {
		return
	}
	r.total[trigger][result].Add(1)
	if done.Result == changed {
		r.warnings.Store(int64(done.Warnings))
		r.defects.Store(int64(done.Defects))
	}
	switch {
	case done.Trigger == lastGood:
	case done.Result == rejected:
		r.successful.Store(false)
	default:
		r.successful.Store(true)
		r.succeeded.Store(done.At.UnixNano())
	}
}

// collect shows the reloads. An assistant that follows a store of releases, whose state that
// is, reads its content without a reload whenever the store answers.
func (r *reloads) collect(to sink, d *descs, follows *Releases) {
	successful, succeeded := r.successful.Load(), float64(r.succeeded.Load())/1e9
	if follows != nil {
		successful = !follows.Lags
		if successful && follows.Number > 0 {
			succeeded = max(succeeded, seconds(follows.Heard))
		}
	}
	for i, trigger := range triggers() {
		for j, result := range results() {
			to.counter(d.reloads, &r.total[i][j], trigger, result)
		}
	}
	to.gauge(d.reloadSuccessful, oneIf(successful))
	to.gauge(d.reloadSucceeded, succeeded)
	to.gauge(d.diagnostics, float64(r.warnings.Load()), "warning")
	to.gauge(d.diagnostics, float64(r.defects.Load()), "defect")
}
