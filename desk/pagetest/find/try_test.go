package find_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nlgserver/desk"
	"nlgserver/desk/internal/desktest"
	"nlgserver/internal/browser"
)

func TestBrowserTriesWithEachKeystroke(t *testing.T) {
	page := chromium.Site(t, desktest.Shop(), desk.Options{}).Open(t, "#/responses/utter_offer")
	page.UntilText(desktest.Says, "The usual offer, None.")
	page.Fill(desktest.Slot("textbox", "name"), "Ann")
	page.UntilText(desktest.Says, "The usual offer, Ann.")
	page.Type("a")
	page.UntilText(desktest.Says, "The usual offer, Anna.")
	page.Press("Backspace", "Backspace")
	page.UntilText(desktest.Says, "The usual offer, An.")

	page.Choose(desktest.Slot("combobox", "tier"), "gold")
	page.UntilText(desktest.Says, "Gold offer for An: None EUR")
	page.UntilText(desktest.Card("^Variation 3"), "would be said")
	page.Fill(desktest.Slot("textbox", "amount"), "12.5")
	page.UntilText(desktest.Says, "Gold offer for An: 12.5 EUR")
	page.UntilText(desktest.Says, "Order it")
	page.UntilText(desktest.Says, `/order_card{"name":"An"}`)

	page.Fill(desktest.Slot("textbox", "amount"), "12,5")
	page.UntilText(desktest.Try, "not a number")
	page.Fill(desktest.Slot("textbox", "amount"), "200")
	page.Choose(desktest.Slot("combobox", "tier"), "silver")
	page.UntilText(desktest.Says, "The usual offer, An.")
	page.Choose(desktest.Slot("combobox", "vip"), "true")
	page.UntilText(desktest.Says, "For important people")
	page.UntilText(desktest.Says, "Why")
	page.UntilText(browser.Like("region", "^Why"), "vip is true")
	if why := page.TextOf(browser.Like("region", "^Why")); strings.Contains(why, "slots.") || strings.Contains(why, "collector") {
		t.Errorf("the reasons are not in plain words: %s", why)
	}

	page.Click(browser.Named("button", "Reset"))
	page.UntilText(desktest.Says, "The usual offer, None.")
	if strings.Contains(page.URL(), "slot.") {
		t.Errorf("after Reset the address is %s", page.URL())
	}
}

func TestBrowserTriesChannelsAndLanguages(t *testing.T) {
	page := chromium.Demo(t).Open(t, "#/responses/utter_ask_block_card")
	page.Fill(desktest.Slot("textbox", "card_digits"), "4711")
	page.UntilText(desktest.Says, "block your card ending in 4711?")
	page.UntilText(desktest.Says, "Yes, block it")
	page.Choose(desktest.Channel, "Slack")
	page.UntilText(desktest.Says, "Shall I block your card ending in")
	page.Choose(desktest.Language, "German")
	page.UntilText(desktest.Says, "Ja, sperren")
	page.Choose(desktest.Channel, "Twilio")
	page.UntilText(desktest.Says, "JA oder NEIN")
	page.Click(browser.Named("button", "All channels"))
	page.UntilText(desktest.Says, "26 channels show the same")
	page.Reload()
	page.UntilText(desktest.Says, "JA oder NEIN")
	page.UntilText(desktest.Says, "26 channels show the same")
}

func TestBrowserDrawsAgain(t *testing.T) {
	page := chromium.Demo(t).Open(t, "#/responses/utter_goodbye")
	page.UntilText(desktest.Says, "50%")
	seen := map[string]bool{}
	first := browser.Like("figure", "").In(desktest.Says)
	for range 40 {
		seen[page.TextOf(first)] = true
		if len(seen) == 2 {
			break
		}
		draw := browser.Value[string](page, "new URLSearchParams(location.hash.split('?')[1]).get('draw') ?? '0'")
		page.Click(browser.Named("button", "Draw again"))
		page.Until("new URLSearchParams(location.hash.split('?')[1]).get('draw') !== " + desktest.Quoted(draw))
		page.Until("document.querySelector('#try [aria-busy=true]') === null")
	}
	if len(seen) != 2 {
		t.Errorf("40 draws of two variations said %v", seen)
	}
}

func TestBrowserSaysWhy(t *testing.T) {
	page := chromium.Site(t, desktest.Shop(), desk.Options{}).Open(t, "#/responses/utter_offer?slot.tier=%22gold%22")
	why := browser.Like("region", "^Why")
	page.UntilText(why, "Variation 3")
	page.UntilText(why, "tier")
	page.Click(browser.Named("button", "Variation 3").In(why))
	page.UntilFocused(desktest.Card("^Variation 3"))
}

func TestBrowserTriesARecordedRequest(t *testing.T) {
	dir := t.TempDir()
	body := `{"response":"utter_greet","arguments":{},"tracker":{"sender_id":"one","slots":{"known_customer":true,"name":"Ærøskøbing","language":"de"},"latest_message":{},"events":[]},"channel":{"name":"slack"}}`
	if err := os.WriteFile(filepath.Join(dir, "utter_greet-1.json"), []byte(body), 0o600); err != nil {
		t.Fatal(err)
	}
	c, options := desktest.Assistant(t)
	options.Recordings = dir
	page := chromium.Site(t, c, options).Open(t, "#/responses/utter_greet")
	page.UntilText(desktest.Says, "Hello, this is the help desk")
	page.UntilText(desktest.Response, "Recorded requests")
	page.Click(browser.Like("link", "Slack").In(desktest.Response))
	page.UntilText(desktest.Says, "Guten Tag Ærøskøbing")
	page.Reload()
	page.UntilText(desktest.Says, "Guten Tag Ærøskøbing")
}

func TestBrowserTriesJinjaAndLists(t *testing.T) {
	page := chromium.Site(t, desktest.Shop(), desk.Options{}).Open(t, "#/responses/utter_basket")
	page.UntilText(desktest.Says, "done")
	page.Fill(desktest.Slot("textbox", "basket"), `["tea", "<b>jam</b>"]`)
	page.UntilText(desktest.Says, "tea, <b>jam</b>, done")
	page.Fill(desktest.Slot("textbox", "basket"), `["tea",`)
	page.UntilText(desktest.Try, "not JSON")
}
