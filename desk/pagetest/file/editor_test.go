package file_test

import (
	"testing"

	"nlgserver/desk/internal/desktest"
	"nlgserver/internal/browser"
)

// What of the editor a test looks at.
const (
	editorRoot = "document.querySelector('[data-testid=editor]')?.shadowRoot"
	fileState  = "document.querySelector('[data-testid=file-state]')?.innerText"
	fileSaved  = fileState + " === 'saved'"
)

// editorOf is the editor of a file.
func editorOf(o *desktest.Office, name string) browser.Target {
	return browser.Named("textbox", "Text of "+o.Path(name))
}

// openFile opens a file in the editor.
func openFile(t *testing.T, o *desktest.Office, name, query string) *browser.Page {
	t.Helper()
	page := o.Open(t, "#/file/"+o.Path(name)+query)
	page.Wait(editorOf(o, name))
	return page
}

// editorShows waits until the editor shows a text.
func editorShows(page *browser.Page, text string) {
	page.Until(editorRoot + "?.querySelector('.cm-content')?.textContent.includes(" + desktest.Quoted(text) + ")")
}

// placeAt puts the cursor behind the first such text, by searching for it as a user does.
func placeAt(page *browser.Page, editor browser.Target, text string) {
	page.Focus(editor)
	page.Press("Control+Home")
	page.Press("Control+f")
	page.Wait(browser.Named("textbox", "Find"))
	page.Type(text)
	page.Press("Enter")
	page.Press("Escape")
	page.UntilFocused(editor)
	page.Press("ArrowRight")
}
