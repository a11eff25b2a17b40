package server

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"nlgserver/rephrase"
	"nlgserver/rephrase/llm"
	"nlgserver/rephrase/llm/llmtest"
)

const asking = `responses:
  utter_x:
  - text: "Your order {number} arrives on Monday."
    metadata: {rephrase: true}
    buttons: [{title: Thanks, payload: /thanks}]
  utter_plain:
  - text: Plain.
`

// rephrasing starts a server whose messages a model rewords.
func rephrasing(t *testing.T, model *llmtest.Server, change func(*RephraseOptions)) *running {
	t.Helper()
	file := filepath.Join(t.TempDir(), "a.yml")
	write(t, file, asking)
	opts := &RephraseOptions{Options: rephrase.DefaultOptions()}
	opts.Summarize, opts.Budget = false, time.Minute // a busy machine may be slow
	opts.Model.Deployments = []llm.Deployment{{Provider: "self-hosted", Model: "m", BaseURL: model.URL}}
	if change != nil {
		change(opts)
	}
	return startWith(t, func(o *Options) { o.Paths, o.Rephrase = []string{file}, opts })
}

// reworded asks for a response in a conversation, and returns the reply and the header that says
// whether it was reworded.
func (r *running) reworded(name string) (body, rephrased string) {
	r.t.Helper()
	const request = `{"response": %q, "tracker": {"sender_id": "s", "slots": {"number": 1200}, "latest_message": {"text": "Where is it?", "metadata": {}},
		"events": [{"event": "action", "name": "action_listen"}, {"event": "user", "text": "Where is it?", "parse_data": {"commands": []}}]}, "channel": {"name": "rest"}}`
	resp, err := http.Post("http://"+r.Addr()+"/nlg", "application/json", strings.NewReader(fmt.Sprintf(request, name)))
	if err != nil {
		r.t.Fatal(err)
	}
	defer resp.Body.Close()
	reply, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		r.t.Fatalf("status %d: %s, %v", resp.StatusCode, reply, err)
	}
	return string(reply), resp.Header.Get("X-NLG-Rephrased")
}

