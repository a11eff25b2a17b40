package write_test

import (
	"strings"
	"testing"

	"nlgserver/desk/internal/desktest"
	"nlgserver/internal/browser"
)

// slowSteps keeps steps on their way to the server until a test lets them go.
const slowSteps = `{
	const ask = window.fetch;
	const gone = new Promise((then) => { window.letGo = then; });
	window.fetch = async (path, init) => {
		if (String(path).endsWith("/steps")) {
			window.slow = (window.slow ?? 0) + 1;
			await gone;
		}
		return ask(path, init);
	};
}`

// What is typed while a button moves goes with it, and is sent.
func TestBrowserTypesWhileAButtonMoves(t *testing.T) {
	for _, field := range []string{"title", "builder"} {
		t.Run(field, func(t *testing.T) {
			o, page := withBuilder(t, "")
			page.Run(slowSteps)
			page.Click(browser.Named("button", "Move button 1 down"))
			page.Until("window.slow === 1")
			want := `{title: "Yes", payload: /yes}`
			if field == "title" {
				page.Fill(desktest.Field("Title of button 1 of variation 1"), "Sure")
				want = `{title: "Sure", payload: /affirm}`
			} else {
				page.Fill(browser.Named("combobox", "Intent of button 1 of variation 1"), "yes")
			}
			page.Run("new Promise((then) => setTimeout(then, 100)).then(() => window.letGo())") // its turn to be sent has come
			page.Until("document.querySelector('#write-1-buttons_0_title').value === 'No'")
			page.Until(desktest.Saved)
			desktest.Publish(page, "")
			o.Has(strings.Replace(desktest.Words, `    - {title: "Yes", payload: /affirm}
    - {title: "No", payload: /deny}`, `    - {title: "No", payload: /deny}
    - `+want, 1))
		})
	}
}

// What is begun in a builder is not shown at another button that takes its place, nor
// in another response.
func TestBrowserBuilderIsOfItsButton(t *testing.T) {
	_, page := withBuilder(t, "    quick_replies: [{title: Now, payload: /same}, {title: Never, payload: /same}]\n")
	page.Run("document.querySelectorAll('.payload-builder')[3].open = true")
	page.Click(browser.Named("button", "Add an entity").In(browser.Named("region", "Quick replies of variation 1")))
	const name = "Name of entity 1 of quick reply 1 of variation 1"
	page.Fill(browser.Named("textbox", name), "color")
	page.Until(`document.querySelector('#write-1-quick_replies_0_payload').value === '/same{{"color": ""}}'`)
	page.Click(browser.Named("button", "Undo"))
	page.Until(`document.querySelector('#write-1-quick_replies_0_payload').value === '/same'`)
	page.Gone(browser.Named("textbox", name))
	page.Click(browser.Named("button", "Add an entity").In(browser.Named("region", "Quick replies of variation 1")))
	page.Wait(browser.Named("textbox", name))
	page.Click(browser.Named("button", "Remove quick reply 1"))
	page.Until("document.querySelector('#write-1-quick_replies_0_title').value === 'Never'")
	page.Run("for (const one of document.querySelectorAll('.payload-builder')) one.open = true")
	page.Wait(browser.Named("combobox", "Intent of quick reply 1 of variation 1"))
	page.Gone(browser.Named("textbox", name))
}
