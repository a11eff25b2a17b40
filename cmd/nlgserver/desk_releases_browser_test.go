package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"nlgserver/internal/browser"
	"nlgserver/release"
	"nlgserver/release/nats/natstest"
	"nlgserver/release/stores"
)

// deskFleet is a desk, the files that it writes, and two replicas on the store that it
// publishes to: the real program, each in a process of its own.
type deskFleet struct {
	t       *testing.T
	program string
	file    string
	// address is that of the store, and store is it.
	address string
	store   release.Store
	// rich has the variable deskKey in its environment, as the desk has; poor does not.
	rich, poor *fleetReplica
	chromium   browser.Browser
	desk       *browser.Page
}

const (
	deskKey     = "DESK_TEST_KEY"
	fleetBefore = "version: \"3.1\"\n# Keep me.\nresponses:\n  utter_hello:\n  - text: 'Hello' # and me\n"
)

// publishPanel is where a draft is published.
var publishPanel = browser.Named("region", "Publish")

// fleetReplica is a replica, and its own page.
type fleetReplica struct {
	*process
	name string
	page *browser.Page
}

// newDeskFleet starts all of it on an empty store.
func newDeskFleet(t *testing.T, program, address string) *deskFleet {
	t.Helper()
	f := &deskFleet{t: t, program: program, file: filepath.Join(t.TempDir(), "responses.yml"), address: address}
	f.save(fleetBefore)
	var err error
	if f.store, err = stores.Open(t.Context(), address, stores.Options{}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.store.Close() })
	t.Cleanup(f.chromium.Close)
	f.rich, f.poor = f.replica("rich", deskKey+"=value"), f.replica("poor")
	f.desk = f.chromium.Page(t)
	desk := start(t, []string{deskKey + "=value"}, `http://\S+/desk/open\?key=\S+`, program,
		"desk", f.file, "--listen", "127.0.0.1:0", "--state", t.TempDir(), "--author", "Ann Lee <ann@example.com>", "--store", address, "--wait", "60s")
	f.desk.Open(desk.printed)
	t.Cleanup(func() { // before the programs end, which the pages would tell as a problem
		for _, page := range []*browser.Page{f.desk, f.rich.page, f.poor.page} {
			page.Open("about:blank")
		}
	})
	return f
}

func (f *deskFleet) replica(name string, env ...string) *fleetReplica {
	f.t.Helper()
	r := &fleetReplica{process: start(f.t, env, `http://127\.0\.0\.1:\d+`, f.program, "serve", "--from", f.address, "--replica", name, "--listen", "127.0.0.1:0"), name: name}
	r.page = f.chromium.Page(f.t)
	r.page.Expect("503") // of what has nothing to show yet
	r.page.Open(r.printed + "/#/responses/utter_hello")
	return r
}

// said returns what the replica says in a conversation; empty if it says nothing.
func (r *fleetReplica) said(sender string) string {
	r.t.Helper()
	body := fmt.Sprintf(`{"response": "utter_hello", "arguments": {}, "tracker": {"sender_id": %q, "slots": {}}, "channel": {"name": "rest"}}`, sender)
	request, err := http.NewRequestWithContext(r.t.Context(), http.MethodPost, r.printed+"/nlg", strings.NewReader(body))
	if err != nil {
		r.t.Fatal(err)
	}
	reply, err := http.DefaultClient.Do(request)
	if err != nil {
		r.t.Fatal(err)
	}
	defer reply.Body.Close()
	var said struct{ Text string }
	if reply.StatusCode == http.StatusOK {
		if err := json.NewDecoder(reply.Body).Decode(&said); err != nil {
			r.t.Fatal(err)
		}
	}
	return said.Text
}

// says checks that both replicas say a text now, to anybody, and that their pages come to
// show it.
func (f *deskFleet) says(text string) {
	f.t.Helper()
	for _, r := range []*fleetReplica{f.rich, f.poor} {
		for _, sender := range []string{"ann", "bob"} {
			if said := r.said(sender); said != text {
				f.t.Errorf("%s says %q to %s, not %q", r.name, said, sender, text)
			}
		}
		r.page.See(text)
	}
}

