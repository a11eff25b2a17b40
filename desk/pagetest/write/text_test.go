package write_test

import (
	"strings"
	"testing"

	"nlgserver/desk/internal/desktest"
	"nlgserver/internal/browser"
)

// The files are written, and the draft is empty, before the page has the answer: the
// keyboard stays in the panel meanwhile.
func TestBrowserKeepsTheFocusWhilePublishing(t *testing.T) {
	o := chromium.Office(t)
	page := o.Open(t, "#/responses/utter_hi")
	page.Fill(desktest.Field("Text of variation 1"), "Hi {name}")
	page.Until(desktest.Saved)
	page.Run(`{
		const ask = window.fetch;
		window.fetch = async (path, init) => {
			const answer = await ask(path, init);
			if (String(path).endsWith("/publish")) await new Promise((answered) => { window.answer = answered; });
			return answer;
		};
	}`)
	desktest.StartPublish(page, "")
	page.Until("window.answer !== undefined && document.querySelector('.publish .steps').innerText.includes('Published')")
	page.See("Your draft: no changes")
	page.See("to the files on disk")
	page.UntilFocused(browser.Named("button", "Publishing…"))
	page.Run("window.answer()")
	page.UntilFocused(browser.Named("heading", "Publish"))
	page.Until("document.querySelector('.publish .ok') !== null")
	page.Press("Escape")
	page.Until("document.querySelector('.publish') === null")
}

// What is typed is said at once, and only its bytes of the file change.
func TestBrowserWritesAText(t *testing.T) {
	o := chromium.Office(t)
	page := o.Open(t, "#/responses/utter_hi?slot.name=%22Ann%22")
	page.UntilText(desktest.Says, "Hello Ann")
	page.Fill(desktest.Field("Text of variation 1"), "Welcome back, {name}")
	page.UntilText(desktest.Says, "Welcome back, Ann")
	page.Until(desktest.Saved)
	page.See("Your draft: 1 change")
	o.Has(desktest.Words)
	page.Click(desktest.UndoButton)
	page.UntilText(desktest.Says, "Hello Ann")
	page.Until("document.querySelector('#write-1-text').value === 'Hello {name}'")
	page.Click(desktest.RedoButton)
	page.UntilText(desktest.Says, "Welcome back, Ann")
	desktest.Publish(page, "")
	o.Has(strings.Replace(desktest.Words, "Hello {name}", "Welcome back, {name}", 1))
	page.See("Your draft: no changes")
}

// What is still on its way to the server can be undone: the click waits for it.
func TestBrowserUndoesWhatIsOnItsWay(t *testing.T) {
	for _, how := range []string{"click", "keys"} {
		t.Run(how, func(t *testing.T) {
			o := chromium.Office(t)
			page := o.Open(t, "#/responses/utter_hi")
			page.Wait(desktest.Field("Text of variation 1"))
			page.Run(slowSteps)
			page.Fill(desktest.Field("Text of variation 1"), "Welcome back, {name}")
			page.Until("window.slow === 1")
			if how == "click" {
				page.Click(desktest.UndoButton)
			} else {
				page.Focus(desktest.Title("utter_hi"))
				page.Press("Control+z")
			}
			page.Until("document.querySelector('#write-1-text').value === 'Welcome back, {name}'")
			page.Run("window.letGo()")
			page.Until("document.querySelector('#write-1-text').value === 'Hello {name}'")
			page.See("Your draft: no changes")
			o.Has(desktest.Words)
		})
	}
}

// Control Z outside of fields undoes steps; in a field it is the field's own.
func TestBrowserUndoesByKeyboard(t *testing.T) {
	o := chromium.Office(t)
	page := o.Open(t, "#/responses/utter_hi?slot.name=%22Ann%22")
	page.Fill(desktest.Field("Text of variation 1"), "One")
	page.UntilText(desktest.Says, "One")
	page.Fill(desktest.Field("German text of variation 1"), "Eins")
	page.Until(desktest.Saved)
	page.Focus(desktest.Title("utter_hi"))
	page.Press("Control+z")
	page.Until("document.querySelector('#write-1-text-de').value === 'Hallo {name}'")
	page.Press("Control+z")
	page.UntilText(desktest.Says, "Hello Ann")
	page.Press("Control+Shift+Z")
	page.UntilText(desktest.Says, "One")
	if focused := page.Focused(); !strings.Contains(focused, "utter_hi") {
		t.Errorf("undoing moved the focus to %s", focused)
	}
}

