package desktest

import "nlgserver/internal/browser"

// What an author writes with, by its name.
var (
	draft         = browser.Named("group", "Your draft")
	UndoButton    = browser.Named("button", "Undo").In(draft)
	RedoButton    = browser.Named("button", "Redo").In(draft)
	PublishButton = browser.Named("button", "Publish…").In(draft)
)

// Saved is true on the page once the server has what was typed.
const Saved = "document.querySelector('[data-testid=saving]')?.innerText === 'saved'"

// Field is where one writes in a response, by its name.
func Field(name string) browser.Target { return browser.Named("textbox", name).In(Response) }

// StartPublish opens the panel and clicks "Publish".
func StartPublish(page *browser.Page, message string) {
	page.Click(PublishButton)
	page.Wait(browser.Named("heading", "Publish"))
	page.Until("document.querySelector('.publish textarea')?.value === ''")
	if message != "" {
		page.Fill(browser.Named("textbox", "Message"), message)
	}
	page.See("The draft has been checked.") // what it finds may move the button
	page.Until("document.querySelector('.publish button[type=submit]')?.getAttribute('aria-disabled') === 'false'")
	page.Click(browser.Named("button", "Publish"))
}

// Publish publishes the draft by the panel, and closes it.
func Publish(page *browser.Page, message string) {
	StartPublish(page, message)
	page.UntilText(browser.Named("region", "Publish"), "Published") // a test that fails here says why not
	page.Until("document.querySelector('.publish .ok') !== null")   // the steps say it too, before the answer
	page.Press("Escape")
	page.Until("document.querySelector('.publish') === null")
}
