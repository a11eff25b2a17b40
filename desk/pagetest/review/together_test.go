package review_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nlgserver/desk/internal/desktest"
	"nlgserver/internal/browser"
)

// Two people write in one response: each reads of the other before they publish, and the
// second to publish decides.
func TestBrowserOtherAuthors(t *testing.T) {
	o := chromium.TeamOffice(t, desktest.Team(t))
	enter := func(name string) *browser.Page {
		page := o.OpenAs(t, name, "#/responses/utter_hi")
		page.Wait(desktest.Field("Text of variation 1"))
		return page
	}
	ann, cat := enter("ann"), enter("cat")
	// Nothing of her own tells Cat's page to look again.
	cat.Until("fetch('/api/desk/v1/draft').then(answer => answer.json()).then(draft => draft.check.state === 'done')")
	ann.Fill(desktest.Field("Text of variation 1"), "From Ann")
	ann.Until(desktest.Saved)
	cat.UntilText(desktest.Response, "ann is changing this response too: text of variation 1.")
	cat.UntilText(desktest.Card("^Variation 1"), "ann is changing this too.")
	if ann.Has(browser.Like("note", "")) {
		t.Error("Ann is told of somebody: ", ann.TextOf(browser.Like("note", "")))
	}
	cat.Fill(desktest.Field("Text of variation 1"), "From Cat")
	cat.Until(desktest.Saved)
	ann.UntilText(desktest.Response, "cat is changing this response too: text of variation 1.")

	desktest.Publish(ann, "")
	if got := o.Read("words.yml"); !strings.Contains(got, "From Ann") {
		t.Errorf("the file is:\n%s", got)
	}
	cat.See("1 change of your draft does not fit what the content has become")
	cat.Click(desktest.PublishButton)
	cat.UntilText(browser.Named("region", "Publish"), "1 change does not fit the content: resolve that first")
	if cat.Has(browser.Like("button", "^Publish anyway")) {
		t.Error("a conflict can be overridden")
	}
	cat.Press("Escape")
	cat.Click(browser.Named("link", "Choose what to keep"))
	cat.UntilText(browser.Like("main", ""), "From Ann")
	cat.Click(browser.Named("button", "Keep mine"))
	cat.Gone(browser.Named("heading", "Choose what to keep"))
	desktest.Publish(cat, "")
	if got := o.Read("words.yml"); !strings.Contains(got, "From Cat") {
		t.Errorf("the file is:\n%s", got)
	}
}

// The review shows which recorded requests would be answered otherwise.
func TestBrowserReviewsRecordedRequests(t *testing.T) {
	o := chromium.Office(t)
	o.End()
	o.Recordings = t.TempDir()
	for name, tier := range map[string]string{"one": `"gold"`, "two": "null"} {
		body := `{"response": "utter_bye", "arguments": {}, "channel": {"name": "slack"}, "tracker": {"sender_id": "x", "slots": {"tier": ` + tier + `}, "latest_input_channel": "slack"}}`
		if err := os.WriteFile(filepath.Join(o.Recordings, name+".json"), []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	o.Begin()
	page := o.Open(t, "#/responses/utter_bye")
	page.Fill(desktest.Field("Text of variation 2"), "Farewell, <b>friend</b>")
	page.Until(desktest.Saved)
	page.Click(browser.Named("link", "Review"))
	replayed := browser.Named("region", "Recorded requests")
	page.UntilText(replayed, "1 request of 2 recorded requests would be answered otherwise")
	page.UntilText(replayed, "Goodbye")
	page.UntilText(replayed, "Farewell, <b>friend</b>")
	page.UntilText(replayed, "Slack")
	page.Click(browser.Named("link", "utter_bye").In(replayed))
	page.Wait(desktest.Title("utter_bye"))
	page.UntilText(desktest.Says, "Farewell, <b>friend</b>") // with the values of the request
	page.UntilURL("recording=one")
}

// What the server does not take stays in its field, with the reason, and is nowhere else.
func TestBrowserRefusedAtItsField(t *testing.T) {
	const aliased = "version: \"3.1\"\nresponses:\n  utter_one:\n  - text: Hello\n    buttons: &same [{title: Yes, payload: /affirm}]\n  utter_two:\n  - text: Good day\n    buttons: *same\n"
	o := chromium.Office(t)
	o.End()
	o.Write("words.yml", aliased)
	o.Begin()
	page := o.Open(t, "#/responses/utter_two")
	page.Expect("422")
	field := desktest.Field("Title of button 1 of variation 1")
	page.Fill(field, "Of course")
	page.UntilText(desktest.Card("^Variation 1"), "Not saved: the value is an alias (*name) of a value that is written elsewhere")
	if invalid := page.Attribute(field, "aria-invalid"); invalid != "true" {
		t.Errorf("the aria-invalid of the field is %q", invalid)
	}
	if why := page.Attribute(field, "aria-describedby"); why == "" || !strings.Contains(browser.Value[string](page, "document.getElementById("+desktest.Quoted(why)+").innerText"), "write it out in the file, or edit it where its anchor is") {
		t.Errorf("%q does not describe the field", why)
	}
	if invalid := page.Attribute(desktest.Field("Payload of button 1 of variation 1"), "aria-invalid"); invalid != "" {
		t.Errorf("the aria-invalid of another field is %q", invalid)
	}
	if text := browser.Value[string](page, "document.activeElement.value"); text != "Of course" {
		t.Errorf("the field has %q", text)
	}
	page.Click(browser.Named("button", "Show what is saved"))
	page.Until("document.querySelector('#write-1-buttons_0_title').value === 'Yes'")
	page.Unsee("Not saved")
	o.Has(aliased)
}

// After a publication no list says any more that the response is changed: not that of
// another window either, for which the content is what its draft was.
func TestBrowserListAfterPublishing(t *testing.T) {
	o := chromium.Office(t)
	one := o.Open(t, "#/responses/utter_hi")
	two := o.Open(t, "#/responses/utter_hi")
	one.Fill(desktest.Field("Text of variation 1"), "Second")
	one.Until(desktest.Saved)
	for _, page := range []*browser.Page{one, two} {
		page.Wait(browser.Named("button", "changed 1")) // the list has it, not the draft alone
		page.UntilText(desktest.Row("utter_hi"), "changed")
	}
	two.Click(browser.Named("link", "Review"))
	two.See("The draft breaks no test") // so it has heard of the check
	two.Back()
	desktest.Publish(one, "")
	for _, page := range []*browser.Page{one, two} {
		page.See("Your draft: no changes")
		page.Gone(browser.Named("button", "changed 1"))
		page.Until("document.querySelector('#list').innerText.includes('utter_hi') && !document.querySelector('#list').innerText.includes('changed')")
		page.UntilText(desktest.Row("utter_hi"), "Second")
	}
}
