package httpapi

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
)

// crowd returns requests that are spread evenly over so many assistants, one at each call;
// with 0 for the only one, at /nlg.
func crowd(t testing.TB, assistants int) (say func()) {
	t.Helper()
	paths, all := []string{"/nlg"}, OneAssistant(assistant(t, "default"))
	if assistants > 0 {
		paths = paths[:0]
		each := make([]*Assistant, assistants)
		for i := range each {
			each[i] = assistant(t, fmt.Sprintf("bot-%03d", i))
			paths = append(paths, "/a/"+each[i].Name+"/nlg")
		}
		all = SeveralAssistants("", each...)
	}
	h := serverOfAll(all)
	body := []byte(`{"response": "utter_who", "arguments": {}, "tracker": {"slots": {"name": "Ann"}}, "channel": {"name": "collector"}}`)
	r := httptest.NewRequest(http.MethodPost, "/", nil)
	r.Header.Set("Content-Type", "application/json")
	r.ContentLength = int64(len(body))
	in := &again{bytes.NewReader(body)}
	w := nowhere{http.Header{}}
	next := 0
	return func() {
		r.URL.Path = paths[next]
		next = (next + 1) % len(paths)
		in.Reset(body)
		r.Body = in
		clear(w.header)
		h.ServeHTTP(w, r)
	}
}

// crowds are how many assistants are measured; 0 is a server that is not configured for
// several.
var crowds = [...]int{0, 1, 10, 200}

func crowdName(assistants int) string {
	if assistants == 0 {
		return "nlg"
	}
	return fmt.Sprintf("assistants=%d", assistants)
}

// BenchmarkAssistants measures a request from its header on, as BenchmarkCallback does,
// with requests spread evenly over several assistants.
func BenchmarkAssistants(b *testing.B) {
	for _, assistants := range crowds {
		b.Run(crowdName(assistants), func(b *testing.B) {
			say := crowd(b, assistants)
			b.ReportAllocs()
			for b.Loop() {
				say()
			}
		})
	}
}

// TestAssistantsAllocate checks that a request allocates no more where there are several.
func TestAssistantsAllocate(t *testing.T) {
	if raceEnabled {
		t.Skip("allocations mean nothing under the race detector")
	}
	alone := testing.AllocsPerRun(1000, crowd(t, 0))
	for _, assistants := range crowds[1:] {
		if got := testing.AllocsPerRun(1000, crowd(t, assistants)); got > alone {
			t.Errorf("%s: %v allocations for a request, %v at /nlg alone", crowdName(assistants), got, alone)
		}
	}
}
