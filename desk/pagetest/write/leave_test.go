package write_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"

	"nlgserver/desk/internal/desktest"
)

// slow does not answer the first step before it is told to, or before nobody waits.
type slow struct {
	next http.Handler
	// loses is set if the first step is not done at all.
	loses bool
	// arrived is closed once the first step is there.
	arrived, answer chan struct{}
	once            sync.Once
}

func (s *slow) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	isFirst := false
	if strings.HasSuffix(r.URL.Path, "/draft/steps") {
		s.once.Do(func() { isFirst = true })
	}
	if !isFirst || !s.loses {
		s.next.ServeHTTP(w, r)
	}
	if isFirst {
		close(s.arrived)
		select {
		case <-s.answer:
		case <-r.Context().Done():
		}
	}
}

// What is typed while the server is still busy with what was typed before is there after
// the window was closed, whether or not the server got what was on its way.
func TestBrowserLeavesWhileSending(t *testing.T) {
	for _, loses := range []bool{false, true} {
		o := chromium.Office(t)
		o.Stop()
		server := &slow{next: o.Desk, loses: loses, arrived: make(chan struct{}), answer: make(chan struct{})}
		t.Cleanup(func() { close(server.answer) })
		o.Serve(server)
		page := o.Open(t, "#/responses/utter_hi?slot.name=%22Ann%22")
		page.Click(desktest.Field("Text of variation 1"))
		page.UntilFocused(desktest.Field("Text of variation 1"))
		page.Run("document.activeElement.setSelectionRange(5, 5)")
		page.Type("!")
		<-server.arrived
		page.Type("!")
		page.Run("new Promise(then => setTimeout(then, 200))") // its pause is over
		page.Open("about:blank")
		other := o.Open(t, "#/responses/utter_hi?slot.name=%22Ann%22")
		other.UntilText(desktest.Says, "Hello!! Ann")
		other.Until(`document.querySelector("#write-1-text").value === "Hello!! {name}"`)
	}
}
