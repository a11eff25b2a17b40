package views_test

import (
	"strings"
	"testing"

	"nlgserver/desk"
	"nlgserver/desk/internal/desktest"
	"nlgserver/internal/browser"
)

// Every flow by the keyboard alone, as somebody without a mouse does it.
func TestBrowserByKeyboardAlone(t *testing.T) {
	page := chromium.Site(t, desktest.Shop(), desk.Options{}).Open(t, "")
	page.Wait(desktest.Row("utter_offer"))

	// Find and open.
	page.Press("/")
	page.Type("offer")
	page.See("1 of 6 responses")
	page.Press("ArrowDown")
	page.UntilFocused(desktest.Row("utter_offer"))
	page.Press("Enter")
	page.UntilFocused(desktest.Title("utter_offer"))

	// See: what is folded opens by a key.
	page.TabTo(browser.Named("DisclosureTriangle", "Condition as written").In(desktest.Card("^Variation 5")))
	page.Press("Enter")
	page.UntilText(desktest.Card("^Variation 5"), "slots.amount > 100")

	// Try.
	page.TabTo(desktest.Slot("textbox", "name"))
	page.Type("Ann")
	page.UntilText(desktest.Says, "The usual offer, Ann.")
	page.TabTo(desktest.Slot("combobox", "tier"))
	page.Type("g") // as one chooses in a select
	page.UntilText(desktest.Says, "Gold offer for Ann")
	page.TabTo(browser.Named("button", "All channels"))
	page.Press("Space")
	page.UntilText(desktest.Says, "channels show the same")
	page.TabTo(browser.Like("button", "^Variation 3").In(desktest.Says))
	page.Press("Enter")
	page.UntilFocused(desktest.Card("^Variation 3"))
	page.Press("Escape")
	page.UntilFocused(desktest.Row("utter_offer"))

	// Filters and views.
	page.Press("Home", "ArrowUp")
	page.UntilFocused(desktest.Search)
	page.Press("Escape")
	page.Unsee("of 6 responses")
	page.TabTo(browser.Like("button", "^findings"))
	page.Press("Space")
	page.Wait(desktest.Row("utter_slip"))
	page.TabTo(browser.Like("link", "^Findings"))
	page.Press("Enter")
	page.Wait(browser.Named("heading", "Findings"))
	page.TabTo(browser.Named("link", "utter_slip"))
	page.Press("Enter")
	page.Wait(desktest.Title("utter_slip"))
}

// What has the keyboard is to be seen.
func TestBrowserShowsTheFocus(t *testing.T) {
	page := chromium.Site(t, desktest.Shop(), desk.Options{}).Open(t, "#/responses/utter_offer")
	page.Wait(desktest.Title("utter_offer"))
	seen := map[string]bool{}
	for range 60 {
		page.Press("Tab")
		focused := page.Focused()
		if seen[focused] || strings.HasPrefix(focused, "RootWebArea") || strings.HasPrefix(focused, "none") {
			continue
		}
		seen[focused] = true
		drawn := browser.Value[bool](page, `(() => {
			const style = getComputedStyle(document.activeElement);
			return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0 || style.boxShadow !== 'none';
		})()`)
		if !drawn {
			t.Errorf("nothing shows that %s has the keyboard", focused)
		}
	}
	if len(seen) < 15 {
		t.Errorf("Tab reached only %v", seen)
	}
}

// This version only reads: no control writes, and nothing is sent but questions.
func TestBrowserOnlyReads(t *testing.T) {
	c := desktest.Shop()
	page := chromium.Site(t, c, desk.Options{}).Open(t, "#/responses/utter_offer")
	page.Wait(desktest.Title("utter_offer"))
	page.See("read-only")
	for _, name := range page.Names(browser.Like("button", "")) {
		for _, verb := range []string{"Save", "Publish", "Delete", "Add", "Remove", "Edit"} {
			if strings.Contains(name, verb) {
				t.Errorf("the page has a button %q", name)
			}
		}
	}
	if fields := page.Names(browser.Like("textbox", "").In(desktest.Response)); len(fields) > 0 {
		t.Errorf("the response has fields: %q", fields)
	}
	page.Fill(desktest.Slot("textbox", "name"), "Ann")
	page.UntilText(desktest.Says, "Ann")
	for _, r := range page.Requests("") {
		if r.Method != "GET" && !strings.HasSuffix(r.URL, "/api/desk/v1/try") {
			t.Errorf("the page sent %s %s", r.Method, r.URL)
		}
	}
}

// On a narrow screen one pane is shown at a time, and a person gets to each.
func TestBrowserNarrow(t *testing.T) {
	page := chromium.Site(t, desktest.Shop(), desk.Options{}).Open(t, "")
	page.Viewport(360, 740)
	page.Click(desktest.Row("utter_offer"))
	page.Wait(desktest.Title("utter_offer"))
	panes := browser.Named("navigation", "Panes")
	page.Click(browser.Named("link", "Try").In(panes))
	page.Fill(desktest.Slot("textbox", "name"), "Ann")
	page.UntilText(desktest.Says, "The usual offer, Ann.")
	if page.Has(desktest.Title("utter_offer")) {
		t.Error("two panes are shown at once")
	}
	page.Click(browser.Named("link", "Response").In(panes))
	page.Wait(desktest.Title("utter_offer"))
	page.Click(browser.Named("link", "List").In(panes))
	page.Click(desktest.Row("utter_picture"))
	page.Wait(desktest.Title("utter_picture"))
	page.Back()
	page.Back()
	page.Until("location.hash.includes('utter_offer')")
}
