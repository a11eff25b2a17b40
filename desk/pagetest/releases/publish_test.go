package releases_test

import (
	"fmt"
	"strings"
	"testing"

	"nlgserver/desk/internal/desktest"
	"nlgserver/internal/browser"
	"nlgserver/internal/gittest"
	"nlgserver/release"
)

// edited is the file with a text in place of the first one.
func edited(text string) string { return strings.Replace(desktest.Words, "Hello {name}", text, 1) }

// ann is who writes in an office of one author, as the store has it.
const ann = "Ann Lee <ann@example.com>"

// write writes a text into the draft.
func write(page *browser.Page, text string) {
	page.Run("location.hash = '#/responses/utter_hi'")
	page.Fill(desktest.Field("Text of variation 1"), text)
	page.Until(desktest.Saved)
}

// back goes back to a release, by its line in the history.
func back(page *browser.Page, number string) {
	page.Run("location.hash = '#/history'")
	page.Click(goBack(number))
	asked := browser.Named("region", "Back to release "+number)
	page.UntilFocused(browser.Named("heading", "Back to release "+number))
	page.Click(browser.Named("button", "Go back to release "+number+" on all replicas").In(asked))
	page.UntilText(asked, "Release "+number+" is live again.")
}

// A draft becomes a release and a commit that name each other, with each step shown; going back
// changes no file, until the draft takes the older release.
func TestBrowserPublishesRelease(t *testing.T) {
	gittest.Need(t)
	o := chromium.FleetOffice(t, nil)
	o.Repository()
	one, two := o.Fleet.Replica("nlg-0"), o.Fleet.Replica("nlg-1")
	page := o.Open(t, "#/responses/utter_hi")
	page.Click(desktest.PublishButton) // nothing is live: what is on the disk can be published
	page.UntilText(panel, "Nothing is live there yet.")
	page.UntilText(panel, "2 replicas (the servers that say it) must be ready first")
	page.Fill(browser.Named("textbox", "Message").In(panel), "Begin")
	page.Until("document.querySelector('.publish button[type=submit]')?.getAttribute('aria-disabled') === 'false'")
	page.Click(browser.Named("button", "Publish").In(panel))
	page.UntilText(panel, "Published release 1 for all conversations")
	page.Press("Escape")

	write(page, "Hi {name}")
	two.Hold()
	desktest.StartPublish(page, "Shorter")
	steps := browser.Named("list", "Steps").In(panel)
	page.UntilText(steps, "nlg-0")
	o.Has(desktest.Words) // one replica is not ready: nothing has changed
	if live := o.Fleet.Live(); live.Number != 1 {
		t.Errorf("release %d is live before all are ready", live.Number)
	}
	two.Follow()
	page.UntilText(panel, "Published release 2 for all conversations, and 1 file to")
	page.UntilText(steps, "nlg-1")
	o.Has(edited("Hi {name}"))
	if live := o.Fleet.Live(); live.Number != 2 || live.By != ann || live.Message != "Shorter" {
		t.Errorf("%+v is live", live)
	}
	if got := o.Git("log", "-1", "--format=%an: %s%n%(trailers:key=Release)"); got != "Ann Lee: Shorter\nRelease: 2" {
		t.Errorf("the commit is %q", got)
	}
	page.Press("Escape")

	back(page, "1")
	o.Has(edited("Hi {name}"))
	page.UntilText(live, "Release 1 for all conversations: Begin")
	page.UntilText(live, "brought back by Ann Lee")
	page.UntilText(live, "Back to release 1")
	page.UntilText(history, "taken back for release 1, by Ann Lee")
	if live := o.Fleet.Live(); live.Number != 1 || live.Move != release.MoveRollback || live.By != ann {
		t.Errorf("%+v is live", live)
	}
	page.Click(browser.Named("button", "Take release 1 into your draft").In(browser.Named("region", "Back to release 1")))
	page.UntilFocused(browser.Named("heading", "Review your draft"))
	page.See("1 change")
	desktest.Publish(page, "As before")
	o.Has(desktest.Words)
	if live := o.Fleet.Live(); live.Number != 3 {
		t.Errorf("%+v is live", live)
	}
	one.Stop()
	page.Run("location.hash = '#/history'")
	page.UntilText(replicas, "1 of 1 replica says release 3")
}

