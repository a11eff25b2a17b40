package record_test

import (
	"path/filepath"
	"strings"
	"testing"

	"nlgserver/internal/wire"
	"nlgserver/nlg"
	"nlgserver/server/internal/record"
)

// TestContext checks that a recorded request has the context of its stack, also that
// of a question, which is merged from several frames.
func TestContext(t *testing.T) {
	const body = `{"response": "utter_ask_size", "tracker": {"stack": [{"type": "flow", "flow_id": "order", "note": "Ann"},
		{"type": "pattern_correction", "corrected_slots": {"size": "L"}}, {"type": "pattern_collect_information", "collect": "size"}]}}`
	for _, content := range []bool{true, false} {
		var w wire.Request
		if err := w.Read([]byte(body)); err != nil {
			t.Fatal(err)
		}
		req := nlg.Request(w.Fields())
		dir := filepath.Join(t.TempDir(), "new")
		r, stop := recorder(t, record.Options{Dir: dir, Content: content})
		r.Record("3f2a90c1d4e5", &req, &nlg.Message{Response: "utter_ask_size"})
		stop()
		got, text := replay(t, dir)
		want := "type='pattern_correction' collect='size' corrected_slots={'size': 'L'} "
		if content && show(got.Context) != want {
			t.Errorf("%s, want %s", show(got.Context), want)
		}
		if _, ok := got.Context.Get("corrected_slots"); !ok || !content && (strings.Contains(text, `"L"`) || strings.Contains(text, "Ann")) {
			t.Error(text)
		}
	}
}
