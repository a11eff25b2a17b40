package desk

import (
	"bufio"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
)

// TestDraftEvents checks that a page hears of each change of the draft, of its check, and
// of each step of a publication, those of another window too; a reader of none of it.
func TestDraftEvents(t *testing.T) {
	o := newOffice(t, nil)
	o.repository()
	var held sync.Mutex // keeps a check waiting until the page has heard that it began
	o.open(func(c *Config) {
		c.Background = func(work func()) {
			held.Lock()
			held.Unlock() //nolint:staticcheck // nothing else is to wait for the work
			work()
		}
	})
	ann := o.ann()
	ann.checked()
	server := httptest.NewServer(o.desk)
	t.Cleanup(server.Close)
	listen := func(session string) *bufio.Scanner {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+apiPath+"events", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.AddCookie(&http.Cookie{Name: cookieName(r, r.TLS != nil), Value: session})
		r.Host = strings.TrimPrefix(server.URL, "http://")
		r.AddCookie(&http.Cookie{Name: "nlg_desk_" + r.Host[strings.LastIndexByte(r.Host, ':')+1:], Value: session})
		reply, err := http.DefaultClient.Do(r)
		if err != nil || reply.StatusCode != http.StatusOK {
			t.Fatal(reply, err)
		}
		t.Cleanup(func() { _ = reply.Body.Close() })
		return bufio.NewScanner(reply.Body)
	}
	// until reads events up to one with the words, and returns their names and data.
	until := func(lines *bufio.Scanner, words string) string {
		var all strings.Builder
		for lines.Scan() {
			all.WriteString(lines.Text() + "\n")
			if strings.Contains(lines.Text(), words) {
				return all.String()
			}
		}
		t.Fatalf("no %s:\n%s", words, all.String())
		return ""
	}
	lines := listen(ann.session)
	first := until(lines, `"check":"done"`)
	if !strings.Contains(first, "event: content\n") || !strings.Contains(first, "event: draft\n") {
		t.Error(first)
	}
	held.Lock()
	o.ann().set("utter_bye", 1, "Bye", "Ciao")
	until(lines, `"check":"checking"`)
	held.Unlock()
	until(lines, `"check":"done"`)
	o.ann().ask(http.MethodPost, "publish", `{"override": "now"}`, 200, nil)
	told := until(lines, `"step":"done"`)
	at := 0
	for _, step := range []string{"checking", "writing", "committing", "done"} {
		i := strings.Index(told[at:], `"step":"`+step+`"`)
		if i < 0 {
			t.Fatalf("no %s:\n%s", step, told)
		}
		at += i
	}
	if strings.Contains(first, "event: publish") {
		t.Error("old news:", first)
	}
	reader := listen(o.as("Eve", Reader).session)
	ann.set("utter_bye", 1, "Ciao", "Bye")
	reader.Scan()
	if got := reader.Text(); got != "event: content" {
		t.Error(got)
	}
}

// TestDraftEventsOfOthers checks that an event says when what others change is not what it
// was: one event may tell of that and of a step of the page's own, which has been answered.
func TestDraftEventsOfOthers(t *testing.T) {
	o := newOffice(t, nil)
	ann, bob := o.ann(), o.as("Bob", Author)
	touched := func(h *hand) int {
		h.t.Helper()
		var d struct{ Touched int }
		h.ask(http.MethodGet, "draft", "", 200, &d)
		told, err := (&telling{desk: o.desk, session: &session{user: h.name, role: Author}}).news()
		if want := fmt.Sprintf(`"touched":%d}`, d.Touched); err != nil || !strings.Contains(string(told), want) {
			t.Errorf("the draft has %s, and the event is %s, %v", want, told, err)
		}
		return d.Touched
	}
	first := touched(ann)
	ann.set("utter_bye", 1, "Bye", "Ciao")
	if now := touched(ann); now != first {
		t.Errorf("a step of her own: %d after %d", now, first)
	}
	bob.set("utter_bye", 1, "Bye", "Adieu")
	second := touched(ann)
	if second == first {
		t.Error("no news of a step of somebody else")
	}
	bob.ask(http.MethodPost, "draft/undo", "{}", 200, nil)
	if now := touched(ann); now == second {
		t.Error("no news of what somebody else took back")
	}
}
