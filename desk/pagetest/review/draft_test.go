package review_test

import (
	"strings"
	"testing"

	"nlgserver/desk/internal/desktest"
	"nlgserver/internal/browser"
	"nlgserver/internal/gittest"
)

// The draft is there after the program ended without a word.
func TestBrowserDraftSurvivesACrash(t *testing.T) {
	o := chromium.Office(t)
	page := o.Open(t, "#/responses/utter_hi?slot.name=%22Ann%22")
	page.Expect("ERR_")
	page.Expect("401")
	page.Expect("events")
	page.Fill(desktest.Field("Text of variation 1"), "Written before")
	page.Until(desktest.Saved)
	o.Crash()
	page.See("Open the link from the terminal")
	o.Enter(page, "#/responses/utter_hi?slot.name=%22Ann%22")
	page.Wait(desktest.Title("utter_hi"))
	page.Until("document.querySelector('#write-1-text')?.value === 'Written before'")
	page.See("Your draft: 1 change")
	page.Click(desktest.UndoButton)
	page.Until("document.querySelector('#write-1-text').value === 'Hello {name}'")
	o.Has(desktest.Words)
}

// Somebody saves the file where the author writes: what fits is merged, and what does
// not is the author's choice.
func TestBrowserConflictWithTheFile(t *testing.T) {
	for _, choice := range []struct{ button, text string }{{"Keep mine", "Mine"}, {"Take theirs", "Theirs"}} {
		t.Run(choice.button, func(t *testing.T) {
			o := chromium.Office(t)
			page := o.Open(t, "#/responses/utter_hi")
			page.Fill(desktest.Field("Text of variation 1"), "Mine")
			page.Until(desktest.Saved)
			o.Write("words.yml", strings.Replace(strings.Replace(desktest.Words, "Hello {name}", "Theirs", 1), "Goodbye", "So long", 1))
			page.See("of your draft does not fit what the content has become")
			page.Click(browser.Named("link", "Choose what to keep"))
			page.Click(browser.Named("button", choice.button))
			page.Gone(browser.Named("heading", "Choose what to keep"))
			page.Run("location.hash = '#/responses/utter_hi'")
			page.Until("document.querySelector('#write-1-text')?.value === " + desktest.Quoted(choice.text))
			page.Run("location.hash = '#/responses/utter_bye'")
			page.Until("document.querySelector('#write-2-text')?.value === 'So long'")
		})
	}
}

// Two windows of one author on one field: the second that types is told.
func TestBrowserTwoWindows(t *testing.T) {
	o := chromium.Office(t)
	one := o.Open(t, "#/responses/utter_hi")
	two := o.Open(t, "#/responses/utter_hi")
	one.Fill(desktest.Field("Text of variation 1"), "From one")
	one.Until(desktest.Saved)
	two.Until("document.querySelector('#write-1-text').value === 'From one'")
	two.Fill(desktest.Field("Text of variation 1"), "From two")
	two.Until(desktest.Saved)
	one.Expect("409")
	one.Type(" and more")
	one.See("Not saved: this was changed elsewhere since you saw it")
	one.See("From two")
	if text := browser.Value[string](one, "document.activeElement.value"); text != "From one and more" {
		t.Errorf("the field has %q", text)
	}
	two.Focus(desktest.Title("utter_hi")) // as when one goes to another window
	one.Click(browser.Named("button", "Keep mine"))
	two.Until("document.querySelector('#write-1-text').value === 'From one and more'")
}

func TestBrowserAcceptsAnExpectation(t *testing.T) {
	o := chromium.Office(t)
	page := o.Open(t, "#/responses/utter_bye")
	page.Fill(desktest.Field("Text of variation 1"), "Farewell")
	page.Until(desktest.Saved)
	page.Click(browser.Named("link", "Review"))
	page.Wait(browser.Named("button", "Accept as the new expectation: says bye"))
	page.See("Farewell")
	page.Click(desktest.PublishButton)
	page.See("1 failing test")
	page.Click(browser.Named("button", "Accept as the new expectation: says bye"))
	page.See("The draft breaks no test")
	page.Press("Escape")
	page.Click(browser.Named("button", "Close"))
	desktest.Publish(page, "")
	if got := o.Read("words.nlgtest.yml"); !strings.Contains(got, "Farewell") {
		t.Error(got)
	}
}

// Who may publish says why errors do not matter, and that is kept.
func TestBrowserOverrides(t *testing.T) {
	o := chromium.Office(t)
	page := o.Open(t, "#/responses/utter_bye?publish=1")
	page.Fill(desktest.Field("Text of variation 1"), "Farewell")
	page.See("1 failing test")
	page.Fill(browser.Like("textbox", "^Publish anyway"), "the test is wrong")
	page.Click(browser.Named("button", "Publish anyway"))
	page.See("Published 1 file to the files on disk")
}

func TestBrowserReverts(t *testing.T) {
	o := chromium.Office(t)
	page := o.Open(t, "#/responses/utter_hi")
	page.Fill(desktest.Field("Text of variation 1"), "One")
	page.Fill(desktest.Field("German text of variation 1"), "Eins")
	page.Until(desktest.Saved)
	page.Click(browser.Named("link", "Review"))
	page.Click(browser.Like("button", "^Revert: text of"))
	page.Until("document.querySelectorAll('.changed-response li').length === 1")
	page.Click(browser.Named("button", "Discard the whole draft…"))
	page.Click(browser.Named("button", "Discard"))
	page.See("Your draft has no changes")
}

// Publishing commits, and the history leads back.
func TestBrowserGoesBack(t *testing.T) {
	gittest.Need(t)
	o := chromium.Office(t)
	o.Repository()
	page := o.Open(t, "#/responses/utter_hi?slot.name=%22Ann%22")
	page.Fill(desktest.Field("Text of variation 1"), "Second")
	page.UntilText(desktest.Says, "Second")
	desktest.Publish(page, "Say <b>second</b>")
	if got := o.Git("log", "-1", "--format=%an <%ae> %s"); got != "Ann Lee <ann@example.com> Say <b>second</b>" {
		t.Error(got)
	}
	page.Until("document.querySelector('#list').innerText.includes('utter_hi') && !document.querySelector('#list').innerText.includes('changed')")
	page.Click(browser.Named("link", "History"))
	page.See("git, branch main")
	page.Wait(browser.Named("heading", "Say <b>second</b>"))
	page.Click(browser.Like("DisclosureTriangle", "What it changed"))
	page.See("text of variation 1")
	page.Click(browser.Named("button", "Go back to this: Begin"))
	page.UntilFocused(browser.Named("heading", "Review your draft"))
	page.See("1 change")
	desktest.Publish(page, "")
	o.Has(desktest.Words)
}
