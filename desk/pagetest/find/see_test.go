package find_test

import (
	"strings"
	"testing"

	"nlgserver/desk"
	"nlgserver/desk/internal/desktest"
	"nlgserver/internal/browser"
)

func TestBrowserSeesVariationsInWinningOrder(t *testing.T) {
	page := chromium.Site(t, desktest.Shop(), desk.Options{}).Open(t, "#/responses/utter_offer")
	page.Wait(desktest.Title("utter_offer"))
	want := []string{
		`4 when tier is "gold"`, // condition and channel
		"2 on Slack",            // channel
		`3 when tier is "gold"`, // condition
		"5 when ",
		"1 otherwise",
	}
	got := page.Names(browser.Like("article", "").In(desktest.Response))
	if len(got) != len(want) {
		t.Fatalf("variations: %q", got)
	}
	for i := range want {
		if !strings.HasPrefix(strings.TrimPrefix(got[i], "Variation "), want[i]) {
			t.Errorf("place %d has %q, want %q", i+1, got[i], want[i])
		}
	}
	gold := desktest.Card("^Variation 3")
	for _, part := range []string{
		"gold_offer", "Gold offer for {name}: {amount} EUR", "Gold-Angebot für {name}: {amount} EUR", "German de",
		"Buttons", "Order it", `/order_card{{"name":"{name}"}}`, "Bestellen", "Not now", "/deny", "line 10",
	} {
		page.UntilText(gold, part)
	}
	page.UntilText(desktest.Card("^Variation 4"), "on Slack")
	page.UntilText(desktest.Card("^Variation 1"), "no translation")
	page.UntilText(desktest.Response, "Said at the end of an order.")
	page.UntilText(desktest.Response, "Legal has approved it.")
	page.Click(browser.Named("DisclosureTriangle", "Condition as written").In(desktest.Card("^Variation 5")))
	page.UntilText(desktest.Card("^Variation 5"), "slots.vip is true and slots.amount > 100")
}

func TestBrowserSeesFindingsAtTheirFields(t *testing.T) {
	page := chromium.Site(t, desktest.Shop(), desk.Options{}).Open(t, "#/responses/utter_slip")
	page.Wait(desktest.Title("utter_slip"))
	one := desktest.Card("^Variation 1")
	page.UntilText(one, "Error")
	page.UntilText(one, "namee")
	// The finding about the translation is below the translation, and the one about the
	// text is above it.
	text := page.TextOf(one)
	brace, german, slip := strings.Index(text, "NLG"), strings.Index(text, "Gut, {namee}"), strings.LastIndex(text, "NLG")
	if brace < 0 || german < brace || slip < german {
		t.Errorf("the findings are not at their fields: %s", text)
	}
	page.Click(browser.Like("link", "^Findings"))
	page.Wait(browser.Named("heading", "Findings"))
	page.UntilText(browser.Like("main", ""), "utter_slip")
	page.See("namee") // the findings themselves
	page.Click(browser.Named("link", "Variation 1, text (de)"))
	page.Wait(desktest.Title("utter_slip"))
	page.Until("document.activeElement.id === 'variation-1'")
}

// The server of an image sees who looks: nothing asks it before somebody wants that.
func TestBrowserLoadsImagesOnDemandOnly(t *testing.T) {
	page := chromium.Site(t, desktest.Shop(), desk.Options{}).Open(t, "#/responses/utter_picture")
	page.UntilText(desktest.Says, "Look")
	page.UntilText(desktest.Card("^Variation 1"), "https://pictures.example/card.png")
	page.Click(browser.Named("button", "All channels"))
	page.UntilText(desktest.Says, "channels show the same")
	if asked := page.Outside(); len(asked) > 0 {
		t.Fatalf("the page asked %q", asked)
	}
	page.Expect("pictures.example") // which no test can reach
	page.Click(browser.Named("button", "Show image").In(desktest.Card("^Variation 1")))
	page.UntilText(desktest.Card("^Variation 1"), "cannot be loaded")
	if asked := page.Requests("pictures.example"); len(asked) != 1 {
		t.Errorf("the image was asked for %d times", len(asked))
	}
}

func TestBrowserSeesEverythingElseAsJSON(t *testing.T) {
	page := chromium.Site(t, desktest.Shop(), desk.Options{}).Open(t, "#/responses/utter_custom")
	one := desktest.Card("^Variation 1")
	page.UntilText(one, "custom")
	page.UntilText(one, "metadata")
	page.UntilText(one, `"zoom": 14`) // open, because of its finding
	page.Click(browser.Like("DisclosureTriangle", "^metadata").In(one))
	page.UntilText(one, `"owner": "maps"`)
	page.UntilText(one, `"query": "near {name}"`)
	page.UntilText(one, "Jinja")
}

func TestBrowserShowsAndHidesLanguages(t *testing.T) {
	page := chromium.Demo(t).Open(t, "#/responses/utter_greet")
	page.UntilText(desktest.Response, "Guten Tag {name}")
	german := browser.Like("button", "^German").In(desktest.Response)
	page.Click(german)
	page.Until("!document.getElementById('response').innerText.includes('Guten Tag')")
	page.UntilText(desktest.Response, "Hola, {name}")
	page.Reload()
	page.UntilText(desktest.Response, "Hola, {name}")
	if text := page.TextOf(desktest.Response); strings.Contains(text, "Guten Tag") {
		t.Errorf("a reload shows the hidden language: %s", text)
	}
	page.Click(german)
	page.UntilText(desktest.Response, "Guten Tag {name}")
	page.Click(browser.Named("button", "Side by side"))
	page.UntilURL("layout=columns")
}

func TestBrowserSeesTestsAndUses(t *testing.T) {
	c, options := desktest.Assistant(t)
	site := chromium.Site(t, c, options)
	page := site.Open(t, "#/responses/utter_card_blocked")
	page.UntilText(desktest.Response, "3 tests pass")
	c.Save(desktest.File("demo/cards.yml", `
utter_card_blocked:
- text: "Your card {card_digits} is safe."
`))
	page.UntilText(desktest.Response, "Fails")
	page.UntilText(desktest.Response, "Done. The card ending in 4711 is blocked.")
	page.Click(browser.Like("link", "^Tests"))
	page.UntilText(browser.Like("main", ""), "fail")
}
