package releases_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"nlgserver/desk/internal/desktest"
	"nlgserver/internal/browser"
	"nlgserver/internal/diag"
	"nlgserver/release"
)

// A long history is shown bit by bit, the latest first, and stays as long as what comes.
func TestBrowserShowsMore(t *testing.T) {
	const many = 100
	o := chromium.FleetOffice(t, nil)
	for i := range many {
		next(o, fmt.Sprintf("Edition %d", i+1))
		o.Release("Bob Meyer", fmt.Sprintf("Edition %d", i+1), 0)
	}
	page := o.Open(t, "#/history")
	more := browser.Named("button", "Show more").In(history)
	shown := func(first, count int) {
		t.Helper()
		page.Until(fmt.Sprintf("document.querySelectorAll('[aria-labelledby=releases] ol.history > li').length === %d", count))
		titles := page.Names(browser.Like("heading", "^Release ").In(history))
		if len(titles) != count {
			t.Fatalf("%d titles: %q", len(titles), titles)
		}
		for i, title := range titles {
			if want := fmt.Sprintf("Release %[1]d: Edition %[1]d", first-i); title != want {
				t.Fatalf("title %d is %q, not %q", i, title, want)
			}
		}
	}
	shown(many, 20)
	for count := 40; count <= many; count += 20 {
		page.Click(more)
		shown(many, count)
	}
	page.Gone(more)
	next(o, "One more")
	o.Release("Bob Meyer", fmt.Sprintf("Edition %d", many+1), 0)
	page.UntilText(live, fmt.Sprintf("Release %d for all conversations", many+1))
	page.Click(more) // release 1 is the last of 101
	page.Click(goBack("1"))
	page.UntilText(browser.Named("region", "Back to release 1"), "Edition 1")
}

// What others wrote into the store is text, wherever it is shown: nothing of it runs.
func TestBrowserRunsNothingOfTheStore(t *testing.T) {
	o := chromium.FleetOffice(t, nil)
	payloads := slices.DeleteFunc(desktest.Payloads(), func(p string) bool { return len(p) > 3000 }) // a long one is a case of its own
	longest := strings.Repeat("W", 3000)
	for i, payload := range payloads {
		next(o, fmt.Sprintf("Edition %d", i))
		o.Release(payload, payload+"\n"+payload, 0)
	}
	last := o.Release(longest, longest+"\n"+longest, 10)
	for i, payload := range payloads {
		o.Fleet.Beat(release.Beat{
			Replica: fmt.Sprintf("nlg-%d", i), Every: time.Minute, Says: release.Ref{Number: 1, Version: payload},
			Refusals: []release.Refusal{{Of: o.Fleet.Live().Nonce, Number: last.Number, Version: payload, Reason: payload, Diagnostics: diag.List{{
				Severity: diag.Error, Code: diag.Code(payload), Message: payload, Hint: payload, Source: payload,
				Position: diag.Position{File: payload, Line: 1, Column: 1},
			}}}},
		})
	}
	o.Fleet.Beat(release.Beat{Replica: "another", Build: longest, Every: time.Minute, Says: release.Ref{Version: longest}, Refusals: []release.Refusal{{Of: o.Fleet.Live().Nonce, Reason: longest}}})
	page := o.Open(t, "#/history")
	more := browser.Named("button", "Show more").In(history)
	for shown := 20; shown < len(payloads); shown += 20 {
		page.Until(fmt.Sprintf("document.querySelectorAll('[aria-labelledby=releases] ol.history > li').length === %d", shown))
		page.Click(more)
	}
	page.Until(fmt.Sprintf("document.querySelectorAll('[aria-labelledby=releases] ol.history > li').length === %d", len(payloads)+1))
	for _, part := range []string{"releases", "replicas"} {
		for _, payload := range payloads {
			page.Until("document.querySelector('[aria-labelledby=" + part + "]').textContent.includes(" + desktest.Quoted(payload) + ")")
		}
	}
	page.Until("document.querySelectorAll('[aria-labelledby=replicas] .refusal').length === " + fmt.Sprint(len(payloads)+1))
	page.Click(goBack("2"))
	page.Wait(browser.Named("region", "Back to release 2"))
	page.Run("location.hash = '#/history?publish=1'")
	page.UntilText(panel, "Release "+fmt.Sprint(last.Number)+" is being tried")
	page.Run("location.hash = '#/responses'")
	since := browser.Named("combobox", "Filter: changed since release")
	page.Focus(since)
	page.Until("document.querySelector('[data-filter=since]').options.length > 20")
	if ran := page.Ran(); len(ran) > 0 {
		t.Errorf("scripts ran: %q", ran)
	}
	if outside := page.Outside(); len(outside) > 0 {
		t.Errorf("the page asked %q", outside)
	}
	page.Run("location.hash = '#/history'")
	page.Wait(history)
	if found := browser.Value[int](page, "document.querySelectorAll('script:not([src^=\"/desk/\"]), iframe, object, embed, base, form[action], [onerror], [onload], [onclick], [style*=evil], meta[http-equiv], link[href*=evil], a[href^=javascript i], a[href^=data]').length"); found > 0 {
		t.Errorf("%d elements of the store are in the page", found)
	}
	for _, width := range []int{360, 1280} {
		page.Viewport(width, 740)
		if wide := browser.Value[int](page, "document.documentElement.scrollWidth - innerWidth"); wide > 0 {
			t.Errorf("%d wide: the page is %d pixels wider than the window", width, wide)
		}
	}
}

