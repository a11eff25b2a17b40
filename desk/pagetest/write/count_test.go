package write_test

import (
	"strings"
	"testing"

	"nlgserver/desk/internal/desktest"
	"nlgserver/internal/browser"
)

// A text is counted as the channel counts it that one tries, while one writes; a
// variation for a channel as that one does.
func TestBrowserCountsAsTheChannelCounts(t *testing.T) {
	o := chromium.Office(t)
	page := o.Open(t, "#/responses/utter_hi")
	text := desktest.Field("Text of variation 1")
	count := "document.querySelector('#write-1-text-count')"
	page.Wait(text)
	page.UntilText(desktest.Says, "Hello")
	if page.Has(browser.Like("paragraph", "characters on")) || browser.Value[bool](page, count+" !== null") {
		t.Error("a text is counted on a channel without limits")
	}
	page.Choose(desktest.Channel, "Facebook Messenger")
	page.UntilText(desktest.Says, "On Facebook Messenger")
	if browser.Value[bool](page, count+" !== null") {
		t.Error("a text is counted that is far from its limit")
	}
	page.Fill(text, "Hello {name}"+strings.Repeat("!", 60))
	page.Until(count + "?.textContent === '66 of 640 characters on Facebook Messenger, variables not counted'")
	page.Fill(text, strings.Repeat("é", 600))
	page.Until(count + "?.innerText === '600 of 640 characters on Facebook Messenger'")
	page.Until(count + "?.className.includes('near')")
	page.Fill(text, strings.Repeat("é", 641))
	page.Until(count + "?.innerText === '641 of 640 characters on Facebook Messenger: Facebook Messenger rejects it'")
	if by := page.Attribute(text, "aria-describedby"); !strings.Contains(by, "write-1-text-count") {
		t.Errorf("the field is described by %q", by)
	}
	if invalid := page.Attribute(text, "aria-invalid"); invalid != "" {
		t.Errorf("a counted field has aria-invalid %q", invalid)
	}
	page.Choose(desktest.Channel, "Telegram")
	page.Until(count + "?.innerText === '641 of 4,096 UTF-16 units on Telegram'")

	// A button's title is counted where it is nearly too long.
	page.Choose(desktest.Channel, "Facebook Messenger")
	title := "document.querySelector('#write-1-buttons_0_title-count')"
	page.Until(count + "?.innerText.includes('of 640')")
	if browser.Value[bool](page, title+" !== null") {
		t.Error("a short title is counted")
	}
	page.Fill(desktest.Field("Title of button 1 of variation 1"), "Twenty-one characters")
	page.Until(title + "?.innerText === '21 of 20 characters on Facebook Messenger: Facebook Messenger cuts the rest'")
	page.Choose(desktest.Channel, "REST")
	page.Until(count + " === null && " + title + " === null")
}