// A replica that cannot have a draft is named, with what it found and where that is: nothing has
// changed.
func TestBrowserReplicaRefuses(t *testing.T) {
	o := chromium.FleetOffice(t, nil)
	o.Fleet.Replica("nlg-0")
	poor := o.Fleet.Replica("nlg-1")
	o.Release("Bob Meyer", "Begin", 0)
	was := o.Fleet.Live()
	page := o.Open(t, "#/responses/utter_hi")
	page.Expect("422")
	write(page, "Hi {name}")
	poor.Refuse("content rejected: 1 error", refused)
	desktest.StartPublish(page, "Shorter")
	desktest.Accessible(t, page, "refused", func() {
		for _, text := range []string{"Not published", "nlg-1", "content rejected: 1 error", "environment variable API_KEY is not set", "NLG008", "set API_KEY where the replica runs", "words.yml:5"} {
			page.UntilText(panel, text)
		}
	})
	o.Has(desktest.Words)
	if now := o.Fleet.Live(); now.Nonce != was.Nonce {
		t.Errorf("%+v is live", now)
	}
	page.See("Your draft: 1 change")
	poor.Follow()
	page.Click(browser.Named("button", "Publish").In(panel))
	page.UntilText(panel, "Published release 2")
	o.Has(edited("Hi {name}"))
}

// One takes back what is live while another is about to publish: the one who publishes over what
// they have not seen is told, nothing changes, and they decide again.
func TestBrowserOvertaken(t *testing.T) {
	o := chromium.FleetOffice(t, desktest.Team(t))
	o.Release("ann", "Begin", 0)
	next(o, "Hi {name}")
	o.Release("ann", "Shorter", 0)
	o.Write("words.yml", edited("Hi {name}"))
	ann, cat := o.OpenAs(t, "ann", "#/responses/utter_hi"), o.OpenAs(t, "cat", "#/history")
	ann.Expect("409")
	write(ann, "Ho {name}")
	ann.Click(desktest.PublishButton)
	ann.UntilText(panel, "It replaces release 2")
	// What becomes of the store reaches Ann's page too late.
	ann.Run(`{
		const ask = window.fetch;
		window.held = [];
		window.fetch = async (path, init) => {
			if (String(path).includes("/releases") && !window.let) await new Promise((go) => window.held.push(go));
			return ask(path, init);
		};
	}`)
	back(cat, "1")
	ann.Until("document.querySelector('.publish button[type=submit]')?.getAttribute('aria-disabled') === 'false'")
	ann.Click(browser.Named("button", "Publish").In(panel))
	ann.UntilText(panel, "Look again:")
	ann.UntilText(panel, "cat")
	o.Has(edited("Hi {name}"))
	if now := o.Fleet.Live(); now.Number != 1 || now.By != "cat" {
		t.Errorf("%+v is live", now)
	}
	ann.Run("window.let = true; held.forEach((go) => go())")
	ann.UntilText(panel, "It replaces release 1")
	lookAgain(ann, 1)
	ann.UntilText(panel, "Published release 3")
	o.Has(edited("Ho {name}"))
	cat.UntilText(live, "Release 3 for all conversations")
	cat.UntilText(live, "published by ann")

	// What becomes of the store while the panel is open is told as well, before the click.
	ann.Click(browser.Named("button", "Close").In(panel))
	write(ann, "Hey {name}")
	ann.Click(desktest.PublishButton)
	ann.UntilText(panel, "It replaces release 3")
	back(cat, "2")
	lookAgain(ann, 2)
	ann.UntilText(panel, "Published release 4")
	o.Has(edited("Hey {name}"))
}

// lookAgain publishes over what somebody made live meanwhile: not before the user has said to
// have seen it.
func lookAgain(page *browser.Page, number int) {
	page.UntilText(panel, fmt.Sprintf("Look again: release %d is live now, by cat", number))
	page.Until("document.querySelector('.publish button[type=submit]')?.getAttribute('aria-disabled') === 'true'")
	page.Click(browser.Named("button", "I have looked").In(panel))
	page.UntilFocused(browser.Named("heading", "Publish"))
	page.Until("document.querySelector('.publish button[type=submit]')?.getAttribute('aria-disabled') === 'false'")
	page.Click(browser.Named("button", "Publish").In(panel))
}