// Whoever writes sees the history; only who publishes has its buttons, and the server says the
// same.
func TestBrowserRolesInTheHistory(t *testing.T) {
	o := chromium.FleetOffice(t, desktest.Team(t))
	o.Release("Ann", "Begin", 0)
	next(o, "Hi {name}")
	o.Release("Ann", "Shorter", 0)
	next(o, "Ho {name}")
	o.Release("Ann", "Longer", 20)
	moves := []browser.Target{goBack("1"), browser.Named("button", "Give it to all"), browser.Named("button", "End it")}

	ann := o.OpenAs(t, "ann", "#/history")
	for _, move := range moves {
		ann.Wait(move)
	}
	bob := o.OpenAs(t, "bob", "#/history")
	bob.UntilText(live, "Release 3 for 20% of the conversations")
	bob.Wait(browser.Named("button", "Take release 1 into your draft").In(history))
	for _, move := range append(moves, browser.Named("button", "Publish…")) {
		if bob.Has(move) {
			t.Errorf("an author has %v", move)
		}
	}
	bob.Run("location.hash = '#/history?back=1'") // as somebody sent it
	bob.Expect("403")
	before := o.Fleet.Live().Sequence
	for _, path := range []string{"releases/rollback", "releases/promote", "releases/abort"} {
		status := browser.Value[int](bob, "fetch('/api/desk/v1/"+path+"', {method: 'POST', headers: {'content-type': 'application/json'}, body: '{\"number\": 1, \"live\": 3}'}).then(answer => answer.status)")
		if status != 403 {
			t.Errorf("%s answers an author with %d", path, status)
		}
	}
	bob.Wait(history)
	if bob.Has(browser.Named("region", "Back to release 1")) {
		t.Error("an author is asked whether to go back")
	}
	if now := o.Fleet.Live().Sequence; now != before {
		t.Errorf("sequence %d is live, not %d", now, before)
	}
	eve := o.OpenAs(t, "eve", "#/history")
	eve.See("This page is read-only.")
	eve.Unsee("Release 1")
}

// The store is away: the page says so and shows what it knew, nothing is published, and it
// goes on by itself.
func TestBrowserStoreAway(t *testing.T) {
	o := chromium.FleetOffice(t, nil)
	o.Fleet.Replica("nlg-0")
	o.Release("Bob Meyer", "Begin", 0)
	page := o.Open(t, "#/history")
	page.UntilText(live, "Release 1 for all conversations")
	o.Fleet.Away(true)
	desktest.Accessible(t, page, "store away", func() {
		page.UntilText(live, "The store cannot be read")
		page.UntilText(live, "The desk tries again by itself.")
		page.UntilText(live, "Release 1 for all conversations") // what was known
		page.UntilText(replicas, "Before: 1 of 1 replica says release 1")
	})
	page.Run("location.hash = '#/responses/utter_hi'")
	page.Fill(desktest.Field("Text of variation 1"), "Hi {name}")
	page.Until(desktest.Saved)
	page.Expect("422")
	desktest.StartPublish(page, "")
	page.UntilText(panel, "Not published")
	o.Has(desktest.Words)
	page.Press("Escape")
	page.Run("location.hash = '#/history'")
	o.Fleet.Away(false)
	page.Unsee("The store cannot be read")
	desktest.Publish(page, "After all")
	page.UntilText(live, "Release 2 for all conversations: After all")
	o.Has(strings.Replace(desktest.Words, "Hello {name}", "Hi {name}", 1))
}

// A desk that starts without its store says that nothing is known of it, and not that nothing is
// live.
func TestBrowserStoreAwayAtStart(t *testing.T) {
	o := chromium.FleetOffice(t, nil)
	o.Release("Bob Meyer", "Begin", 0)
	o.End()
	o.Fleet.Away(true)
	o.Begin()
	page := o.Open(t, "#/history")
	desktest.Accessible(t, page, "store away at the start", func() {
		page.UntilText(live, "The store cannot be read")
		page.UntilText(live, "Nothing is known of it yet")
		page.UntilText(replicas, "Nothing is known of the replicas yet")
		page.UntilText(history, "not known until the store can be read")
	})
	page.Unsee("Nothing is live")
	o.Fleet.Away(false)
	page.UntilText(live, "Release 1 for all conversations")
}
