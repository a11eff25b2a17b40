package find_test

import (
	"fmt"
	"strings"
	"testing"

	"nlgserver/desk"
	"nlgserver/desk/internal/desktest"
	"nlgserver/internal/browser"
	"nlgserver/nlg"
)

func TestBrowserFindsWhatIsSaid(t *testing.T) {
	page := chromium.Demo(t).Open(t, "")
	tests := []struct{ words, name, shown string }{
		{"greet", "utter_greet", "Hello {name}"},
		{"gesperrt", "utter_card_blocked", "gesperrt"},                // a translation
		{"ACCOUNT holds", "utter_balance", "holds"},                   // words in any case and order
		{"bloquear", "utter_ask_block_card", "bloquear"},              // a translated button
		{"block_card_facebook", "utter_ask_block_card", "block_card"}, // an id
		{"faq/lost", "utter_faq/lost_pin", "You can set a new PIN"},   // a retrieval key
		{"Umsätze", "utter_transactions", "Umsätze"},                  // in Jinja
	}
	for _, test := range tests {
		page.Fill(desktest.Search, test.words)
		page.Wait(desktest.Row(test.name))
		page.UntilText(desktest.Row(test.name), test.shown)
	}
	page.Fill(desktest.Search, "nothing says this")
	page.See("No response matches")
	page.Click(browser.Named("button", "Clear search and filters"))
	page.Unsee("of 9 responses")
	page.UntilText(desktest.List, "utter_goodbye")
}

func TestBrowserFindsByKeyboard(t *testing.T) {
	page := chromium.Demo(t).Open(t, "")
	page.Wait(desktest.Row("utter_greet"))
	page.Press("/")
	page.UntilFocused(desktest.Search)
	page.Type("block")
	page.See("2 of 9 responses")
	page.Press("ArrowDown")
	page.UntilFocused(desktest.Row("utter_ask_block_card"))
	page.Press("ArrowDown")
	page.UntilFocused(desktest.Row("utter_card_blocked"))
	page.Press("Enter")
	page.Wait(desktest.Title("utter_card_blocked"))
	page.UntilFocused(desktest.Title("utter_card_blocked")) // one reads on there
	page.Press("Escape")
	page.UntilFocused(desktest.Row("utter_card_blocked"))
	page.Press("ArrowUp", "ArrowUp")
	page.UntilFocused(desktest.Search)
	page.Press("Escape")
	page.Unsee("of 9 responses")
	page.Press("ArrowDown", "End")
	page.UntilFocused(desktest.Row("utter_transactions"))
	page.Press("Home")
	page.UntilFocused(desktest.Row("utter_ask_block_card"))
}

func TestBrowserFilters(t *testing.T) {
	c := desktest.NewContent(desktest.File("responses.yml", `
utter_full:
- text: Good
  translation: {de: Gut}
utter_part:
- text: Bad
utter_slack:
- text: On Slack
  channel: slack
  translation: {de: Auf Slack}
utter_tier:
- text: For gold
  condition: [{type: slot, name: tier, value: gold}]
  translation: {de: Für Gold}
- text: For all
  translation: {de: Für alle}
utter_gap:
- text: "Hello {name"
  translation: {de: Hallo}
`))
	page := chromium.Site(t, c, desk.Options{}).Open(t, "")
	page.See("5 responses")

	missing := browser.Named("combobox", "Filter: missing language")
	page.Choose(missing, "missing German (1)")
	page.See("1 of 5 responses")
	page.Wait(desktest.Row("utter_part"))
	page.UntilURL("missing=de")
	page.Click(browser.Named("button", "Clear"))
	page.Unsee("of 5 responses")

	page.Choose(browser.Named("combobox", "Filter: channel"), "slack")
	page.Wait(desktest.Row("utter_slack"))
	page.Gone(desktest.Row("utter_full"))
	page.Choose(browser.Named("combobox", "Filter: channel"), "Channel")

	page.Choose(browser.Named("combobox", "Filter: condition"), "tier")
	page.Wait(desktest.Row("utter_tier"))
	page.Gone(desktest.Row("utter_full"))
	page.Choose(browser.Named("combobox", "Filter: condition"), "Condition")
	page.Wait(desktest.Row("utter_full"))

	findings := browser.Like("button", "^findings")
	page.Click(findings)
	page.Wait(desktest.Row("utter_gap"))
	page.Gone(desktest.Row("utter_full"))
	page.Reload()
	page.Wait(desktest.Row("utter_gap"))
	if pressed := page.Attribute(findings, "aria-pressed"); pressed != "true" {
		t.Errorf("after a reload, the filter's aria-pressed is %q", pressed)
	}
}

// many is content of n responses, with some variations each.
func many(n, variations int) nlg.File {
	var text strings.Builder
	text.WriteString("version: \"3.1\"\nresponses:\n")
	for i := range n {
		fmt.Fprintf(&text, "  utter_number_%05d:\n", i)
		for v := range variations {
			fmt.Fprintf(&text, "  - text: Answer %d of response %d, for {name}\n", v, i)
		}
	}
	return desktest.Raw("many.yml", text.String())
}

// The list draws what is visible, and asks for nothing else.
func TestBrowserListOf10000(t *testing.T) {
	page := chromium.Site(t, desktest.NewContent(many(10_000, 2)), desk.Options{}).Open(t, "")
	page.See("10,000 responses")
	page.Wait(desktest.Row("utter_number_00000"))
	page.Press("/", "ArrowDown")
	page.UntilFocused(desktest.Row("utter_number_00000"))
	page.Press("End")
	page.UntilFocused(desktest.Row("utter_number_09999"))
	page.Press("PageUp", "ArrowDown", "Home")
	page.UntilFocused(desktest.Row("utter_number_00000"))

	// As a thumb on the scroll bar does.
	page.Run("document.querySelector('#list [data-index]').closest('ul').parentElement.scrollTop = 5000 * 72")
	page.Wait(desktest.Row("utter_number_05000"))
	if drawn := browser.Value[int](page, "document.querySelectorAll('#list li').length"); drawn > 60 {
		t.Errorf("%d rows are drawn", drawn)
	}
	if asked := page.Requests("/api/desk/v1/responses?"); len(asked) > 12 {
		t.Errorf("%d pages were asked for, to see three places", len(asked))
	}
	page.Fill(desktest.Search, "response 7777,")
	page.Wait(desktest.Row("utter_number_07777"))
	page.See("1 of 10,000 responses")
	page.Press("ArrowDown", "Enter")
	page.Wait(desktest.Title("utter_number_07777"))
	page.UntilText(desktest.Says, "of response 7777, for")
}
