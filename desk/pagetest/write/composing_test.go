package write_test

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	"nlgserver/desk/internal/desktest"
	"nlgserver/internal/browser"
)

// steps keeps the bodies of the steps that a page sends.
type steps struct {
	next http.Handler

	mu   sync.Mutex
	sent []string
}

func (s *steps) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if strings.HasSuffix(r.URL.Path, "/draft/steps") {
		body, _ := io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(body))
		s.mu.Lock()
		s.sent = append(s.sent, string(body))
		s.mu.Unlock()
	}
	s.next.ServeHTTP(w, r)
}

// all returns the bodies so far.
func (s *steps) all() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.Join(s.sent, "\n")
}

// What is composed with an input method is sent once it is chosen, and the caret stays
// where it is.
func TestBrowserComposes(t *testing.T) {
	o := chromium.Office(t)
	o.Stop()
	sent := &steps{next: o.Desk}
	o.Serve(sent)
	page := o.Open(t, "#/responses/utter_hi?slot.name=%22Ann%22")
	page.Click(desktest.Field("Text of variation 1"))
	page.UntilFocused(desktest.Field("Text of variation 1"))
	page.Run("document.activeElement.setSelectionRange(5, 5)")
	field := func(what string) string {
		return browser.Value[string](page, "String(document.activeElement."+what+")")
	}
	page.Type("!") // its pause is not over when composing begins
	for _, text := range []string{"n", "に", "にh", "にほ", "にほん", "にほんg", "にほんご"} {
		page.Compose(text)
		if got, want := field("value"), "Hello!"+text+" {name}"; got != want {
			t.Fatalf("the field has %q, want %q", got, want)
		}
	}
	// Longer than the page waits with what is typed: its own timers come first.
	page.Run("new Promise(then => setTimeout(then, 600))")
	if all := sent.all(); strings.Contains(all, "Hello!n") || strings.Contains(all, "に") {
		t.Errorf("half a word was sent: %s", all)
	}
	page.Commit("日本語")
	page.UntilText(desktest.Says, "Hello!日本語 Ann")
	page.Until(desktest.Saved)
	if got := field("value"); got != "Hello!日本語 {name}" {
		t.Errorf("the field has %q", got)
	}
	if at := field("selectionStart"); at != "9" {
		t.Errorf("the caret is at %s", at)
	}
	if all := sent.all(); strings.Contains(all, "に") || !strings.Contains(all, "日本語") {
		t.Errorf("sent: %s", all)
	}
}