// While somebody else is publishing, another is told who, and nothing changes.
func TestBrowserSomebodyElsePublishes(t *testing.T) {
	o := chromium.FleetOffice(t, nil)
	r := o.Fleet.Replica("nlg-0")
	o.Release("Bob Meyer", "Begin", 0)
	r.Hold()
	page := o.Open(t, "#/responses/utter_hi")
	page.Expect("409")
	write(page, "Hi {name}")
	o.Stage("Bob Meyer", "Autumn")
	desktest.StartPublish(page, "Shorter")
	page.UntilText(panel, "Not published")
	page.UntilText(panel, "Bob Meyer")
	page.UntilText(panel, "Autumn")
	o.Has(desktest.Words)
}

// A share of the conversations gets a release first; then all of them, or none.
func TestBrowserCanary(t *testing.T) {
	o := chromium.FleetOffice(t, nil)
	o.Fleet.Replica("nlg-0")
	o.Release("Bob Meyer", "Begin", 0)
	page := o.Open(t, "#/responses/utter_hi")
	share := func(percent string) {
		page.Click(desktest.PublishButton)
		page.Fill(browser.Named("spinbutton", "Percent of the conversations").In(panel), percent)
	}
	publish := func() {
		page.See("The draft has been checked.")
		page.Until("document.querySelector('.publish button[type=submit]')?.getAttribute('aria-disabled') === 'false'")
		page.Click(browser.Named("button", "Publish").In(panel))
	}
	write(page, "Hi {name}")
	share("100")
	page.UntilText(panel, "Write a whole number from 1 to 99.")
	page.Until("document.querySelector('.publish button[type=submit]').getAttribute('aria-disabled') === 'true'")
	page.Fill(browser.Named("spinbutton", "Percent of the conversations").In(panel), "30")
	publish()
	page.UntilText(panel, "Published release 2 for 30% of the conversations")
	page.Press("Escape")
	o.Has(edited("Hi {name}"))
	if now := o.Fleet.Live(); now.Number != 1 || now.Canary == nil || now.Canary.Number != 2 || now.Canary.Percent != 30 {
		t.Errorf("%+v is live", now)
	}

	// There is one at a time.
	write(page, "Ho {name}")
	page.Click(desktest.PublishButton)
	page.UntilText(panel, "Release 2 is being tried")
	page.Until("document.querySelector('.publish button[type=submit]').getAttribute('aria-disabled') === 'true'")
	page.Click(browser.Named("link", "history").In(panel))
	page.Click(browser.Named("DisclosureTriangle", "How release 2 differs").In(live))
	page.UntilText(live, "text of variation 1")
	page.Click(browser.Named("button", "Give it to all").In(live))
	page.UntilText(live, "Release 2 for all conversations")
	page.UntilText(live, "given to all by Ann Lee")
	page.UntilText(replicas, "1 of 1 replica says release 2")
	if now := o.Fleet.Live(); now.Number != 2 || now.Canary != nil || now.Move != release.MovePromote {
		t.Errorf("%+v is live", now)
	}

	share("50")
	publish()
	page.UntilText(panel, "Published release 3 for 50% of the conversations")
	page.Press("Escape")
	page.UntilText(live, "Release 3 for 50% of the conversations")
	page.Click(browser.Named("button", "End it").In(live))
	page.UntilText(live, "Release 2 for all conversations")
	page.UntilText(live, "canary ended by Ann Lee")
	o.Has(edited("Ho {name}")) // the files are those of who goes on to write
	if now := o.Fleet.Live(); now.Number != 2 || now.Canary != nil || now.Move != release.MoveAbort {
		t.Errorf("%+v is live", now)
	}

	// The steps of what ended are about what is live, until something else is.
	const steps = "document.querySelectorAll('.live-now .steps li').length"
	page.Until(steps + " > 0")
	back(page, "1")
	page.UntilText(live, "Release 1 for all conversations")
	page.Until(steps + " === 0")
}

// A canary that could not be ended is nothing to speak of any more once somebody else has.
func TestBrowserCanaryEndsElsewhere(t *testing.T) {
	o := chromium.FleetOffice(t, nil)
	o.Release("Bob Meyer", "Begin", 0)
	next(o, "Hi {name}")
	o.Release("Bob Meyer", "Shorter", 30)
	page := o.Open(t, "#/history")
	page.UntilText(live, "Release 2 for 30% of the conversations")
	o.Fleet.Away(true)
	page.Expect("422")
	page.Click(browser.Named("button", "End it").In(live))
	page.UntilText(live, "Not done")
	o.Fleet.Away(false)
	page.Unsee("The store cannot be read")
	page.UntilText(live, "Not done") // the canary is still there
	if _, err := o.Fleet.Publisher("Bob Meyer").Abort(t.Context(), "Enough"); err != nil {
		t.Fatal(err)
	}
	page.UntilText(live, "canary ended by Bob Meyer")
	page.Unsee("Not done")
	page.Until("document.querySelectorAll('.live-now .steps li').length === 0")
}

