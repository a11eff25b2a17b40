package write_test

import (
	"testing"

	"nlgserver/desk"
	"nlgserver/desk/internal/desktest"
	"nlgserver/internal/browser"
	"nlgserver/internal/gittest"
)

// Every view that writes is accessible, in light and dark, wide and narrow, and breaks
// no rule of the page's policy.
func TestBrowserWritingIsAccessible(t *testing.T) {
	o := chromium.Office(t)
	if gittest.Installed() {
		o.Repository()
	}
	page := o.Open(t, "#/responses/utter_bye")
	page.Expect("422")
	page.Fill(desktest.Field("Text of variation 1"), "Farewell {name")
	page.Fill(desktest.Field("German text of variation 1"), "Leb wohl")
	page.Until(desktest.Saved)
	views := []struct {
		name, hash string
		ready      func()
	}{
		{"response", "#/responses/utter_hi", func() { page.Wait(desktest.Field("Text of variation 1")) }},
		{"condition", "#/responses/utter_bye?pane=response", func() {
			page.Wait(desktest.Title("utter_bye"))
			page.Run("for (const d of document.querySelectorAll('.placing')) d.open = true")
			page.Wait(browser.Named("combobox", "Comparison"))
		}},
		{"wrong JSON", "#/responses/utter_bye?pane=response&x=1", func() {
			if !page.Has(desktest.Field("custom of variation 1")) {
				page.Click(browser.Named("button", "+ more").In(desktest.Card("Variation 1")))
				page.Click(browser.Named("button", "+ custom").In(desktest.Card("Variation 1")))
				page.UntilFocused(desktest.Field("custom of variation 1"))
				page.Type("{")
			}
			page.See("is not JSON")
		}},
		{"review", "#/review", func() { page.Wait(browser.Named("button", "Accept as the new expectation: says bye")) }},
		{"publish", "#/review?publish=1", func() { page.Wait(browser.Named("button", "Publish anyway")) }},
		{"history", "#/history", func() { page.Wait(browser.Named("heading", "History")) }},
	}
	for _, view := range views {
		page.Run("location.hash = " + desktest.Quoted(view.hash))
		desktest.Accessible(t, page, view.name, view.ready)
	}
}

// What is typed is text, whatever it is.
func TestBrowserTypingRunsNothing(t *testing.T) {
	o := chromium.Office(t)
	page := o.Open(t, "#/responses/utter_hi")
	page.Expect("4") // what cannot be a value is refused
	page.Wait(desktest.Field("Text of variation 1"))
	fields := []string{"Text of variation 1", "German text of variation 1", "Title of button 1 of variation 1", "Payload of button 1 of variation 1"}
	for i, payload := range desktest.Payloads() {
		field := "#write-1-text"
		name := fields[i%len(fields)]
		if i%len(fields) != 0 {
			field = "[aria-label=" + desktest.Quoted(name) + "]"
		}
		page.Run(`(() => { const e = document.querySelector(` + desktest.Quoted(field) + `); e.focus(); e.select(); document.execCommand("insertText", false, ` + desktest.Quoted(payload) + `) })()`)
		page.Until("document.querySelector(" + desktest.Quoted(field) + ").value === " + desktest.Quoted(payload))
		page.Until(desktest.Saved + " || document.querySelector('.refused') !== null")
		if ran := page.Ran(); len(ran) > 0 {
			t.Fatalf("%s: a script ran: %q", payload, ran)
		}
		if outside := page.Outside(); len(outside) > 0 {
			t.Fatalf("%s: the page asked %q", payload, outside)
		}
	}
	page.Run("location.hash = '#/review'")
	page.See("What differs")
	page.Until("document.querySelectorAll('.diff').length > 0")
	if ran := page.Ran(); len(ran) > 0 {
		t.Errorf("a script ran: %q", ran)
	}
	if found := browser.Value[int](page, "document.querySelectorAll('script:not([src^=\"/desk/\"]), iframe, object, embed, base, form[action], [onerror], [onload], [onclick]').length"); found > 0 {
		t.Errorf("%d elements of content are in the page", found)
	}
}

// Who only reads has no field and no button that changes anything.
func TestBrowserReadersWriteNothing(t *testing.T) {
	page := chromium.Site(t, desktest.Shop(), desk.Options{}).Open(t, "#/responses/utter_offer")
	page.Wait(desktest.Title("utter_offer"))
	if n := browser.Value[int](page, "document.querySelectorAll('#response textarea, #response input, .write, .draft, .tools, .adds, #publish-open').length"); n > 0 {
		t.Errorf("a reader has %d controls to write", n)
	}
	for _, hash := range []string{"#/review", "#/history", "#/responses/utter_offer?publish=1"} {
		page.Run("location.hash = " + desktest.Quoted(hash))
		page.Until("location.hash.startsWith(" + desktest.Quoted(hash) + ")")
		if page.Has(browser.Like("button", "Publish|Undo|Accept|Go back|Revert")) {
			t.Errorf("%s offers a reader to write", hash)
		}
	}
	if asked := page.Requests("/draft"); len(asked) > 0 {
		t.Errorf("a reader's page asks for a draft: %v", asked)
	}
}
