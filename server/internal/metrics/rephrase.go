package metrics

import (
	"sync/atomic"
	"time"

	"nlgserver/rephrase"
)

// Model is the state of the language model that rewords an assistant's messages.
type Model struct {
	// Waiting is how many calls wait for it, and Down how many of its deployments are left
	// alone after failures.
	Waiting, Down int
}

// rephrasing counts messages that ask for rewording.
type rephrasing struct {
	outcomes           []atomic.Uint64
	duration           histogram
	prompt, completion atomic.Uint64
	cached             atomic.Uint64
}

func newRephrasing() rephrasing {
	return rephrasing{outcomes: make([]atomic.Uint64, len(rephrase.Outcomes())), duration: newHistogram(modelDurations())}
}

// Rephrase shows the counts of messages that ask for rewording, and the state of the model;
// nil for no model. It replaces the one given before.
func (a *Assistant) Rephrase(model func() Model) {
	if model == nil {
		a.model.Store(nil)
		return
	}
	a.model.Store(&model)
}

// modelDurations are stored in nanoseconds and shown in seconds.
func modelDurations() *scale {
	return &scale{unit: float64(time.Second), bounds: []int64{50e6, 100e6, 250e6, 500e6, 750e6, 1e9, 1.5e9, 2e9, 3e9, 5e9, 10e9, 30e9}}
}

// Rephrased counts a message that has waited so long for the model.
func (a *Assistant) Rephrased(result *rephrase.Result, took time.Duration) {
	r := &a.rephrasing
	r.outcomes[result.Outcome].Add(1)
	if waited(result) {
		r.duration.observe(int64(took))
	}
	prompt, completion := result.Tokens()
	r.prompt.Add(uint64(max(prompt, 0)))
	r.completion.Add(uint64(max(completion, 0)))
	if result.Cached {
		r.cached.Add(1)
	}
}

// waited reports whether a message has waited for the model at all.
func waited(result *rephrase.Result) bool {
	switch result.Outcome {
	case rephrase.Unfilled, rephrase.PromptFailed, rephrase.Busy, rephrase.Down:
		return false
	}
	return !result.Cached
}

func (r *rephrasing) collect(to sink, d *descs, model Model) {
	for _, o := range rephrase.Outcomes() {
		to.counter(d.rephrased, &r.outcomes[o], o.String())
	}
	to.ch <- r.duration.metric(d.rephraseDuration, to.since, to.assistant)
	to.counter(d.rephraseTokens, &r.prompt, "prompt")
	to.counter(d.rephraseTokens, &r.completion, "completion")
	to.counter(d.rephraseCached, &r.cached)
	to.gauge(d.rephraseWaiting, float64(model.Waiting))
	to.gauge(d.rephraseDown, float64(model.Down))
}
