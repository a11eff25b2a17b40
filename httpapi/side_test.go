package httpapi

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"nlgserver/nlg"
)

// from is a body of a conversation.
func from(conversation, response string) string {
	return `{"response": "` + response + `", "tracker": {"sender_id": "` + conversation + `"}}`
}

// shared makes an assistant give conversations whose name begins with "new" to a canary,
// and tells which were asked for.
func shared(canary *nlg.Catalog, asked *[]string) func(*Assistant) {
	return func(a *Assistant) {
		live := a.Catalog()
		a.Pick = func(conversation string) (*nlg.Catalog, Side) {
			*asked = append(*asked, strings.Clone(conversation))
			switch {
			case canary == nil:
				return live, Whole
			case strings.HasPrefix(conversation, "new"):
				return canary, CanarySide
			}
			return live, LiveSide
		}
	}
}

// TestCanary checks that a conversation gets its side: the text, the header, what is
// recorded and what is counted.
func TestCanary(t *testing.T) {
	canary := catalogOf(t, "responses: {utter_who: [{text: canary here}], utter_new: [{text: only here}]}")
	recorded, counted, asked := "", &counts{}, []string(nil)
	a := assistant(t, "shop", countedBy(counted), shared(canary, &asked), func(a *Assistant) {
		a.Record = func(catalog *nlg.Catalog, _ *nlg.Request, _ *nlg.Message) { recorded = catalog.ShortVersion() }
	})
	h := serverOfAll(SeveralAssistants("shop", a))
	for _, tt := range []struct {
		body, text string
		code       int
		catalog    *nlg.Catalog
	}{
		{body: from("old-1", "utter_who"), text: "shop here", code: http.StatusOK, catalog: a.Catalog()},
		{body: from("new-1", "utter_who"), text: "canary here", code: http.StatusOK, catalog: canary},
		{body: asking("utter_who"), text: "shop here", code: http.StatusOK, catalog: a.Catalog()},
		{body: from("new-1", "utter_new"), text: "only here", code: http.StatusOK, catalog: canary},
		{body: from("old-1", "utter_new"), code: http.StatusNotFound, catalog: a.Catalog()},
	} {
		w := post(h, "/nlg", "application/json", tt.body)
		if w.Code != tt.code || !strings.Contains(w.Body.String(), tt.text) {
			t.Errorf("%s: %d %s", tt.body, w.Code, w.Body)
		}
		if got := w.Header().Get("X-Nlg-Catalog"); tt.code == http.StatusOK && got != tt.catalog.ShortVersion() {
			t.Errorf("%s: the header is %s", tt.body, got)
		}
		if recorded != tt.catalog.ShortVersion() {
			t.Errorf("%s: recorded for %s", tt.body, recorded)
		}
	}
	if diff := cmp.Diff(map[string]int{"begin": 5, "end": 5, "said": 4, "live": 2, "canary": 2, "unknown": 1, "unknown_response": 1}, counted.all()); diff != "" {
		t.Error(diff)
	}
	if got := strings.Join(asked, " "); got != "old-1 new-1  new-1 old-1" {
		t.Errorf("asked for %q", got)
	}
}

// TestNoCanary checks that an assistant whose releases have no canary counts no sides.
func TestNoCanary(t *testing.T) {
	counted, asked := &counts{}, []string(nil)
	h := serverOfAll(SeveralAssistants("shop", assistant(t, "shop", countedBy(counted), shared(nil, &asked))))
	if w := post(h, "/nlg", "application/json", from("new-1", "utter_who")); w.Code != http.StatusOK {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if diff := cmp.Diff(map[string]int{"begin": 1, "end": 1, "said": 1}, counted.all()); diff != "" {
		t.Error(diff)
	}
}

// TestCanaryAllocates checks that the choice of a side allocates nothing.
func TestCanaryAllocates(t *testing.T) {
	if raceEnabled {
		t.Skip("allocations mean nothing under the race detector")
	}
	body := []byte(from("new-1", "utter_who"))
	allocations := func(changes ...func(*Assistant)) float64 {
		return testing.AllocsPerRun(1000, repeat(serverOfAll(OneAssistant(assistant(t, "default", changes...))), body))
	}
	canary := catalogOf(t, "responses: {utter_who: [{text: canary}]}")
	without, with := allocations(), allocations(func(a *Assistant) {
		a.Pick = func(conversation string) (*nlg.Catalog, Side) {
			if strings.HasPrefix(conversation, "new") {
				return canary, CanarySide
			}
			return nil, Whole
		}
	})
	if with > without {
		t.Errorf("%v with a canary, %v without", with, without)
	}
}