// counts reports whether the metrics have a line.
func (r *running) counts(line string) bool {
	r.t.Helper()
	resp, err := http.Get("http://" + r.Addr() + "/metrics")
	if err != nil {
		r.t.Fatal(err)
	}
	defer resp.Body.Close()
	all, err := io.ReadAll(resp.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	return strings.Contains(string(all), line+"\n")
}

const (
	asWritten = `{"text":"Your order 1200 arrives on Monday.","buttons":[{"title":"Thanks","payload":"/thanks"}],"metadata":{"rephrase":true}}`
	counted   = `nlg_rephrase_total{assistant="default",outcome=%q} 1`
)

// TestRephraseRewords checks a message that the model rewords: its text is the answer, and
// nothing else differs.
func TestRephraseRewords(t *testing.T) {
	model := llmtest.New(t)
	model.Answer(func(string) string { return "Good news: order 1200 \"comes\" on Monday!\n" })
	r := rephrasing(t, model, nil)
	const want = `{"text":"Good news: order 1200 \"comes\" on Monday!\n","buttons":[{"title":"Thanks","payload":"/thanks"}],"metadata":{"rephrase":true}}`
	if body, rephrased := r.reworded("utter_x"); body != want || rephrased != "yes" {
		t.Fatalf("%s, %q", body, rephrased)
	}
	if body, rephrased := r.reworded("utter_plain"); body != `{"text":"Plain."}` || rephrased != "" {
		t.Errorf("a message that does not ask: %s, %q", body, rephrased)
	}
	if n := len(model.Requests()); n != 1 {
		t.Fatalf("the model got %d requests, want 1", n)
	}
	prompt := model.Requests()[0].Prompt
	for _, part := range []string{"<conversation>\nUSER: Where is it?\n</conversation>", "<value>\n1200\n</value>", "<response>\nYour order 1200 arrives on Monday.\n</response>"} {
		if !strings.Contains(prompt, part) {
			t.Errorf("the prompt lacks %q:\n%s", part, prompt)
		}
	}
	for _, line := range []string{fmt.Sprintf(counted, "reworded"), `nlg_rephrase_duration_seconds_count{assistant="default"} 1`, `nlg_rephrase_waiting{assistant="default"} 0`} {
		if !r.counts(line) {
			t.Errorf("no metric %s", line)
		}
	}
	if strings.Contains(r.log.String(), "Good news") || strings.Contains(r.log.String(), "Where is it") {
		t.Errorf("the log has what people wrote:\n%s", r.log)
	}
}

// TestRephraseSummarizes checks that the model sees a summary of the conversation instead of
// its lines, and the lines if it gives none.
func TestRephraseSummarizes(t *testing.T) {
	model := llmtest.New(t)
	model.Answer(func(prompt string) string {
		if strings.Contains(prompt, "Summary:") {
			return " The user waits for a parcel. "
		}
		return "Order 1200 will be there on Monday."
	})
	r := rephrasing(t, model, func(o *RephraseOptions) { o.Summarize = true })
	if _, rephrased := r.reworded("utter_x"); rephrased != "yes" {
		t.Fatal(rephrased)
	}
	all := model.Requests()
	if len(all) != 2 || !strings.Contains(all[0].Prompt, "USER: Where is it?") || !strings.Contains(all[1].Prompt, "<conversation>\nThe user waits for a parcel.\n</conversation>") {
		t.Fatalf("%d requests: %+v", len(all), all)
	}
	model.FailNext(llmtest.Empty)
	if _, rephrased := r.reworded("utter_x"); rephrased != "yes" {
		t.Fatal(rephrased)
	}
	if all = model.Requests(); !strings.Contains(all[3].Prompt, "<conversation>\nUSER: Where is it?\n</conversation>") {
		t.Errorf("without a summary: %s", all[3].Prompt)
	}
}

// TestRephraseFaults checks that the user reads the sentence as it was written whatever the
// model does, in time, and that metrics, the log and the header say why.
func TestRephraseFaults(t *testing.T) {
	elsewhere := llmtest.New(t)
	for _, tt := range []struct {
		name   string
		fault  llmtest.Fault
		lasts  bool
		answer string
		reason string
	}{
		{name: "slow", fault: llmtest.Slow(time.Minute), lasts: true, reason: "timeout"},
		{name: "never", fault: llmtest.Never, lasts: true, reason: "timeout"},
		{name: "drips", fault: llmtest.Drip, lasts: true, reason: "timeout"},
		{name: "429", fault: llmtest.Status(429, nil), reason: "refused"},
		{name: "500", fault: llmtest.Status(500, nil), reason: "refused"},
		{name: "401", fault: llmtest.Status(401, nil), reason: "refused"},
		{name: "broken JSON", fault: llmtest.Broken, reason: "malformed"},
		{name: "10 MB", fault: llmtest.Large, reason: "malformed"},
		{name: "endless", fault: llmtest.Endless, reason: "malformed"},
		{name: "1 MB of white space", fault: llmtest.Padded(340_000), answer: "Order 1200 comes on Monday.", reason: "malformed"},
		{name: "100 KB of white space", fault: llmtest.Padded(34_000), answer: "Order 1200 comes on Monday.", reason: "malformed"},
		{name: "10 KB of white space", fault: llmtest.Padded(3400), answer: "Order 1200 comes on Monday.", reason: "guard_length"},
		{name: "inflates", fault: llmtest.Bomb, reason: "malformed"},
		{name: "cut off", fault: llmtest.Cut, reason: "unreachable"},
		{name: "truncated", fault: llmtest.CutOff, reason: "truncated"},
		{name: "hangs up", fault: llmtest.HangUp, reason: "unreachable"},
		{name: "redirects", fault: llmtest.Redirect(elsewhere.URL), reason: "refused"},
		{name: "empty", fault: llmtest.Empty, reason: "empty"},
		{name: "no content", fault: llmtest.NoContent, reason: "empty"},
		{name: "white space", answer: " \n", reason: "empty"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			model := llmtest.New(t)
			if tt.fault != nil {
				model.Fail(tt.fault)
			}
			if tt.answer != "" {
				model.Answer(func(string) string { return tt.answer })
			}
			r := rephrasing(t, model, func(o *RephraseOptions) {
				if tt.lasts {
					o.Budget = 300 * time.Millisecond
				}
			})
			began := time.Now()
			body, rephrased := r.reworded("utter_x")
			if took := time.Since(began); took > 20*time.Second { // bench/rephrase measures by how much
				t.Errorf("took %v", took)
			}
			if body != asWritten || rephrased != "kept:"+tt.reason {
				t.Errorf("%s, %q, want kept:%s", body, rephrased, tt.reason)
			}
			if !r.counts(fmt.Sprintf(counted, tt.reason)) {
				t.Errorf("no metric of %s", tt.reason)
			}
			if !strings.Contains(r.log.String(), "reason="+tt.reason) {
				t.Errorf("the log does not say why:\n%s", r.log)
			}
		})
	}
	t.Cleanup(func() {
		if n := len(elsewhere.Requests()); n > 0 {
			t.Errorf("a redirect was followed, %d times", n)
		}
	})
}

