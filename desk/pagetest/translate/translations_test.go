package translate_test

import (
	"testing"

	"nlgserver/desk"
	"nlgserver/desk/internal/desktest"
	"nlgserver/internal/browser"
)

// texts is the table of a language's texts.
var texts = browser.Like("table", "^Texts in")

func TestBrowserFindsWhatIsNotTranslated(t *testing.T) {
	page := chromium.Site(t, desktest.HalfTranslated(), desk.Options{}).Open(t, "#/translations")
	page.Wait(texts)
	page.Click(browser.Like("link", "^German"))
	page.See("6 texts in German")
	page.See("4 of 6 texts, variables differ in 1, 1 same as source")
	page.Click(browser.Named("button", "missing 1"))
	page.See("1 of 6 texts in German")
	page.UntilText(texts, "title of button 2")
	page.UntilURL("state=missing")
	page.Click(browser.Named("button", "left to do 3"))
	page.See("3 of 6 texts in German")
	page.UntilText(texts, "only when tier is \"gold\"")
	page.Fill(browser.Like("searchbox", "^Search names"), "card ready")
	page.See("1 of 6 texts in German")
	page.Reload()
	page.See("1 of 6 texts in German")
	page.Click(browser.Named("button", "Clear"))
	page.See("6 texts in German")

	// The keyboard finds what is left, one after the other, and again from the start.
	for _, id := range []string{"utter_welcome#1.text", "utter_block#1.text", "utter_block#1.buttons[1].title", "utter_welcome#1.text"} {
		page.Press("Control+Enter")
		page.Until("document.activeElement.closest('[data-id=" + desktest.Quoted(id) + "]') !== null")
	}

	page.Click(browser.Named("link", "utter_ok"))
	page.UntilText(desktest.Says, "OK")
	page.Click(browser.Named("link", "Translate"))
	page.See("1 of 6 texts in German")

	// A language that the content does not have.
	page.Fill(browser.Named("textbox", "Another language"), "fr")
	page.Press("Enter")
	page.See("6 texts in French")
	page.Expect("400")
	page.Fill(browser.Named("textbox", "Another language"), "German")
	page.Press("Enter")
	page.See("did you mean \"de\"?")
}
