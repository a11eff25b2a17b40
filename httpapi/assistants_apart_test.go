package httpapi

import (
	"bytes"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"nlgserver/internal/loglines"
	"nlgserver/nlg"
)

// TestAssistantsCounts checks who counts what: an assistant what has reached it, the
// server what has not.
func TestAssistantsCounts(t *testing.T) {
	type counted = map[string]int
	noContent := func(a *Assistant) { a.Catalog = func() *nlg.Catalog { return nil } }
	faultyGate := func(a *Assistant) { a.Access = explosiveGate{} }
	tests := []struct {
		name, target, body string
		headers            map[string]string
		change             func(shop *Assistant)
		shop, server       counted
	}{
		{name: "a message", target: "POST /nlg", body: asking("utter_who"), shop: counted{"begin": 1, "said": 1, "end": 1}},
		{name: "a message by name", target: "POST /a/shop/nlg/", body: asking("utter_who"), shop: counted{"begin": 1, "said": 1, "end": 1}},
		{name: "an unknown response", target: "POST /a/shop/nlg", body: asking("x"), shop: counted{"begin": 1, "unknown": 1, "unknown_response": 1, "end": 1}},
		{
			name: "a substitute", target: "POST /a/shop/nlg", body: asking("x"), change: func(a *Assistant) { a.OnUnknown = "utter_fallback" },
			shop: counted{"begin": 1, "unknown": 1, "substituted": 1, "end": 1},
		},
		{name: "not JSON", target: "POST /a/shop/nlg", body: "hello", shop: counted{"begin": 1, "not_json": 1, "end": 1}},
		{name: "no content", target: "POST /a/shop/nlg", body: asking("x"), change: noContent, shop: counted{"begin": 1, "not_ready": 1, "end": 1}},
		{name: "no credentials", target: "POST /a/shop/nlg", change: guardedBy("SHOP"), shop: counted{"unauthorized": 1}},
		{name: "no credentials for the default", target: "POST /nlg", change: guardedBy("SHOP"), shop: counted{"unauthorized": 1}},
		{name: "a web page", target: "POST /a/shop/nlg", headers: map[string]string{"Origin": "https://evil.example"}, shop: counted{"cross_origin": 1}},
		{name: "a re-bound name", target: "POST /a/shop/nlg", headers: rebound, shop: counted{"host_not_allowed": 1}},
		{name: "a panic", target: "POST /a/shop/nlg", body: asking("utter_two"), shop: counted{"begin": 1, "panic": 1, "internal_error": 1, "end": 1}},
		{name: "a panic at its gate", target: "POST /a/shop/nlg", change: faultyGate, shop: counted{"panic": 1, "internal_error": 1}},

		{name: "an unknown assistant", target: "POST /a/till/nlg", body: asking("utter_who"), server: counted{"unknown_assistant": 1}},
		{name: "an unknown assistant, by a web page", target: "POST /a/till/nlg", headers: rebound, server: counted{"host_not_allowed": 1}},
		{name: "an unknown path", target: "POST /a/shop/nlg/x", server: counted{"unknown_route": 1}},
		{name: "another method", target: "GET /a/shop/nlg", server: counted{"method_not_allowed": 1}},
		{name: "a panic at the gate of another", target: "POST /a/till/nlg", change: faultyGate, server: counted{"panic": 1, "internal_error": 1}},
		{name: "an operator's question about an unknown one", target: "GET /api/v1/status?assistant=till"},
		{name: "a probe's question about an unknown one", target: "GET /readyz?assistant=till"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			atShop, atBank, atServer := &counts{}, &counts{}, &counts{}
			shop := assistant(t, "shop", countedBy(atShop))
			if tt.change != nil {
				tt.change(shop)
			}
			h := serverOfAll(SeveralAssistants("shop", shop, assistant(t, "bank", countedBy(atBank))), func(c *Config) {
				c.Rand, c.Refused, c.Panicked = explosive{}, atServer.Refused, atServer.Panicked
			})
			exchange{target: tt.target, headers: tt.headers, body: strings.NewReader(tt.body)}.on(h)
			for who, at := range map[string]struct {
				got  *counts
				want counted
			}{"shop": {atShop, tt.shop}, "bank": {atBank, nil}, "the server": {atServer, tt.server}} {
				if diff := cmp.Diff(at.want, at.got.all()); diff != "" {
					t.Errorf("%s counts (-want +got)\n%s", who, diff)
				}
			}
		})
	}
}

// explosiveGate panics when it is asked.
type explosiveGate struct{ token }

func (explosiveGate) Opens(*http.Request) bool { panic("boom") }