// The field has what was typed, where it was typed, whatever answers come meanwhile.
func TestBrowserTypingKeepsItsPlace(t *testing.T) {
	o := chromium.Office(t)
	page := o.Open(t, "#/responses/utter_hi?slot.name=%22Ann%22")
	page.Click(desktest.Field("Text of variation 1"))
	page.UntilFocused(desktest.Field("Text of variation 1"))
	page.Run("document.activeElement.setSelectionRange(5, 5)")
	for letter := range strings.SplitSeq(" there, dear", "") {
		page.Type(letter)
	}
	page.UntilText(desktest.Says, "Hello there, dear Ann")
	page.Until(desktest.Saved)
	if at := browser.Value[int](page, "document.activeElement.selectionStart"); at != len("Hello there, dear") {
		t.Errorf("the caret is at %d", at)
	}
	if text := browser.Value[string](page, "document.activeElement.value"); text != "Hello there, dear {name}" {
		t.Errorf("the field has %q", text)
	}
}

func TestBrowserAddsATranslation(t *testing.T) {
	o := chromium.Office(t)
	page := o.Open(t, "#/responses/utter_bye?lang=de&slot.tier=%22gold%22")
	missing := desktest.Field("German text of variation 2")
	page.Wait(missing)
	if hint := page.Attribute(missing, "placeholder"); hint != "no translation yet" {
		t.Errorf("the empty field says %q", hint)
	}
	page.Fill(missing, "Auf Wiedersehen")
	page.UntilText(desktest.Says, "Auf Wiedersehen")
	page.Until(desktest.Saved)
	desktest.Publish(page, "")
	if got := o.Read("words.yml"); !strings.Contains(got, "Auf Wiedersehen") || !strings.Contains(got, "translation: {de: Tschüss}") {
		t.Error(got)
	}
}

func TestBrowserOrdersButtonsByKeyboard(t *testing.T) {
	o := chromium.Office(t)
	page := o.Open(t, "#/responses/utter_hi")
	page.Focus(browser.Named("button", "Move button 1 down"))
	page.Press("Enter")
	page.UntilFocused(browser.Named("button", "Move button 2 down"))
	page.Press("Enter")
	page.UntilFocused(browser.Named("button", "Move button 3 down"))
	page.Until(desktest.Saved)
	desktest.Publish(page, "")
	o.Has(strings.Replace(desktest.Words, `    - {title: "Yes", payload: /affirm}
    - {title: "No", payload: /deny}
    - {title: "Later", payload: /later}
`, `    - {title: "No", payload: /deny}
    - {title: "Later", payload: /later}
    - {title: "Yes", payload: /affirm}
`, 1))
}

func TestBrowserAddsAndRemovesButtons(t *testing.T) {
	o := chromium.Office(t)
	page := o.Open(t, "#/responses/utter_hi")
	page.Click(browser.Named("button", "Add button"))
	added := desktest.Field("Title of button 4 of variation 1")
	page.UntilFocused(added)
	page.Type("Never")
	page.Fill(desktest.Field("Payload of button 4 of variation 1"), "/never")
	page.UntilText(desktest.Says, "Never")
	page.Click(browser.Named("button", "Remove button 1"))
	page.Until("document.querySelectorAll('.button-fields > li').length === 3")
	page.UntilText(desktest.Says, "Never")
	page.Until("document.querySelector('#write-1-buttons_0_title').value === 'No'")
	page.Until(desktest.Saved)
	desktest.Publish(page, "")
	if got := o.Read("words.yml"); strings.Contains(got, "/affirm") || !strings.Contains(got, "Never") || !strings.Contains(got, "/never") {
		t.Error(got)
	}
}

// Buttons are dragged into their order.
func TestBrowserDragsButtons(t *testing.T) {
	o := chromium.Office(t)
	page := o.Open(t, "#/responses/utter_hi")
	page.Wait(desktest.Field("Title of button 3 of variation 1"))
	page.Run(`{
		const all = document.querySelectorAll(".button-fields > li"), data = new DataTransfer();
		const event = (type) => new DragEvent(type, {bubbles: true, cancelable: true, dataTransfer: data});
		all[2].querySelector(".grip").dispatchEvent(event("dragstart"));
		all[0].dispatchEvent(event("dragover"));
		all[0].dispatchEvent(event("drop"));
	}`)
	page.Until("document.querySelector('#write-1-buttons_0_title').value === 'Later'")
	page.Until(desktest.Saved)
	page.Click(desktest.UndoButton)
	page.Until("document.querySelector('#write-1-buttons_0_title').value === 'Yes'")
}

