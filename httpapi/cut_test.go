package httpapi

import (
	"bytes"
	"log/slog"
	"net/http/httptest"
	"testing"

	"github.com/gin-gonic/gin"

	"nlgserver/internal/loglines"
	"nlgserver/nlg"
)

// TestCutLine checks that a condition that was not evaluated to its end has a line in
// the log that says where it is.
func TestCutLine(t *testing.T) {
	catalog := catalogOf(t, "responses:\n  utter_x:\n  - text: default\n  - text: a\n    condition: '1 = 2 or 2 = 2'\n")
	w := &work{request: nlg.Request{Response: "utter_x", Budget: nlg.NewBudget(nlg.Limits{Work: 10}, nil)}}
	if err := catalog.RenderTo(&w.message, &w.request, nil); err != nil || w.message.Cut == nil {
		t.Fatalf("%v, %+v", err, w.message)
	}
	var log bytes.Buffer
	c, _ := gin.CreateTestContext(httptest.NewRecorder())
	c.Request = httptest.NewRequest("POST", "/nlg", nil)
	s := &responder{server: &server{cfg: Config{Log: loggingTo(&log, slog.LevelInfo)}, ids: &ids{}}}
	s.lines = limitLines(s.cfg.Log)
	s.log(c, catalog, w)
	got := lines(t, &log)
	if len(got) != 1 || got[0]["msg"] != "condition not evaluated to its end" || got[0]["response"] != "utter_x" ||
		got[0]["reason"] != "work" || got[0]["conditions"] != 1.0 || got[0]["position"] != "responses.yml:4:5" {
		t.Errorf("%v", got)
	}
	// A client can repeat it at will.
	for range 2 * loglines.Burst {
		s.log(c, catalog, w)
	}
	if got := len(lines(t, &log)); got != loglines.Burst {
		t.Errorf("%d lines, want %d", got, loglines.Burst)
	}
}
