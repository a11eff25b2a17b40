package server

import (
	"context"
	"sync/atomic"
	"time"

	"nlgserver/httpapi"
	"nlgserver/nlg"
	"nlgserver/rephrase"
	"nlgserver/rephrase/llm"
	"nlgserver/server/internal/metrics"
)

// RephraseOptions say how a language model rewords the messages of an assistant, and which.
type RephraseOptions struct {
	rephrase.Options

	// Model says where the model is.
	Model llm.Options
}

// rephraser rewords the messages of an assistant.
type rephraser struct {
	s     *assistant
	inner *rephrase.Rephraser
	model *llm.Client
	// busy counts the messages that are being reworded; closed is set once no more are to come.
	busy   atomic.Int64
	closed atomic.Bool
}

// newRephraser returns what rewords the assistant's messages; nil for nothing.
func newRephraser(s *assistant) (*rephraser, error) {
	opts := s.opts.Rephrase
	if opts == nil {
		return nil, nil
	}
	o := opts.Model
	o.Log = s.log
	model, err := llm.New(o)
	if err != nil {
		return nil, &OptionError{err}
	}
	r := &rephraser{s: s, inner: rephrase.New(opts.Options, model), model: model}
	r.tell()
	return r, nil
}

// tell logs which model rewords messages.
func (r *rephraser) tell() {
	o := r.inner.Options()
	for _, d := range r.model.Deployments() {
		r.s.log.Info("a language model rewords messages", "model", d.Model, "at", d.Host, "all", o.All, "budget", o.Budget, "guard", o.Guard)
	}
}

// Wants implements [httpapi.Rephraser].
func (r *rephraser) Wants(response string) bool {
	live, all := r.s.Live(), r.inner.Options().All
	if live == nil {
		return false
	}
	return live.Catalog.MayRephrase(response, all) || live.canary != nil && live.canary.catalog.MayRephrase(response, all)
}

// Prepare implements [httpapi.Rephraser].
func (r *rephraser) Prepare(catalog *nlg.Catalog, m *nlg.Message, req *nlg.Request) httpapi.Rewording {
	if !r.inner.Asks(m) {
		return nil
	}
	return &rewording{r, r.inner.Prepare(catalog, m, req)}
}

// state returns the state of the model.
func (r *rephraser) state() metrics.Model {
	state := metrics.Model{Waiting: r.model.Waiting()}
	for _, d := range r.model.Deployments() {
		if d.Down {
			state.Down++
		}
	}
	return state
}

// close ends the connections to the model, once the messages are done that are being reworded:
// after a summary there is another call. r may be nil.
func (r *rephraser) close() {
	if r == nil {
		return
	}
	r.closed.Store(true)
	if r.busy.Load() == 0 {
		r.model.Close()
	}
}

// leave ends the rewording of a message.
func (r *rephraser) leave() {
	if r.busy.Add(-1) == 0 && r.closed.Load() {
		r.model.Close()
	}
}

// rewording is the rewording of one message.
type rewording struct {
	*rephraser
	job *rephrase.Job
}

// Do implements [httpapi.Rewording].
func (r *rewording) Do(ctx context.Context) httpapi.Reworded {
	r.busy.Add(1)
	defer r.leave()
	began, client := time.Now(), ctx
	ctx, cancel := context.WithCancel(client)
	defer cancel()
	defer context.AfterFunc(r.s.app.rewording, cancel)()
	if r.s.app.rewording.Err() != nil {
		cancel() // AfterFunc would do so a moment later, when the model is being asked
	}
	result := r.inner.Rephrase(ctx, r.job)
	if result.Outcome == rephrase.Gone && client.Err() == nil {
		result.Outcome = rephrase.Timeout // the server stops
	}
	r.s.metrics.Rephrased(&result, time.Since(began))
	done := httpapi.Reworded{Text: result.Text, Err: result.Err}
	if result.Outcome != rephrase.Reworded {
		done.Kept = result.Outcome.String()
	}
	if r.inner.Options().TraceTokens {
		done.PromptTokens, done.CompletionTokens = result.Tokens()
	}
	return done
}
