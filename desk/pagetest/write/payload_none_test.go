package write_test

import (
	"strings"
	"testing"

	"nlgserver/desk/internal/desktest"
	"nlgserver/internal/browser"
)

// A button without a payload gets one, by keyboard alone, and other buttons keep theirs.
func TestBrowserBuildsAPayloadWhereThereIsNone(t *testing.T) {
	const none = "    quick_replies:\n    - {title: A}\n    - {title: B, payload: }\n    - {title: C, payload: ''}\n    - {title: D, payload: &x /x}\n    - {title: E, payload: *x}\n"
	o, page := withBuilder(t, none)
	before := o.Read("words.yml")
	for _, number := range []string{"1", "2", "3"} {
		of := " of quick reply " + number + " of variation 1"
		page.Focus(desktest.Field("Payload" + of))
		page.Press("Tab", "Enter") // the summary
		page.Wait(browser.Named("combobox", "Intent"+of))
		page.Press("Tab", "Tab")
		page.UntilFocused(browser.Named("combobox", "Intent"+of))
		page.Type("ask")
		page.Press("Tab", "Enter")
		page.UntilFocused(browser.Named("textbox", "Name of entity 1"+of))
		page.Type("n")
		page.Press("Tab")
		page.Type("1")
		page.UntilFocused(browser.Named("textbox", "Value of entity 1"+of))
	}
	page.Until(desktest.Saved)
	desktest.Publish(page, "")
	const payload = `'/ask{{"n": "1"}}'`
	o.Has(strings.NewReplacer("{title: A}", "{title: A, payload: "+payload+"}", "payload: }", `payload: "/ask{{\"n\": \"1\"}}" }`, "payload: ''", "payload: "+payload).Replace(before))
}

// Another window changes the payload that one builds: both are shown, and one chooses.
func TestBrowserBuildsWhatAnotherChanges(t *testing.T) {
	_, page := withBuilder(t, "")
	intent := browser.Named("combobox", "Intent of button 1 of variation 1")
	page.Run("for (const one of document.querySelectorAll('.payload-builder')) one.open = true")
	page.Wait(browser.Named("combobox", "Intent of button 3 of variation 1"))
	page.Run(`(async () => {
		const path = "/api/desk/v1/draft/steps";
		const ask = window.fetch;
		window.fetch = async (to, init) => {
			if (String(to).endsWith("/steps")) {
				window.fetch = ask;
				const op = { kind: "set", response: "utter_hi", number: 1, path: "buttons[0].payload", value: "/theirs", was: "/affirm" };
				window.other = (await ask(path, { ...init, body: JSON.stringify({ ops: [op], channel: "" }) })).status;
			}
			return ask(to, init);
		};
	})()`)
	page.Expect("409")
	page.Fill(intent, "mine")
	page.Until("window.other === 200")
	page.See("this was changed elsewhere since you saw it")
	page.Until("document.querySelector('.payload-row input').value === 'mine'")
	page.Click(browser.Named("button", "Take theirs"))
	page.Until("document.querySelector('.payload-row input').value === 'theirs'")
	page.Fill(intent, "again")
	page.Until(desktest.Saved)
	page.Click(desktest.UndoButton) // all that was typed within a short time
	page.Until("(text => text !== 'again' && document.querySelector('#write-1-buttons_0_payload').value === '/' + text)(document.querySelector('.payload-row input').value)")
	page.Click(desktest.RedoButton)
	page.Until("document.querySelector('.payload-row input').value === 'again'")
	if asked := page.Requests("completions"); len(asked) != 1 {
		t.Errorf("three builders asked %d times for the names of the domain", len(asked))
	}
}
