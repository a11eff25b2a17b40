package httpapi

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"nlgserver/nlg"
)

// get asks an operator's question.
func get(h http.Handler, target string) *httptest.ResponseRecorder {
	return call{method: http.MethodGet, target: target}.on(h)
}

// TestAssistantsReady checks whether a server with one assistant without content is ready.
func TestAssistantsReady(t *testing.T) {
	ready := true
	empty := assistant(t, "bank", func(a *Assistant) { a.Catalog = func() *nlg.Catalog { return nil } })
	h := serverOfAll(SeveralAssistants("shop", assistant(t, "shop"), empty, assistant(t, "till")), func(c *Config) { c.Ready = func() bool { return ready } })
	tests := []struct {
		target string
		status int
		want   string
	}{
		{"/readyz", 503, "no content is live for 1 of 3 assistants; /api/v1/status says for which"},
		{"/readyz?assistant=shop", 200, `"responses":4,"status":"ready","version":`},
		{"/readyz?assistant=bank", 503, "no content is live"},
		{"/readyz?assistant=x", 404, `there is no assistant \"x\"`},
		{"/readyz?assistant=", 404, `there is no assistant \"\"`},
	}
	for _, tt := range tests {
		w := get(h, tt.target)
		if w.Code != tt.status || !strings.Contains(w.Body.String(), tt.want) {
			t.Errorf("%s: %d %s, want %d %s", tt.target, w.Code, w.Body, tt.status, tt.want)
		}
		if strings.Contains(tt.want, "of 3") && strings.Contains(w.Body.String(), "bank") {
			t.Errorf("%s names an assistant: %s", tt.target, w.Body)
		}
	}
	if w := get(serverOfAll(SeveralAssistants("", assistant(t, "shop"), assistant(t, "till"))), "/readyz"); w.Code != 200 || w.Body.String() != `{"assistants":2,"status":"ready"}` {
		t.Errorf("all: %d %s", w.Code, w.Body)
	}
	ready = false
	if w := get(h, "/readyz?assistant=shop"); w.Code != 503 || !strings.Contains(w.Body.String(), "shutting down") {
		t.Errorf("stopping: %d %s", w.Code, w.Body)
	}
}