// TestAssistantsPanic checks that a panic in one is in its log, and harms no other.
func TestAssistantsPanic(t *testing.T) {
	var ofShop, ofServer bytes.Buffer
	logged := func(a *Assistant) { a.Log = loggingTo(&ofShop, slog.LevelInfo).With("assistant", "shop") }
	h := serverOfAll(SeveralAssistants("", assistant(t, "shop", logged), assistant(t, "bank")), func(c *Config) {
		c.Rand, c.Log = explosive{}, loggingTo(&ofServer, slog.LevelInfo)
	})
	if w := post(h, "/a/shop/nlg", "", asking("utter_two")); w.Code != http.StatusInternalServerError {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if got := lines(t, &ofShop); len(got) != 1 || got[0]["assistant"] != "shop" || got[0]["msg"] != linesPanic || got[0]["cause"] != "boom" {
		t.Errorf("%v", got)
	}
	for _, name := range []string{"shop", "bank"} {
		if w := post(h, "/a/"+name+"/nlg", "", asking("utter_who")); w.Body.String() != `{"text":"`+name+` here"}` {
			t.Errorf("after the panic: %d %s", w.Code, w.Body)
		}
	}
	if ofServer.Len() > 0 {
		t.Errorf("%s", ofServer.String())
	}
}

// TestAssistantsLog checks that the lines about an assistant's requests are in its log,
// and those about requests that reach none in the server's.
func TestAssistantsLog(t *testing.T) {
	var ofShop, ofBank, ofServer bytes.Buffer
	to := func(log *bytes.Buffer) func(*Assistant) {
		return func(a *Assistant) { a.Log, a.OnUnknown = loggingTo(log, slog.LevelDebug), OnUnknownEmpty }
	}
	all := SeveralAssistants("", assistant(t, "shop", to(&ofShop)), assistant(t, "bank", to(&ofBank)))
	h := serverOfAll(all, func(c *Config) { c.Log = loggingTo(&ofServer, slog.LevelDebug) })
	for _, body := range []string{asking("utter_who"), asking("utter_slack"), asking("x"), "hello"} {
		post(h, "/a/shop/nlg", "", body)
	}
	post(h, "/nlg", "", asking("utter_who"))
	post(h, "/a/till/nlg", "", asking("utter_who"))
	call{method: "GET", target: "/readyz?assistant=shop"}.on(h)
	messages := func(log *bytes.Buffer) (out []string) {
		for _, line := range lines(t, log) {
			message, _ := line["msg"].(string)
			if code, ok := line["code"].(string); ok {
				message = code
			}
			out = append(out, message)
		}
		return out
	}
	for name, of := range map[string]struct {
		log  *bytes.Buffer
		want []string
	}{
		"shop":   {&ofShop, []string{"said", linesIneligible, "said", linesUnknown, "said", "not_json"}},
		"bank":   {&ofBank, nil},
		"server": {&ofServer, []string{"no_default_assistant", "unknown_assistant", "request"}},
	} {
		if diff := cmp.Diff(of.want, messages(of.log)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", name, diff)
		}
	}
}

// TestAssistantsFlood checks that a flood of refusals at one assistant, or at none, leaves
// the lines of another.
func TestAssistantsFlood(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		logger := loggingTo(&log, slog.LevelInfo)
		named := func(name string) *Assistant {
			return assistant(t, name, guardedBy("SECRET"), func(a *Assistant) { a.Log = logger.With("assistant", name) })
		}
		h := serverOfAll(SeveralAssistants("", named("shop"), named("bank")), func(c *Config) { c.Log = logger })
		const requests = 10 * loglines.Burst
		for range requests {
			post(h, "/a/shop/nlg", "", asking("utter_who"))
			post(h, "/a/till/nlg", "", asking("utter_who"))
		}
		post(h, "/a/bank/nlg", "", asking("utter_who"))
		time.Sleep(loglines.Period)
		synctest.Wait()
		written, leftOut := map[any]int{}, map[any]float64{}
		for _, line := range lines(t, &log) {
			if line["code"] != nil {
				written[line["assistant"]]++
			} else {
				leftOut[line["assistant"]] += line["lines"].(float64)
			}
		}
		if diff := cmp.Diff(map[any]int{"shop": loglines.Burst, "bank": 1, nil: loglines.Burst}, written); diff != "" {
			t.Errorf("written (-want +got)\n%s", diff)
		}
		if diff := cmp.Diff(map[any]float64{"shop": requests - loglines.Burst, nil: requests - loglines.Burst}, leftOut); diff != "" {
			t.Errorf("left out (-want +got)\n%s", diff)
		}
	})
}

