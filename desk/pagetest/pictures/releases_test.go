package pictures_test

import (
	"strings"
	"testing"

	"nlgserver/desk/internal/desktest"
	"nlgserver/internal/browser"
	"nlgserver/internal/diag"
	"nlgserver/internal/gittest"
)

// TestBrowserReleasePictures draws how an author publishes to a fleet; see
// [TestBrowserPictures].
func TestBrowserReleasePictures(t *testing.T) {
	gittest.Need(t)
	o := chromium.FleetOffice(t, nil)
	o.End()
	bank(t, o)
	o.Begin()
	edit := func(before, after string) {
		t.Helper()
		text := o.Read("responses.yml")
		if !strings.Contains(text, before) {
			t.Fatalf("the content does not say %q", before)
		}
		o.Write("responses.yml", strings.Replace(text, before, after, 1))
	}
	names := []string{"nlg-0", "nlg-1", "nlg-2"}
	fleet := map[string]*desktest.Replica{}
	for _, name := range names {
		fleet[name] = o.Fleet.Replica(name)
	}
	o.Release("Bob Meyer", "Begin with the bank's help desk", 0)
	edit("how can I help you today?", "what can I do for you today?")
	o.Release("Bob Meyer", "Ask more openly", 0)
	edit("what can I do for you today?", "how can I help you today?")
	o.Release("Ann Lee", "Ask as before", 0)

	page := o.Open(t, "#/responses/utter_greet?slot.known_customer=true&slot.name=%22Ann%22")
	page.Viewport(1440, 900)
	panel := browser.Named("region", "Publish")
	publishable := func() {
		page.See("The draft has been checked.")
		page.Until("document.querySelector('.publish button[type=submit]')?.getAttribute('aria-disabled') === 'false'")
	}
	page.Fill(desktest.Field("Text of variation 1"), "Hello {name}, good to see you again. How can I help?")
	page.UntilText(desktest.Says, "Hello Ann, good to see you again")
	page.Until(desktest.Saved)
	page.Click(browser.Named("link", "Review"))
	page.Click(browser.Like("button", "^Accept as the new expectation"))
	page.See("The draft breaks no test")
	page.Run("location.hash = '#/responses/utter_greet?slot.known_customer=true&slot.name=%22Ann%22'")
	page.Click(desktest.PublishButton)
	page.UntilText(panel, "It replaces release 3")
	page.Fill(browser.Named("spinbutton", "Percent of the conversations").In(panel), "20")
	page.Fill(browser.Named("textbox", "Message").In(panel), "Greet people who come back")
	publishable()
	draw(t, page, "publish-release")

	fleet["nlg-1"].Refuse("content rejected: 1 error", diag.Diagnostic{
		Severity: diag.Error, Code: diag.UnsetVariable, Message: "environment variable SUPPORT_NUMBER is not set", Hint: "set it where this server runs",
		Position: diag.Position{File: "responses.yml", Line: 9, Column: 13},
	})
	page.Expect("422")
	page.Click(browser.Named("button", "Publish").In(panel))
	page.UntilText(panel, "SUPPORT_NUMBER")
	draw(t, page, "publish-refused")
	fleet["nlg-1"].Follow()

	publishable()
	page.Click(browser.Named("button", "Publish").In(panel))
	page.UntilText(panel, "Published release 4")
	draw(t, page, "publish-steps")
	page.Press("Escape")

	fleet["nlg-2"].Lose()
	page.Run("location.hash = '#/history'")
	page.UntilText(browser.Named("region", "Live now"), "Release 4 for 20% of the conversations")
	page.UntilText(browser.Named("region", "Replicas"), "lost since")
	draw(t, page, "releases")

	page.Run("location.hash = '#/history?back=2'")
	page.UntilText(browser.Named("region", "Back to release 2"), "text of variation 1")
	page.Run("document.querySelector('.go-back').scrollIntoView({block: 'center'})")
	draw(t, page, "go-back")

	page.Viewport(360, 740)
	page.Run("location.hash = '#/history'")
	page.UntilText(browser.Named("region", "Live now"), "Release 4 for 20% of the conversations")
	page.Run("scrollTo(0, 0)")
	draw(t, page, "narrow-releases")
}