func TestBrowserBuildsACondition(t *testing.T) {
	o := chromium.Office(t)
	page := o.Open(t, "#/responses/utter_bye")
	page.Wait(desktest.Title("utter_bye"))
	gold := desktest.Card("gold")
	page.Click(browser.Like("DisclosureTriangle", "Condition, channel, id").In(gold))
	page.Click(browser.Named("button", "Add a comparison").In(gold))
	page.Choose(browser.Named("combobox", "Comparison 2").In(gold), "is at least")
	page.Until("document.querySelectorAll('.tests li').length === 2")
	slot := browser.Named("combobox", "Slot 2").In(gold)
	page.Fill(slot, "visits")
	page.Fill(browser.Named("combobox", "Value 2"), "5")
	page.Until(desktest.Saved)
	page.Until("[...document.querySelectorAll('#response h3')].some(h => /visits >= /.test(h.innerText))")
	if text := browser.Value[string](page, "document.querySelector('#response article').innerText"); !strings.Contains(text, "tier") {
		t.Error(text)
	}
	desktest.Publish(page, "")
	if got := o.Read("words.yml"); !strings.Contains(got, "slots.tier is 'gold' and slots.visits >= 5") {
		t.Error(got)
	}
}

// Variations are copied, ordered and removed, and a response is added, renamed and
// removed, by panels in the page.
func TestBrowserChangesWhatThereIs(t *testing.T) {
	o := chromium.Office(t)
	page := o.Open(t, "#/responses/utter_bye")
	page.Click(browser.Named("button", "Copy").In(browser.Named("group", "Variation 1")))
	page.Until("document.querySelectorAll('#response article').length === 3")
	page.Fill(desktest.Field("Text of variation 2"), "See you")
	page.Until(desktest.Saved)
	page.Click(browser.Named("button", "Move up").In(browser.Named("group", "Variation 2")))
	page.Until("document.querySelector('#write-1-text').value === 'See you'")
	page.Click(browser.Named("button", "Remove").In(browser.Named("group", "Variation 1")))
	page.UntilFocused(browser.Named("button", "Remove").In(browser.Named("group", "Variation 1")))
	page.Press("Enter")
	page.Until("document.querySelectorAll('#response article').length === 2")

	page.See("Your draft: no changes") // and no filter comes or goes above the button
	page.Unsee("untested 2")
	page.Click(browser.Named("button", "New response"))
	page.Fill(browser.Named("textbox", "Name"), "utter_new")
	page.Press("Enter")
	page.Wait(desktest.Title("utter_new"))
	page.UntilFocused(desktest.Field("Text of variation 1"))
	page.Type("Brand new")
	page.UntilText(desktest.Says, "Brand new")
	page.Click(browser.Named("button", "Rename…"))
	page.Fill(browser.Named("textbox", "New name"), "utter_newer")
	page.Press("Enter")
	page.Wait(desktest.Title("utter_newer"))
	page.Wait(desktest.Row("utter_newer"))
	desktest.Publish(page, "")
	got := o.Read("words.yml")
	for _, want := range []string{"utter_newer:", "Brand new", "# said first"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in:\n%s", want, got)
		}
	}
	page.Click(browser.Named("button", "Remove…"))
	page.Click(browser.Named("button", "Remove response"))
	page.Gone(desktest.Row("utter_newer"))
}

// What means nothing is not sent, and stays with the reason.
func TestBrowserKeepsWrongJSON(t *testing.T) {
	o := chromium.Office(t)
	page := o.Open(t, "#/responses/utter_hi")
	page.Click(browser.Named("button", "+ more"))
	page.Click(browser.Named("button", "+ custom"))
	field := desktest.Field("custom of variation 1")
	page.UntilFocused(field)
	page.Type("{\"a\": ")
	page.See("Not saved: line 1 is not JSON")
	page.Click(desktest.Row("utter_bye"))
	page.Wait(desktest.Title("utter_bye"))
	page.Run("location.hash = '#/responses/utter_hi'")
	page.Wait(desktest.Title("utter_hi"))
}