// write writes a text into the draft, as somebody does.
func (f *deskFleet) write(text string) {
	f.t.Helper()
	f.desk.Run("location.hash = '#/responses/utter_hello'")
	f.desk.Fill(browser.Named("textbox", "Text of variation 1"), text)
	f.desk.Until("document.querySelector('[data-testid=saving]')?.innerText === 'saved'")
}

// save writes the file, as somebody with an editor does.
func (f *deskFleet) save(text string) {
	f.t.Helper()
	if err := os.WriteFile(f.file, []byte(text), 0o600); err != nil {
		f.t.Fatal(err)
	}
}

func (f *deskFleet) read() string {
	f.t.Helper()
	data, err := os.ReadFile(f.file)
	if err != nil {
		f.t.Fatal(err)
	}
	return string(data)
}

// has checks that the file is as before, with a text in place of Hello.
func (f *deskFleet) has(text string) {
	f.t.Helper()
	if got, want := f.read(), strings.Replace(fleetBefore, "Hello", text, 1); got != want {
		f.t.Errorf("the file is %q, not %q", got, want)
	}
}

// live returns what the store says is live.
func (f *deskFleet) live() release.Live {
	f.t.Helper()
	live, _, err := release.ReadLive(f.t.Context(), f.store, release.Trust{}, "")
	if errors.Is(err, release.ErrNotFound) {
		return release.Live{}
	}
	if err != nil {
		f.t.Fatal(err)
	}
	return *live
}

// releases returns how many there are.
func (f *deskFleet) releases() int {
	f.t.Helper()
	past, err := release.ReadHistory(f.t.Context(), f.store, release.Trust{}, 0, 0)
	if err != nil {
		f.t.Fatal(err)
	}
	return len(past)
}

