package review_test

import (
	"testing"

	"nlgserver/desk/internal/desktest"
)

// A draft that changes while the page asks for it is asked for again: the page does not
// stay with the older answer.
func TestBrowserShowsTheNewestDraft(t *testing.T) {
	o := chromium.Office(t)
	one := o.Open(t, "#/responses/utter_hi")
	two := o.Open(t, "#/responses/utter_hi")
	two.See("Your draft: no changes")
	two.Run(`{
		const ask = window.fetch;
		window.held = [];
		window.fetch = async (path, init) => {
			const answer = await ask(path, init);
			if (String(path).endsWith("/draft") && !window.let) await new Promise((go) => window.held.push(go));
			return answer;
		};
	}`)
	one.Fill(desktest.Field("Text of variation 1"), "One")
	one.Until(desktest.Saved)
	two.Until("held.length > 0")
	one.Fill(desktest.Field("German text of variation 1"), "Eins")
	one.Until(desktest.Saved)
	one.See("Your draft: 2 changes")
	two.Until("[...document.querySelectorAll('textarea')].some((field) => field.value === 'Eins')") // it has heard of it
	two.Run("window.let = true; held.forEach((go) => go())")
	two.See("Your draft: 2 changes")
}
