package write_test

import (
	"strings"
	"testing"

	"nlgserver/desk/internal/desktest"
	"nlgserver/internal/browser"
)

// A payload is built from its parts, and what is typed shows in them.
func TestBrowserBuildsAPayload(t *testing.T) {
	o := chromium.Office(t)
	before := o.Read("words.yml")
	page := o.Open(t, "#/responses/utter_hi")
	const first = "button 1 of variation 1"
	payload, intent, kind := desktest.Field("Payload of "+first), browser.Named("combobox", "Intent of "+first), browser.Named("combobox", "What a click on "+first+" does")
	isPayload := func(want string) {
		page.Until("document.querySelector('#write-1-buttons_0_payload').value === " + desktest.Quoted(want))
	}
	build := func() {
		page.Wait(payload)
		page.Run("document.querySelector('.payload-builder').open = true")
		page.Wait(kind)
	}
	build()
	page.Until("document.querySelector('.payload-row input').value === 'affirm'")
	page.Fill(intent, "inform")
	isPayload("/inform")
	page.Click(browser.Named("button", "Add an entity"))
	name := browser.Named("textbox", "Name of entity 1 of "+first)
	page.UntilFocused(name)
	page.Type("color")
	page.Fill(browser.Named("textbox", "Value of entity 1 of "+first), `dark "red"`)
	isPayload(`/inform{{"color": "dark \"red\""}}`)
	page.Until(desktest.Saved)
	page.Run("location.reload()")
	page.Gone(kind)
	build()
	page.Until(`document.querySelector('input[aria-label="Value of entity 1 of button 1 of variation 1"]').value === 'dark "red"'`)
	for _, violation := range page.Axe(desktest.Web) {
		t.Error(violation)
	}

	page.Click(browser.Named("button", "Remove entity 1 of "+first))
	isPayload("/inform")
	page.Choose(kind, "sets slots")
	page.Fill(browser.Named("combobox", "Name of slot 1 of "+first), "tier")
	page.Fill(browser.Named("textbox", "Value of slot 1 of "+first), "gold")
	isPayload("/SetSlots(tier=gold)")

	page.Fill(browser.Named("textbox", "Value of slot 1 of "+first), "gold, silver")
	page.See("The value of a slot cannot have commas")
	isPayload("/SetSlots(tier=gold)") // as before

	page.Fill(payload, "Yes, please")
	page.See("The builder cannot show this payload.")
	page.Fill(payload, "/affirm_all")
	page.Until("document.querySelector('.payload-row input').value === 'affirm_all'")
	page.Until(desktest.Saved)
	desktest.Publish(page, "")
	o.Has(strings.Replace(before, "payload: /affirm}", "payload: '/affirm_all'}", 1)) // in the quotes that its braces needed
}
