package review_test

import (
	"strings"
	"testing"

	"nlgserver/desk/internal/desktest"
	"nlgserver/internal/browser"
)

// A connection that breaks while a draft is published does not make it unpublished: the
// page does not say so, and goes on to tell what the server does.
func TestBrowserLosesTheAnswerToAPublication(t *testing.T) {
	for name, lost := range map[string]string{
		"broken connection":  `throw new TypeError("broken")`,
		"proxy that gave up": `return new Response("<h1>504 Gateway Time-out</h1>", { status: 504 })`,
	} {
		t.Run(name, func(t *testing.T) {
			o := chromium.Office(t)
			page := o.Open(t, "#/responses/utter_hi")
			page.Fill(desktest.Field("Text of variation 1"), "Hi {name}")
			page.Until(desktest.Saved)
			// The publication begins once the page has been told that there is no answer.
			page.Run(`window.realFetch = fetch; window.fetch = async (path, init) => {
				if (!String(path).endsWith("/publish")) return realFetch(path, init);
				window.begin = () => void realFetch(path, init);
				` + lost + `;
			}`)
			desktest.StartPublish(page, "")
			page.See("No answer: the draft may have been published anyway")
			page.Unsee("Not published")
			page.Run("begin()")
			page.Until("document.querySelector('.publish .steps').innerText.includes('Published 1 file')")
			page.Until("document.querySelector('.publish').innerText.includes('No changes')")
			page.Wait(browser.Named("link", "history"))
			if got := o.Read("words.yml"); !strings.Contains(got, "- text: \"Hi {name}\"") {
				t.Error(got)
			}
		})
	}
}
