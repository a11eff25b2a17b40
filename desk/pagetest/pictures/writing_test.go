package pictures_test

import (
	"os"
	"path/filepath"
	"testing"

	"nlgserver/desk/internal/desktest"
	"nlgserver/internal/browser"
	"nlgserver/internal/gittest"
)

// demoContent is where the demo assistant is.
const demoContent = "../../../internal/source/demo/content"

// bank puts the demo assistant in the place of the office's words, in a git repository.
func bank(t *testing.T, o *desktest.Office) {
	t.Helper()
	if err := os.Remove(o.Path("words.yml")); err != nil {
		t.Fatal(err)
	}
	for from, to := range map[string]string{
		"responses.yml": "responses.yml", "cards.yml": "cards.yml", "faq.yml": "faq.yml", "domain.yml": "domain.yml", "demo.nlgtest.yml": "words.nlgtest.yml",
	} {
		data, err := os.ReadFile(filepath.Join(demoContent, from))
		if err != nil {
			t.Fatal(err)
		}
		o.Write(to, string(data))
	}
	o.Git("init", "-q", "-b", "main")
	o.Git("add", ".")
	o.Git("-c", "user.name=Bob Meyer", "-c", "user.email=bob@example.com", "commit", "-q", "-m", "Begin with the bank's help desk")
}

// TestBrowserWritingPictures draws how an author works, on the demo assistant in a git
// repository; see [TestBrowserPictures].
func TestBrowserWritingPictures(t *testing.T) {
	gittest.Need(t)
	o := chromium.Office(t)
	o.End()
	bank(t, o)
	o.Begin()

	page := o.Open(t, "#/responses/utter_goodbye")
	page.Viewport(1440, 900)
	page.Fill(desktest.Field("Text of variation 1"), "Goodbye, and thank you!")
	page.Until(desktest.Saved)
	page.Click(browser.Named("link", "Review"))
	page.Click(browser.Like("button", "^Accept as the new expectation"))
	page.See("The draft breaks no test")
	desktest.Publish(page, "Thank people at the end")

	page.Run("location.hash = '#/responses/utter_greet?slot.known_customer=true&slot.name=%22Ann%22'")
	page.Fill(desktest.Field("Text of variation 1"), "Hello {nam}, good to see you again. How can I help?")
	page.UntilText(desktest.Says, "good to see you again")
	page.UntilText(desktest.Card("^Variation 1"), "NLG069")
	page.Until(desktest.Saved)
	draw(t, page, "write")

	page.Run("location.hash = " + desktest.Quoted("#/file/"+o.Path("responses.yml")+"?line=5"))
	page.UntilText(browser.Like("main", ""), "NLG069")
	page.Until("document.querySelector('[data-testid=here]').innerText.includes('line 5')")
	draw(t, page, "file")
	page.Run("location.hash = '#/responses/utter_greet?slot.known_customer=true&slot.name=%22Ann%22'")

	page.Fill(desktest.Field("Text of variation 1"), "Hello {name}, good to see you again. How can I help?")
	page.UntilText(desktest.Says, "Hello Ann, good to see you again")
	page.Until(desktest.Saved)
	page.Click(browser.Named("link", "Review"))
	page.Wait(browser.Named("heading", "Review your draft"))
	page.UntilText(browser.Like("main", ""), "1 file checked")
	page.UntilText(browser.Like("main", ""), "good to see you again. How can I help?")
	draw(t, page, "review")

	page.Click(desktest.PublishButton)
	page.Wait(browser.Named("button", "Publish anyway"))
	draw(t, page, "publish")

	page.Run("location.hash = '#/history'")
	page.Wait(browser.Named("heading", "Thank people at the end"))
	page.Click(browser.Like("DisclosureTriangle", "What it changed"))
	page.See("text of variation 1")
	draw(t, page, "history")

	page.Run("location.hash = '#/responses/utter_ask_block_card'")
	page.Wait(desktest.Field("Payload of button 1 of variation 1"))
	page.Run("document.querySelector('#write-1-buttons_0_payload').closest('.button-field').querySelector('.payload-builder').open = true")
	page.Wait(browser.Named("combobox", "Intent of button 1 of variation 1"))
	page.Focus(browser.Named("combobox", "Intent of button 1 of variation 1"))
	draw(t, page, "payload")

	page.Viewport(360, 740)
	page.Run("location.hash = '#/responses/utter_greet?pane=response'")
	page.Wait(desktest.Field("Text of variation 1"))
	draw(t, page, "narrow-write")
}
