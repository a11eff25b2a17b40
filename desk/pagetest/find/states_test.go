package find_test

import (
	"strings"
	"testing"

	"nlgserver/desk"
	"nlgserver/desk/internal/desktest"
	"nlgserver/internal/browser"
)

func TestBrowserShowsThatContentIsLoading(t *testing.T) {
	c := desktest.Shop()
	release := c.Block()
	page := chromium.Site(t, c, desk.Options{}).Open(t, "#/responses/utter_goodbye")
	page.See("Loading content")
	release()
	page.Wait(desktest.Title("utter_goodbye"))
}

func TestBrowserFollowsContent(t *testing.T) {
	c := desktest.Shop()
	page := chromium.Site(t, c, desk.Options{}).Open(t, "#/responses/utter_goodbye?q=goodbye&slot.name=%22Ann%22")
	page.UntilText(desktest.Card("^Variation 1"), "Bye")
	before := page.Text()
	c.Save(desktest.File("late.yml", "utter_goodbyes:\n- text: Good night\n"), desktest.File("shop/offers.yml", "utter_goodbye:\n- text: 'Farewell, {name}'\n"))
	page.UntilText(desktest.Card("^Variation 1"), "Farewell, {name}")
	page.UntilText(desktest.Says, "Farewell, Ann")
	page.Wait(desktest.Row("utter_goodbyes"))
	if strings.Contains(before, "Good night") {
		t.Error("the new response was there before")
	}

	// A response that is open and goes.
	page.Expect("404")
	c.Save(desktest.File("shop/offers.yml", "utter_hello:\n- text: Hello\n"))
	page.UntilText(desktest.Response, "utter_goodbyes") // did you mean
	c.Save(desktest.File("shop/offers.yml", "utter_goodbye:\n- text: Back again\n"))
	page.UntilText(desktest.Says, "Back again")
}

func TestBrowserShowsTheLastGoodContent(t *testing.T) {
	c := desktest.Shop()
	page := chromium.Site(t, c, desk.Options{}).Open(t, "#/responses/utter_goodbye")
	page.UntilText(desktest.Card("^Variation 1"), "Bye")
	c.Save(desktest.Raw("shop/offers.yml", "version: \"3.1\"\nresponses:\n  utter_goodbye:\n  - text: \"Never closed\n"))
	page.See("offers.yml is broken")
	page.See("showing the last good content")
	page.UntilText(desktest.Card("^Variation 1"), "Bye")
	page.Click(browser.Named("link", "Show what is wrong"))
	page.See("The newer content is rejected")
	page.See("shop/offers.yml:4")
	page.Back()
	c.Save(desktest.File("shop/offers.yml", "utter_goodbye:\n- text: Mended\n"))
	page.Unsee("is broken")
	page.UntilText(desktest.Card("^Variation 1"), "Mended")
}

func TestBrowserShowsWhyThereIsNoContent(t *testing.T) {
	c := desktest.NewContent(desktest.Raw("broken.yml", "version: \"3.1\"\nresponses:\n  utter_a:\n  - text: \"Never closed\n"))
	page := chromium.Site(t, c, desk.Options{}).Open(t, "")
	page.See("The content cannot be used")
	page.See("broken.yml:4")
	c.Save(desktest.File("broken.yml", "utter_a:\n- text: Mended\n"))
	page.Wait(desktest.Row("utter_a"))
}

func TestBrowserWithoutASession(t *testing.T) {
	site := chromium.Site(t, desktest.Shop(), desk.Options{})
	page := chromium.Page(t)
	page.Expect("401")
	page.Expect("events") // which end with the session
	page.Open(site.URL("/"))
	page.See("Open the link from the terminal")
	if strings.Contains(page.Text(), "utter_") {
		t.Error("the page shows content without a session")
	}
	site.Enter(page, "#/responses/utter_goodbye")
	page.Wait(desktest.Title("utter_goodbye"))

	site.Desk.EndSessions()
	page.Run("location.hash = '#/responses/utter_offer'")
	page.See("Open the link from the terminal")
	if strings.Contains(page.Text(), "utter_") {
		t.Error("the page shows content after the end of its session")
	}

	used := chromium.Page(t)
	used.Expect("403")
	link := site.Desk.NewLink()
	page.Open(site.URL(link))
	page.Wait(desktest.Row("utter_goodbye"))
	used.Open(site.URL(link))
	used.See("This link does not work any more")
}

func TestBrowserConnectsAgain(t *testing.T) {
	c := desktest.Shop()
	site := chromium.Site(t, c, desk.Options{})
	page := site.Open(t, "#/responses/utter_goodbye")
	page.UntilText(desktest.Says, "Bye")
	page.Expect("ERR_")
	site.Stop()
	page.See("The server does not answer")
	page.UntilText(desktest.Card("^Variation 1"), "Bye") // what was there stays
	c.Save(desktest.File("shop/offers.yml", "utter_goodbye:\n- text: Meanwhile\n"))
	site.Start()
	page.UntilText(desktest.Card("^Variation 1"), "Meanwhile")
	page.Unsee("does not answer")
}

func TestBrowserReloadLosesNothing(t *testing.T) {
	page := chromium.Demo(t).Open(t, "")
	page.Fill(desktest.Search, "block")
	page.Click(desktest.Row("utter_ask_block_card"))
	page.Fill(desktest.Slot("textbox", "card_digits"), "4711 & more?#")
	page.Choose(desktest.Channel, "Slack")
	page.Choose(desktest.Language, "Spanish")
	page.UntilText(desktest.Says, "¿Bloqueo su tarjeta terminada en")
	page.UntilText(desktest.Says, "4711 & more?#")
	before := page.URL()
	page.Reload()
	page.UntilText(desktest.Says, "4711 & more?#")
	page.UntilText(desktest.Says, "¿Bloqueo su tarjeta terminada en")
	page.See("2 of 9 responses")
	if after := page.URL(); after != before {
		t.Errorf("the address was %s and is %s", before, after)
	}
	// So can a colleague see it, who has the address.
	if value := browser.Value[string](page, "document.getElementById('slot-card_digits').value"); value != "4711 & more?#" {
		t.Errorf("the field has %q", value)
	}
}

func TestBrowserHistory(t *testing.T) {
	page := chromium.Demo(t).Open(t, "")
	page.Click(desktest.Row("utter_greet"))
	page.Wait(desktest.Title("utter_greet"))
	page.Click(desktest.Row("utter_goodbye"))
	page.Wait(desktest.Title("utter_goodbye"))
	page.Click(browser.Like("link", "^Findings"))
	page.Wait(browser.Named("heading", "Findings"))
	page.Back()
	page.Wait(desktest.Title("utter_goodbye"))
	page.UntilText(desktest.Says, "oodbye")
	page.Back()
	page.Wait(desktest.Title("utter_greet"))
	page.UntilText(desktest.Says, "Harbour Bank")
	page.Forward()
	page.Wait(desktest.Title("utter_goodbye"))
	// Keystrokes are no steps.
	page.Fill(desktest.Search, "goodbye")
	page.See("1 of 9 responses")
	page.Back()
	page.Wait(desktest.Title("utter_greet"))
}

func TestBrowserUnknownResponse(t *testing.T) {
	page := chromium.Demo(t).Open(t, "")
	page.Expect("404")
	page.Run("location.hash = '#/responses/utter_gret'")
	page.UntilText(desktest.Response, "Did you mean")
	page.Click(browser.Named("link", "utter_greet").In(desktest.Response))
	page.Wait(desktest.Title("utter_greet"))
}