// until waits until something holds.
func (f *deskFleet) until(what string, holds func() bool) {
	f.t.Helper()
	ctx, cancel := context.WithTimeout(f.t.Context(), patience)
	defer cancel()
	for !holds() {
		select {
		case <-ctx.Done():
			f.t.Fatalf("not after %v: %s", patience, what)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// publish publishes the draft by the panel, which must then have said the words; before it
// does, the function, if it is not nil, fills in more.
func (f *deskFleet) publish(words string, more func()) {
	f.t.Helper()
	f.begin(more)
	f.desk.UntilText(publishPanel, words)
	f.desk.Until("document.querySelector('.publish .ok') !== null") // the steps say it too, before the answer
	f.close()
}

// begin clicks on the button that publishes.
func (f *deskFleet) begin(more func()) {
	f.t.Helper()
	f.desk.Click(browser.Named("button", "Publish…"))
	f.desk.Wait(browser.Named("heading", "Publish"))
	if more != nil {
		more()
	}
	f.desk.Until("document.querySelector('.publish button[type=submit]')?.getAttribute('aria-disabled') === 'false'")
	f.desk.Until("!document.querySelector('.publish').innerText.includes('is being checked')") // what it finds may move the button
	f.desk.Click(browser.Named("button", "Publish").In(publishPanel))
}

func (f *deskFleet) close() {
	f.t.Helper()
	f.desk.Click(browser.Named("button", "Close").In(publishPanel))
	f.desk.Until("document.querySelector('.publish') === null")
}

// history opens the history.
func (f *deskFleet) history() {
	f.t.Helper()
	f.desk.Run("location.hash = '#/history'")
	f.desk.Wait(browser.Named("heading", "History"))
}

// TestDeskPublishesToAFleet types in the desk, publishes, and hears it from two replicas; goes
// back; and is refused by one of them.
func TestDeskPublishesToAFleet(t *testing.T) {
	if !browser.Installed() {
		t.Skip("Chromium is not installed (on Debian: apt-get install chromium)")
	}
	program := build(t)
	for name, address := range map[string]func(t *testing.T) string{
		"dir":  func(t *testing.T) string { return "dir:" + filepath.ToSlash(t.TempDir()) },
		"nats": func(t *testing.T) string { return natstest.Start(t, 1).URL("bank") },
	} {
		t.Run(name, func(t *testing.T) {
			f := newDeskFleet(t, program, address(t))
			f.startsFleet()
			f.goesBack()
			f.isRefused()
			f.losesReplica()
		})
	}
}

// startsFleet publishes what is on disk, as nothing is live, and then a text that was typed.
func (f *deskFleet) startsFleet() {
	f.t.Helper()
	f.publish("Published release 1", nil)
	f.says("Hello")
	f.has("Hello")
	f.write("Welcome")
	f.publish("Published release 2", nil)
	f.says("Welcome")
	f.has("Welcome")
	if live := f.live(); live.Number != 2 || live.By != "Ann Lee <ann@example.com>" || live.Sequence != 2 {
		f.t.Errorf("%+v is live", live)
	}
}

// goesBack goes back to the first release, which changes no file; then the draft takes its
// texts.
func (f *deskFleet) goesBack() {
	f.t.Helper()
	f.history()
	f.desk.Click(browser.Named("button", "Go back to release 1"))
	asked := browser.Named("region", "Back to release 1")
	f.desk.UntilText(asked, "Welcome") // the difference, before anything happens
	if live := f.live(); live.Number != 2 {
		f.t.Errorf("%+v is live before it is confirmed", live)
	}
	f.desk.Click(browser.Named("button", "Go back to release 1 on all replicas").In(asked))
	f.desk.UntilText(asked, "Release 1 is live again.")
	f.says("Hello")
	f.has("Welcome")
	if live := f.live(); live.Number != 1 || live.Move != release.MoveRollback || live.By != "Ann Lee <ann@example.com>" {
		f.t.Errorf("%+v is live", live)
	}
	f.desk.Click(browser.Named("button", "Take release 1 into your draft").In(asked))
	f.desk.Wait(browser.Named("heading", "Review your draft"))
	f.publish("Published release 3", nil)
	f.has("Hello")
	f.says("Hello")
}

// isRefused publishes what one replica cannot have: nothing changes.
func (f *deskFleet) isRefused() {
	f.t.Helper()
	live, releases := f.live(), f.releases()
	needs := fleetBefore + "  utter_key:\n  - text: ${" + deskKey + "}\n"
	f.save(needs)
	f.write("Welcome")
	f.desk.Wait(browser.Like("link", "^utter_key"))
	f.desk.Expect("422")
	f.begin(nil)
	f.desk.UntilText(publishPanel, "Not published")
	for _, part := range []string{"poor", deskKey, "NLG008"} {
		f.desk.UntilText(publishPanel, part)
	}
	f.close()
	f.says("Hello")
	if got := f.read(); got != needs {
		f.t.Errorf("the file is %q", got)
	}
	if now := f.live(); now.Nonce != live.Nonce || f.releases() != releases {
		f.t.Errorf("%+v is live, of %d releases; before, %+v of %d", now, f.releases(), live, releases)
	}
	staged, _, err := release.ReadStaged(f.t.Context(), f.store, release.Trust{}, "")
	if err == nil && staged.Nonce != "" {
		f.t.Errorf("%+v is staged still", staged)
	}
	f.save(fleetBefore) // what all can have
	f.desk.Gone(browser.Like("link", "^utter_key"))
	f.publish("Published release 4", nil)
	f.says("Welcome")
	f.has("Welcome")
}

// losesReplica kills one replica: the history comes to show that it is lost, and publishing goes
// on without it.
func (f *deskFleet) losesReplica() {
	f.t.Helper()
	f.history()
	f.poor.page.Expect("") // it shows that its server is gone
	f.poor.kill()
	f.desk.UntilText(browser.Named("region", "Replicas"), "lost since")
	f.write("Without it")
	f.publish("Published release 5", nil)
	if said := f.rich.said("ann"); said != "Without it" {
		f.t.Errorf("%s says %q", f.rich.name, said)
	}
	f.rich.page.See("Without it")
}

// TestDeskTriesACanary gives a release to half of the conversations, promotes it, and ends
// another one.
func TestDeskTriesACanary(t *testing.T) {
	if !browser.Installed() {
		t.Skip("Chromium is not installed (on Debian: apt-get install chromium)")
	}
	f := newDeskFleet(t, build(t), "dir:"+filepath.ToSlash(t.TempDir()))
	f.publish("Published release 1", nil)
	half := func() { f.desk.Fill(browser.Named("spinbutton", "Percent of the conversations"), "50") }

	f.write("Welcome")
	f.publish("Published release 2", half)
	f.has("Welcome") // the files are those of the next release
	f.saysBoth("Hello", "Welcome")
	f.history()
	f.desk.Click(browser.Named("button", "Give it to all"))
	f.until("both say the canary to everybody", func() bool { return f.live().Canary == nil })
	f.until("both say it", func() bool { return f.rich.said("ann") == "Welcome" && f.poor.said("ann") == "Welcome" })
	f.says("Welcome")

	f.write("Good day")
	f.publish("Published release 3", half)
	f.saysBoth("Welcome", "Good day")
	f.history()
	f.desk.Click(browser.Named("button", "End it"))
	f.until("the canary has ended", func() bool { return f.live().Canary == nil })
	f.until("both say it no more", func() bool { return !f.heard("Good day") })
	f.says("Welcome")
	if live := f.live(); live.Number != 2 || live.Move != release.MoveAbort {
		f.t.Errorf("%+v is live", live)
	}
}

// senders are conversations enough that each side of a canary of half of them has some: the
// chance that it has none is 2 to the power of -63.
const senders = 64

// saysBoth checks that both replicas say one text in some conversations and the other text in
// the others, and the same in the same.
func (f *deskFleet) saysBoth(one, other string) {
	f.t.Helper()
	heard := map[string]int{}
	for i := range senders {
		sender := fmt.Sprintf("conversation %d", i)
		said := f.rich.said(sender)
		heard[said]++
		if also := f.poor.said(sender); also != said {
			f.t.Errorf("to %s one says %q, the other %q", sender, said, also)
		}
	}
	if heard[one] == 0 || heard[other] == 0 || heard[one]+heard[other] != senders {
		f.t.Errorf("they say %v", heard)
	}
}

// heard reports whether a replica says a text in some conversation.
func (f *deskFleet) heard(text string) bool {
	for i := range senders {
		sender := fmt.Sprintf("conversation %d", i)
		if f.rich.said(sender) == text || f.poor.said(sender) == text {
			return true
		}
	}
	return false
}

// TestDeskWithoutItsStore stops the store while the desk shows it: the page says so, changes
// nothing, and goes on by itself when the store is back.
func TestDeskWithoutItsStore(t *testing.T) {
	if !browser.Installed() {
		t.Skip("Chromium is not installed (on Debian: apt-get install chromium)")
	}
	nodes := natstest.Start(t, 1)
	f := newDeskFleet(t, build(t), nodes.URL("bank"))
	f.publish("Published release 1", nil)
	f.history()
	nodes.Stop(0)
	f.desk.See("The store cannot be read")
	f.says("Hello") // replicas keep what they have
	f.write("Welcome")
	f.desk.Expect("422")
	f.begin(nil)
	f.desk.UntilText(publishPanel, "Not published")
	f.close()
	f.has("Hello")
	if err := nodes.Restart(0); err != nil {
		t.Fatal(err)
	}
	f.history()
	f.desk.Unsee("The store cannot be read")
	f.publish("Published release 2", nil)
	f.says("Welcome")
	f.has("Welcome")
}
