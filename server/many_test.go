package server

import (
	"net/http"
	"path/filepath"
	"strings"
	"testing"
)

// TestManyErrors checks that the log, the reply and the status show some of very
// many errors, and that there are more: a file has at most 1,000 of them.
func TestManyErrors(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "responses.yml")
	write(t, name, responses("good"))
	r := startUnwatched(t, dir)
	write(t, name, "responses:\n  utter_x:\n"+strings.Repeat("    - txt: a\n", 3000))
	status, body := r.post("/-/reload", "")
	if status != http.StatusUnprocessableEntity || strings.Count(body, `"severity":"error"`) != mostShown {
		t.Errorf("%d with %d errors", status, strings.Count(body, `"severity":"error"`))
	}
	if n := len(r.status().LastAttempt.Diagnostics); n != mostShown {
		t.Errorf("the status has %d diagnostics", n)
	}
	if log := r.log.String(); strings.Count(log, "code=NLG024") != mostLogged || !strings.Contains(log, "more=900") {
		t.Errorf("the log has %d lines of it, and ends with %q", strings.Count(log, "code=NLG024"), log[max(0, len(log)-1000):])
	}
}