// TestAssistantsSettings checks that each assistant has settings of its own.
func TestAssistantsSettings(t *testing.T) {
	all := SeveralAssistants("",
		assistant(t, "shop", func(a *Assistant) { a.OnUnknown, a.IgnoreRequestID = OnUnknownEmpty, true }),
		assistant(t, "bank", func(a *Assistant) { a.OnUnknown = "utter_fallback" }),
		assistant(t, "till"))
	h := serverOfAll(all)
	for name, want := range map[string]struct{ unknown, withID string }{
		"shop": {`{}`, `{"text":"shop one","id":"one"}`},
		"bank": {`{"text":"bank falls back"}`, `{"text":"bank two","id":"two"}`},
		"till": {``, `{"text":"till two","id":"two"}`},
	} {
		if w := post(h, "/a/"+name+"/nlg", "", asking("x")); w.Code != http.StatusNotFound && w.Body.String() != want.unknown || (w.Code == http.StatusNotFound) != (want.unknown == "") {
			t.Errorf("%s, unknown: %d %s, want %s", name, w.Code, w.Body, want.unknown)
		}
		if w := post(h, "/a/"+name+"/nlg", "", `{"response": "utter_two", "id": "two"}`); w.Body.String() != want.withID {
			t.Errorf("%s, with an id: %d %s, want %s", name, w.Code, w.Body, want.withID)
		}
	}
}

// TestAssistantsRecord checks that each assistant's requests are recorded by its own.
func TestAssistantsRecord(t *testing.T) {
	var got []string
	records := func(a *Assistant) {
		a.Record = func(catalog *nlg.Catalog, req *nlg.Request, _ *nlg.Message) {
			if catalog != a.Catalog() {
				t.Errorf("%s records what another catalog said", a.Name)
			}
			got = append(got, a.Name+" "+req.Response)
		}
	}
	h := serverOfAll(SeveralAssistants("bank", assistant(t, "shop", records), assistant(t, "bank", records), assistant(t, "till")))
	for _, path := range []string{"/a/shop/nlg", "/nlg", "/a/till/nlg"} {
		post(h, path, "", asking("utter_who"))
	}
	post(h, "/a/shop/nlg", "", asking("x"))
	if diff := cmp.Diff([]string{"shop utter_who", "bank utter_who", "shop x"}, got); diff != "" {
		t.Error(diff)
	}
}

// TestAssistantsMemory checks that an assistant without memory refuses its requests, and no
// other does.
func TestAssistantsMemory(t *testing.T) {
	little := func(a *Assistant) { a.Memory = NewMemory(24 << 10) } // for one small request
	h := serverOfAll(SeveralAssistants("", assistant(t, "shop", little), assistant(t, "bank")))
	met := false
	exchange{target: "POST /a/shop/nlg", body: crowded{func() {
		met = true
		if w := post(h, "/a/shop/nlg", "", asking("utter_who")); problemOf(t, w).Code != CodeOverloaded {
			t.Errorf("shop: %d %s", w.Code, w.Body)
		}
		if w := post(h, "/a/bank/nlg", "", asking("utter_who")); w.Code != http.StatusOK {
			t.Errorf("bank: %d %s", w.Code, w.Body)
		}
	}}}.on(h)
	if !met {
		t.Error("the body was not read")
	}
	if w := post(h, "/a/shop/nlg", "", asking("utter_who")); w.Code != http.StatusOK {
		t.Errorf("shop, alone again: %d %s", w.Code, w.Body)
	}
	long := `{"response": "utter_who", "tracker": {"slots": {"x": "` + strings.Repeat("x", 1<<20) + `"}}}`
	want := "the body takes more memory than one request may have of the 24576 bytes for all"
	if p := problemOf(t, post(h, "/a/shop/nlg", "", long)); p.Code != CodeTooExpensive || !strings.HasPrefix(p.Detail, want) {
		t.Errorf("shop, a long body: %s %s", p.Code, p.Detail)
	}
	if w := post(h, "/a/bank/nlg", "", long); w.Code != http.StatusOK {
		t.Errorf("bank, a long body: %d %s", w.Code, w.Body)
	}
}

// traces is a [Tracer] that traces nothing, and remembers what it was asked to.
type traces struct{ asked []string }

func (t *traces) Start(_ *http.Request, route, assistant string) Trace {
	t.asked = append(t.asked, route+" "+assistant)
	return nil
}

// TestAssistantsTraces checks that a trace is told which assistant answers.
func TestAssistantsTraces(t *testing.T) {
	tracer := &traces{}
	h := serverOfAll(SeveralAssistants("shop", assistant(t, "shop"), assistant(t, "bank")), func(c *Config) { c.Tracer = tracer })
	for _, path := range []string{"/nlg", "/a/bank/nlg", "/a/till/nlg"} {
		post(h, path, "", asking("utter_who"))
	}
	if diff := cmp.Diff([]string{"/nlg shop", "/a/:assistant/nlg bank"}, tracer.asked); diff != "" {
		t.Error(diff)
	}
}