// TestRephraseDown checks that nobody waits for a model that is known to be down.
func TestRephraseDown(t *testing.T) {
	model := llmtest.New(t)
	model.Fail(llmtest.Status(503, nil))
	r := rephrasing(t, model, nil)
	rephrased := ""
	for range 50 {
		if _, rephrased = r.reworded("utter_x"); rephrased == "kept:down" {
			break
		}
	}
	if rephrased != "kept:down" || !r.counts(`nlg_rephrase_models_down{assistant="default"} 1`) {
		t.Fatalf("%q after 50 failures", rephrased)
	}
}

// TestRephraseGoneClient checks that a call ends when the client has gone.
func TestRephraseGoneClient(t *testing.T) {
	model := llmtest.New(t)
	model.Fail(llmtest.Never)
	r := rephrasing(t, model, func(o *RephraseOptions) { o.Budget = time.Minute })
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		for len(model.Requests()) == 0 && ctx.Err() == nil {
			time.Sleep(time.Millisecond)
		}
		cancel()
	}()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+r.Addr()+"/nlg", strings.NewReader(`{"response": "utter_x", "tracker": {"slots": {"number": 5}}}`))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	if resp, err := http.DefaultClient.Do(req); err == nil {
		resp.Body.Close()
		t.Fatal("a reply")
	}
	r.eventually("the call ends", func() bool {
		return r.counts(fmt.Sprintf(counted, "gone")) && r.counts(`nlg_in_flight_requests{assistant="default"} 0`)
	})
}

// TestRephraseAfterItsAssistant checks that a message is still reworded whose assistant is
// replaced while the model summarizes.
func TestRephraseAfterItsAssistant(t *testing.T) {
	model := llmtest.New(t)
	r := rephrasing(t, model, func(o *RephraseOptions) { o.Summarize, o.Budget = true, time.Minute })
	rephraser := r.byDefault().rephraser
	model.Answer(func(prompt string) string {
		if strings.Contains(prompt, "Summary:") {
			rephraser.close()
			return "The user waits for a parcel."
		}
		return "Order 1200 will be there on Monday."
	})
	if _, rephrased := r.reworded("utter_x"); rephrased != "yes" {
		t.Error(rephrased)
	}
	if _, rephrased := r.reworded("utter_x"); rephrased != "kept:unreachable" {
		t.Errorf("after it has ended: %s", rephrased)
	}
}

// TestRephraseWhileItStops checks that a message goes out as it was written if the server
// stops before the model has answered.
func TestRephraseWhileItStops(t *testing.T) {
	model := llmtest.New(t)
	model.Fail(llmtest.Never)
	file := filepath.Join(t.TempDir(), "a.yml")
	write(t, file, asking)
	opts := &RephraseOptions{Options: rephrase.DefaultOptions()}
	opts.Budget = time.Minute
	opts.Model.Deployments = []llm.Deployment{{Provider: "self-hosted", Model: "m", BaseURL: model.URL}}
	r := startWith(t, func(o *Options) { o.Paths, o.Rephrase, o.Drain = []string{file}, opts, 12*time.Second })
	stopped := make(chan error, 1)
	go func() {
		for len(model.Requests()) == 0 && t.Context().Err() == nil {
			time.Sleep(time.Millisecond)
		}
		stopped <- r.Stop(context.Background())
	}()
	if body, rephrased := r.reworded("utter_x"); body != asWritten || rephrased != "kept:timeout" {
		t.Errorf("%s, %q", body, rephrased)
	}
	if err := <-stopped; err != nil {
		t.Error(err)
	}
}

// TestRephraseAfterTheLastWait checks that no conversation is sent to a model once a stop has
// ended the waits.
func TestRephraseAfterTheLastWait(t *testing.T) {
	model := llmtest.New(t)
	r := rephrasing(t, model, nil)
	r.endRewording()
	for range 100 {
		if body, rephrased := r.reworded("utter_x"); body != asWritten || rephrased != "kept:timeout" {
			t.Fatalf("%s, %q", body, rephrased)
		}
	}
	if n := len(model.Requests()); n > 0 {
		t.Errorf("the model was asked %d times", n)
	}
}
