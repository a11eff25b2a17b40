package metrics

import (
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"nlgserver/nlg"
)

// descs describe the series that have the label assistant.
type descs struct {
	requests, selections, unfilled, cuts, unknown, panics, duration, body, inFlight *prometheus.Desc
	ready, info, responses, variations, diagnostics                                 *prometheus.Desc
	reloads, reloadSuccessful, reloadSucceeded                                      *prometheus.Desc
	asked, picked                                                                   *prometheus.Desc

	rephrased, rephraseDuration, rephraseTokens, rephraseCached, rephraseWaiting, rephraseDown *prometheus.Desc

	releaseNumber, releaseSequence, releaseStaged, releaseRefused, storeUp, storeHeard, canaryReplies *prometheus.Desc
}

func newDescs() descs {
	desc := func(name, help string, labels ...string) *prometheus.Desc {
		return prometheus.NewDesc(name, help, append([]string{"assistant"}, labels...), nil)
	}
	return descs{
		requests:   desc("nlg_requests_total", "Requests for a message, by HTTP status and outcome; without an assistant, those that reached none.", "code", "outcome"),
		selections: desc("nlg_selections_total", "Selections, by the group of the picked variation.", "group"),
		unfilled:   desc("nlg_render_problems_total", "Strings sent unfilled, by reason.", "kind"),
		cuts:       desc("nlg_selections_cut_total", "Selections in which a condition was not evaluated to its end and counted as false, by reason.", "reason"),
		unknown:    desc("nlg_unknown_responses_total", "Requests for an unknown response."),
		panics:     desc("nlg_panics_total", "Panics in a handler; the request got a 500, or its message as written if it was to be rephrased."),
		duration:   desc("nlg_request_duration_seconds", "Time from the start of a request for a message until its reply is written, including the arrival of its body."),
		body:       desc("nlg_request_body_bytes", "Bytes read of the body of a request for a message, after inflating it."),
		inFlight:   desc("nlg_in_flight_requests", "Requests for a message in flight."),

		ready:       desc("nlg_assistant_ready", "1 if the assistant has content to serve, 0 if it has had none since the server started."),
		info:        desc("nlg_catalog_info", "Version of the live content, as in the header X-NLG-Catalog; always 1.", "version"),
		responses:   desc("nlg_catalog_responses", "Responses of the live content."),
		variations:  desc("nlg_catalog_variations", "Variations of the live responses."),
		diagnostics: desc("nlg_catalog_diagnostics", "Diagnostics of the live content by severity: warning, or defect where Rasa itself would send nothing.", "severity"),

		reloads:          desc("nlg_config_reloads_total", "Attempts to reload the content, by first trigger and by result.", "trigger", "result"),
		reloadSuccessful: desc("nlg_config_last_reload_successful", "1 if the latest attempt found content that can be served, 0 if it was rejected and the last good content keeps serving."),
		reloadSucceeded:  desc("nlg_config_last_reload_success_timestamp_seconds", "When the content was last read without errors, changed or not; 0 for never."),

		asked:  desc("nlg_response_requests_total", "Requests for a known response.", "response"),
		picked: desc("nlg_variation_selections_total", "Selections of a variation, by its id or, if it has none, its number in the response, from 1.", "response", "variation"),

		rephrased:        desc("nlg_rephrase_total", "Messages that asked for rephrasing, by outcome: reworded, or why they went out as written.", "outcome"),
		rephraseDuration: desc("nlg_rephrase_duration_seconds", "Time that messages waited for the model, of those that did. It is no part of nlg_request_duration_seconds."),
		rephraseTokens:   desc("nlg_rephrase_tokens_total", "Tokens that the model has counted, by kind: prompt or completion.", "kind"),
		rephraseCached:   desc("nlg_rephrase_cache_hits_total", "Messages reworded with an answer that was kept from before."),
		rephraseWaiting:  desc("nlg_rephrase_waiting", "Calls that wait for the model now."),
		rephraseDown:     desc("nlg_rephrase_models_down", "Deployments of the model that are left alone for a while after failures."),

		releaseNumber:   desc("nlg_release_number", "Number of the release that is served; 0 for none."),
		releaseSequence: desc("nlg_release_sequence", "Sequence of the pointer to what is live that is in use; it grows with each publish, canary, promote, abort and rollback."),
		releaseStaged:   desc("nlg_release_staged", "1 while a release is to be made ready, 0 otherwise."),
		releaseRefused:  desc("nlg_release_refused", "Releases, staged or live, that this server cannot serve."),
		storeUp:         desc("nlg_store_up", "1 while the store of releases, or the git repository, answers, 0 otherwise."),
		storeHeard:      desc("nlg_store_heard_timestamp_seconds", "When the store of releases, or the git repository, was last known to answer; 0 for never."),
		canaryReplies:   desc("nlg_canary_replies_total", "Replies while a canary gets a share of the conversations, by side: live or canary.", "side"),
	}
}