// TestAssistantsStatus checks that the status of all names each, and that of one is only
// its own.
func TestAssistantsStatus(t *testing.T) {
	found := slices.Repeat(diagnosed(t), 400)
	in := func(version string) func(*Assistant) {
		return func(a *Assistant) {
			a.Status = func() Status { return Status{Version: version, LastAttempt: Attempt{Diagnostics: found}} }
		}
	}
	type status struct {
		Assistant   string
		Version     string
		LastAttempt struct{ Diagnostics []any } `json:"last_attempt"`
	}
	h := serverOfAll(SeveralAssistants("shop", assistant(t, "shop", in("s")), assistant(t, "bank", in("b"))), func(c *Config) {
		c.Build = "1.2"
		c.Configuration = func() ConfigurationStatus { return ConfigurationStatus{Path: "nlgserver.yml"} }
	})
	read := func(target string, v any) {
		t.Helper()
		w := get(h, target)
		if err := json.Unmarshal(w.Body.Bytes(), v); err != nil || w.Code != http.StatusOK {
			t.Fatalf("%s: %d %s: %v", target, w.Code, w.Body, err)
		}
	}
	var all struct {
		Build            string
		DefaultAssistant string `json:"default_assistant"`
		Assistants       map[string]status
		Configuration    struct {
			Path        string
			Diagnostics []any
			Restart     []string
		}
	}
	read("/api/v1/status", &all)
	if all.Build != "1.2" || all.DefaultAssistant != "shop" || all.Configuration.Path != "nlgserver.yml" ||
		all.Configuration.Diagnostics == nil || all.Configuration.Restart == nil {
		t.Errorf("%+v", all)
	}
	for name, version := range map[string]string{"shop": "s", "bank": "b"} {
		var one status
		read("/api/v1/status?assistant="+name, &one)
		if one.Assistant != name || one.Version != version || len(one.LastAttempt.Diagnostics) != mostOfOne {
			t.Errorf("%s: %s %s with %d findings", name, one.Assistant, one.Version, len(one.LastAttempt.Diagnostics))
		}
		of := all.Assistants[name]
		if of.Assistant != name || of.Version != version || len(of.LastAttempt.Diagnostics) != mostOfEach {
			t.Errorf("%s of all: %s %s with %d findings", name, of.Assistant, of.Version, len(of.LastAttempt.Diagnostics))
		}
	}
	if w := get(h, "/api/v1/status?assistant=x"); problemOf(t, w).Code != CodeUnknownAssistant {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

// TestAssistantsReload checks what a reload reads, and what it answers.
func TestAssistantsReload(t *testing.T) {
	fine := ReloadResult{Version: "0123456789ab", Changed: true}
	rejected := ReloadResult{Version: "ba9876543210", Rejected: true, Reason: "content rejected: 2 errors", Diagnostics: diagnosed(t)}
	away := ReloadResult{Version: "ba9876543210", Rejected: true, Unreachable: true, Reason: "no route to the store"}
	stopping := ReloadResult{Stopping: true}
	faulty := ConfigurationResult{Rejected: true, Reason: "configuration rejected: 1 error", Diagnostics: diagnosed(t)[:1]}
	both := []string{"bank", "shop"}
	tests := []struct {
		name, query   string
		shop, bank    ReloadResult
		configuration *ConfigurationResult
		status        int
		code          Code
		detail        string
		reads         []string
		outcomes      []string // whose outcomes are in the reply
	}{
		{name: "all", shop: fine, bank: fine, status: 200, reads: both, outcomes: both},
		{name: "all and the configuration", shop: fine, bank: fine, configuration: &ConfigurationResult{}, status: 200, reads: []string{"configuration", "bank", "shop"}, outcomes: both},
		{name: "one", query: "?assistant=shop", shop: fine, bank: rejected, configuration: &faulty, status: 200, reads: []string{"shop"}},
		{name: "one, rejected", query: "?assistant=bank", shop: fine, bank: rejected, status: 422, code: CodeReloadRejected, detail: rejected.Reason, reads: []string{"bank"}},
		{name: "an unknown one", query: "?assistant=x", configuration: &faulty, status: 404, code: CodeUnknownAssistant, detail: `there is no assistant "x"`},
		{
			name: "one of all rejected", shop: fine, bank: rejected, configuration: &ConfigurationResult{Changed: true}, status: 422, code: CodeReloadRejected,
			detail: "the content of these assistants was rejected: bank", reads: []string{"configuration", "bank", "shop"}, outcomes: both,
		},
		{
			name: "all rejected", shop: rejected, bank: rejected, status: 422, code: CodeReloadRejected,
			detail: "the content of these assistants was rejected: bank, shop", reads: both, outcomes: both,
		},
		{name: "one, away", query: "?assistant=bank", shop: fine, bank: away, status: 503, code: CodeStoreUnreachable, detail: away.Reason, reads: []string{"bank"}},
		{
			name: "one of all away", shop: fine, bank: away, status: 503, code: CodeStoreUnreachable,
			detail: "the stores of these assistants cannot be reached: bank", reads: both, outcomes: both,
		},
		{
			name: "one rejected and one away", shop: rejected, bank: away, status: 422, code: CodeReloadRejected,
			detail: "the content of these assistants was rejected: shop; the stores of these cannot be reached: bank", reads: both, outcomes: both,
		},
		{
			name: "the configuration rejected", shop: fine, bank: fine, configuration: &faulty, status: 422, code: CodeConfiguration,
			detail: faulty.Reason, reads: []string{"configuration", "bank", "shop"}, outcomes: both,
		},
		{
			name: "the configuration and one rejected", shop: fine, bank: rejected, configuration: &faulty, status: 422, code: CodeConfiguration,
			detail: faulty.Reason, reads: []string{"configuration", "bank", "shop"}, outcomes: both,
		},
		{name: "stopping", shop: stopping, bank: stopping, status: 503, code: CodeNotReady, detail: "the server is shutting down", reads: both},
		{name: "stopping after one", shop: stopping, bank: rejected, configuration: &faulty, status: 503, code: CodeNotReady, detail: "the server is shutting down", reads: []string{"configuration", "bank", "shop"}},
		{name: "one, stopping", query: "?assistant=shop", shop: stopping, status: 503, code: CodeNotReady, detail: "the server is shutting down", reads: []string{"shop"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			read := make(chan string, 10)
			with := func(result ReloadResult) func(*Assistant) {
				return func(a *Assistant) {
					a.Reload = func(context.Context) ReloadResult {
						read <- a.Name
						return result
					}
				}
			}
			h := serverOfAll(SeveralAssistants("", assistant(t, "shop", with(tt.shop)), assistant(t, "bank", with(tt.bank))), func(c *Config) {
				if tt.configuration != nil {
					c.Reconfigure = func(context.Context) ConfigurationResult {
						read <- "configuration"
						return *tt.configuration
					}
				}
			})
			w := call{method: http.MethodPost, target: "/-/reload" + tt.query}.on(h)
			close(read)
			var reads []string
			for who := range read {
				reads = append(reads, who)
			}
			if len(reads) > 0 && reads[0] == "configuration" {
				slices.Sort(reads[1:]) // it is first, and then all others at once
			} else {
				slices.Sort(reads)
			}
			if diff := cmp.Diff(tt.reads, reads); diff != "" {
				t.Errorf("reads (-want +got)\n%s", diff)
			}
			checkReload(t, w, tt.status, tt.code, tt.detail, tt.outcomes)
			if got, want := strings.Contains(w.Body.String(), `"configuration":{`), tt.status == 200 && tt.configuration != nil && tt.query == ""; got != want {
				t.Errorf("the outcome of the configuration: %v, want %v: %s", got, want, w.Body)
			}
		})
	}
}

// checkReload checks the reply to a reload, and whose outcomes it has.
func checkReload(t *testing.T, w *httptest.ResponseRecorder, status int, code Code, detail string, outcomes []string) {
	t.Helper()
	var got struct {
		Code       Code
		Detail     string
		Assistants map[string]outcome
	}
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil && !strings.Contains(err.Error(), "unmarshal") {
		t.Fatalf("%v: %s", err, w.Body)
	}
	if w.Code != status || got.Code != code || got.Detail != detail {
		t.Errorf("%d %s %q, want %d %s %q", w.Code, got.Code, got.Detail, status, code, detail)
	}
	if diff := cmp.Diff(outcomes, slices.Sorted(maps.Keys(got.Assistants))); diff != "" {
		t.Errorf("outcomes (-want +got)\n%s\n%s", diff, w.Body)
	}
}

// TestAssistantsReloadConfiguration checks that a reload reads the content of the assistants
// that the configuration names by then.
func TestAssistantsReloadConfiguration(t *testing.T) {
	reads := func(result ReloadResult) func(*Assistant) {
		return func(a *Assistant) { a.Reload = func(context.Context) ReloadResult { return result } }
	}
	stopped, fine := reads(ReloadResult{Stopping: true}), reads(ReloadResult{Version: "v"})
	shop, bank, till := assistant(t, "shop", fine), assistant(t, "bank", fine), assistant(t, "till", fine)
	now := SeveralAssistants("", shop, bank)
	h := serverOfNow(func() *Assistants { return now }, func(c *Config) {
		c.Reconfigure = func(context.Context) ConfigurationResult {
			now = SeveralAssistants("", shop, till)
			return ConfigurationResult{Changed: true}
		}
	})
	w := call{method: http.MethodPost, target: "/-/reload"}.on(h)
	checkReload(t, w, 200, "", "", []string{"shop", "till"})
	if !strings.Contains(w.Body.String(), `"configuration":{"changed":true,"restart":[]}`) {
		t.Errorf("%s", w.Body)
	}

	// While the content is read, another configuration comes.
	for name, next := range map[string]*Assistants{
		"gone":     SeveralAssistants("", shop),
		"replaced": SeveralAssistants("", shop, assistant(t, "bank", fine)),
	} {
		bank := assistant(t, "bank", stopped)
		shop.Reload = func(context.Context) ReloadResult {
			now = next
			return ReloadResult{Version: "v"}
		}
		now = SeveralAssistants("", shop, bank)
		h := serverOfNow(func() *Assistants { return now })
		w := call{method: http.MethodPost, target: "/-/reload"}.on(h)
		checkReload(t, w, 200, "", "", []string{"shop"})

		now = SeveralAssistants("", bank)
		bank.Reload = func(context.Context) ReloadResult {
			now = next
			return ReloadResult{Stopping: true}
		}
		w = call{method: http.MethodPost, target: "/-/reload?assistant=bank"}.on(h)
		if p := problemOf(t, w); p.Code != CodeNotReady || !strings.Contains(p.Detail, "bank") {
			t.Errorf("%s: %d %s", name, w.Code, w.Body)
		}
	}
}