// All of it by the keyboard alone.
func TestBrowserReleasesByKeyboard(t *testing.T) {
	o := chromium.FleetOffice(t, nil)
	o.Fleet.Replica("nlg-0")
	o.Release("Bob Meyer", "Begin", 0)
	page := o.Open(t, "#/responses/utter_hi")
	write(page, "Hi {name}")
	page.TabTo(desktest.PublishButton)
	page.Press("Enter")
	page.UntilFocused(browser.Named("heading", "Publish"))
	page.See("The draft has been checked.")
	page.TabTo(browser.Named("radio", "All conversations"))
	page.Press("ArrowDown")
	page.Until("document.activeElement === document.querySelectorAll('.publish input[type=radio]')[1] && document.activeElement.checked")
	page.Press("Tab")
	page.UntilFocused(browser.Named("spinbutton", "Percent of the conversations"))
	page.Until("document.querySelector('.publish button[type=submit]')?.getAttribute('aria-disabled') === 'false'")
	page.TabTo(browser.Named("button", "Publish").In(panel))
	page.Press("Enter")
	page.UntilText(panel, "Published release 2 for 10% of the conversations")
	page.UntilFocused(browser.Named("heading", "Publish"))
	page.TabTo(browser.Named("link", "history").In(panel))
	page.Press("Enter")
	page.Wait(live)
	page.TabTo(browser.Named("button", "Give it to all"))
	page.Press("Space")
	page.UntilText(live, "Release 2 for all conversations")
	page.UntilFocused(browser.Named("heading", "Live now"))
	page.TabTo(goBack("1"))
	page.Press("Enter")
	page.UntilFocused(browser.Named("heading", "Back to release 1"))
	page.Press("Escape")
	page.UntilFocused(goBack("1"))
	page.Press("Enter")
	page.UntilFocused(browser.Named("heading", "Back to release 1"))
	asked := browser.Named("region", "Back to release 1")
	page.TabTo(browser.Named("textbox", "Message").In(asked))
	page.Type("Not yet")
	page.TabTo(browser.Named("button", "Go back to release 1 on all replicas"))
	page.Press("Enter")
	page.UntilText(asked, "Release 1 is live again.")
	page.UntilFocused(browser.Named("heading", "Back to release 1"))
	page.UntilText(live, "Release 1 for all conversations")
	page.UntilText(live, "Not yet")
	page.TabTo(browser.Named("button", "Take release 1 into your draft").In(asked))
	page.Press("Enter")
	page.UntilFocused(browser.Named("heading", "Review your draft"))
}

// The list shows what has changed since a release, with the draft.
func TestBrowserChangedSinceRelease(t *testing.T) {
	o := chromium.FleetOffice(t, nil)
	o.Release("Bob Meyer", "Begin", 0)
	next(o, "Hi {name}")
	o.Release("Bob Meyer", "Shorter", 0)
	page := o.Open(t, "#/responses")
	page.Wait(desktest.Row("utter_bye"))
	since := browser.Named("combobox", "Filter: changed since release")
	page.Focus(since)
	page.Until("document.querySelector('[data-filter=since]').options.length === 3")
	page.Choose(since, "since release 1: Begin")
	page.See("1 of 2 responses")
	page.Wait(desktest.Row("utter_hi"))
	page.Gone(desktest.Row("utter_bye"))
	page.UntilURL("since=1")
	page.Choose(since, "since release 2: Shorter")
	page.See("0 of 2 responses")
	page.Run("location.hash = '#/responses/utter_bye?since=2'")
	page.Fill(desktest.Field("Text of variation 1"), "Farewell")
	page.Until(desktest.Saved)
	page.See("1 of 2 responses")
	page.Wait(desktest.Row("utter_bye"))
	page.Expect("404")
	page.Run("location.hash = '#/responses?since=7'")
	page.See("Cannot show what has changed since release 7")
	page.Click(browser.Named("button", "Clear this filter"))
	page.Wait(desktest.Row("utter_hi"))
}