// collector makes series of the counts of all assistants.
type collector struct {
	descs

	metrics    *Metrics
	assistants *prometheus.Desc
}

func newCollector(m *Metrics) *collector {
	return &collector{newDescs(), m, prometheus.NewDesc("nlg_assistants", "Assistants that this server has.", nil, nil)}
}

// Describe implements [prometheus.Collector].
func (c *collector) Describe(ch chan<- *prometheus.Desc) {
	for _, d := range [...]*prometheus.Desc{
		c.assistants, c.requests, c.selections, c.unfilled, c.cuts, c.unknown, c.panics, c.duration, c.body, c.inFlight,
		c.ready, c.info, c.responses, c.variations, c.diagnostics, c.reloads, c.reloadSuccessful, c.reloadSucceeded,
		c.rephrased, c.rephraseDuration, c.rephraseTokens, c.rephraseCached, c.rephraseWaiting, c.rephraseDown,
		c.releaseNumber, c.releaseSequence, c.releaseStaged, c.releaseRefused, c.storeUp, c.storeHeard, c.canaryReplies,
	} {
		ch <- d
	}
	if c.metrics.responses {
		ch <- c.asked
		ch <- c.picked
	}
}

// Collect implements [prometheus.Collector].
func (c *collector) Collect(ch chan<- prometheus.Metric) {
	all := c.metrics.shown()
	ch <- prometheus.MustNewConstMetric(c.assistants, prometheus.GaugeValue, float64(len(all)))
	c.metrics.collectFailures(sink{ch, "", c.metrics.since}, &c.descs)
	for _, a := range all {
		a.collect(sink{ch, a.name, a.since}, &c.descs)
	}
}

func (a *Assistant) collect(to sink, d *descs) {
	a.collectFailures(to, d)
	for i := range a.said {
		to.counter(d.requests, &a.said[i], "200", nlg.Outcome(i).String())
	}
	to.counter(d.requests, &a.substituted, "200", substituted)
	for i := range a.selections {
		to.counter(d.selections, &a.selections[i], nlg.Group(i).String())
	}
	for i, kind := range problemKinds {
		to.counter(d.unfilled, &a.unfilled[i], string(kind))
	}
	for i, reason := range a.cutReasons {
		to.counter(d.cuts, &a.cuts[i], string(reason))
	}
	to.counter(d.unknown, &a.unknown)
	to.ch <- a.duration.metric(d.duration, to.since, to.assistant)
	to.ch <- a.body.metric(d.body, to.since, to.assistant)
	to.gauge(d.inFlight, float64(a.inFlight.Load()))
	follows := a.follows()
	a.reloads.collect(to, d, follows)
	if follows != nil {
		follows.collect(to, d, &a.shares)
	}
	if model := a.model.Load(); model != nil {
		a.rephrasing.collect(to, d, (*model)())
	}
	if repository := a.repository.Load(); repository != nil {
		state := (*repository)()
		state.collect(to, d)
	}

	live := a.live()
	to.gauge(d.ready, oneIf(live != nil))
	if live != nil {
		to.gauge(d.info, 1, live.ShortVersion())
		to.gauge(d.responses, float64(live.Len()))
		to.gauge(d.variations, float64(live.Variations()))
	}
	if a.responses != nil {
		a.responses.collect(to, d)
	}
}

// sink takes the series of one assistant, or, without a name, of none.
type sink struct {
	ch        chan<- prometheus.Metric
	assistant string
	// since is when the counts began.
	since time.Time
}

func (s sink) counter(desc *prometheus.Desc, count *atomic.Uint64, labels ...string) {
	s.ch <- prometheus.MustNewConstMetricWithCreatedTimestamp(desc, prometheus.CounterValue, float64(count.Load()), s.since, s.labels(labels)...)
}

// named shows a counter of a name in the content, which may be younger than the
// assistant.
func (s sink) named(desc *prometheus.Desc, count *atomic.Uint64, labels ...string) {
	s.ch <- prometheus.MustNewConstMetric(desc, prometheus.CounterValue, float64(count.Load()), s.labels(labels)...)
}

func (s sink) gauge(desc *prometheus.Desc, value float64, labels ...string) {
	s.ch <- prometheus.MustNewConstMetric(desc, prometheus.GaugeValue, value, s.labels(labels)...)
}

func (s sink) labels(more []string) []string { return append([]string{s.assistant}, more...) }
