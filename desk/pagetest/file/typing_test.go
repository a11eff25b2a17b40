package file_test

import (
	"testing"

	"nlgserver/desk/internal/desktest"
	"nlgserver/internal/browser"
)

// Findings are at their place as one types, lead to it, and a file that is broken for a
// moment is kept as it is typed.
func TestBrowserFileFindings(t *testing.T) {
	o := chromium.Office(t)
	page := openFile(t, o, "words.yml", "")
	page.See("4 findings")
	placeAt(page, editorOf(o, "words.yml"), "text: Bye")
	page.Press("Enter")
	page.Type("chanel: slack")
	page.Until("[..." + editorRoot + ".querySelectorAll('.cm-lintRange')].some((mark) => mark.textContent.includes('chanel'))")
	page.Until("[...document.querySelectorAll('.file-found li')].some((li) => li.innerText.startsWith('line 14') && li.innerText.includes('chanel'))")
	page.Until(fileSaved)
	// A line above moves it.
	page.Press("Control+Home")
	page.Press("Enter")
	page.Until("[...document.querySelectorAll('.file-found li')].some((li) => li.innerText.startsWith('line 15') && li.innerText.includes('chanel'))")
	page.Until(fileSaved)
	page.Press("Control+Home")
	page.Click(browser.Named("button", "line 15"))
	page.UntilFocused(editorOf(o, "words.yml"))
	page.Until("document.querySelector('[data-testid=here]').innerText.includes('line 15')")
	page.Press("F8")
	page.Press("Control+Home")
	page.Type("[")
	page.Until("document.querySelector('.file-found').innerText.includes('Error')")
	page.Until(fileSaved)
	page.See("words.yml is broken")
	page.Reload()
	page.Wait(editorOf(o, "words.yml"))
	page.Until(editorRoot + ".querySelector('.cm-content').textContent.startsWith('[')")
	page.Until(editorRoot + ".querySelector('.cm-lintRange-error') !== null")
	o.Has(desktest.Words)
	page.Run("location.hash = '#/responses/utter_bye'")
	page.UntilText(desktest.Says, "Bye")
	page.Click(desktest.UndoButton)
	page.Run("history.back()")
	page.Wait(editorOf(o, "words.yml"))
	page.Until("!document.querySelector('.file-found').innerText.includes('Error')")
}

// The editor offers keys of the schema, and names of the content.
func TestBrowserFileCompletes(t *testing.T) {
	o := chromium.Office(t)
	page := openFile(t, o, "words.yml", "")
	offers := func(want string) {
		t.Helper()
		page.Until("[..." + editorRoot + ".querySelectorAll('.cm-tooltip-autocomplete li')].some((li) => li.textContent.startsWith(" + desktest.Quoted(want) + "))")
	}
	placeAt(page, editorOf(o, "words.yml"), "text: Bye")
	page.Type(" {na")
	offers("name")
	page.Press("Escape", "End")
	page.Press("Enter")
	page.Type("chan")
	offers("channel")
	page.Press("Escape")
	page.Type("nel: sla")
	offers("slack")
	page.Press("Escape")
	page.Press("Enter")
	page.Type("cond")
	offers("condition")
	page.Press("Escape")
	page.Type("ition: [{na")
	offers("name")
	page.Press("Escape")
	page.Until(fileSaved)
}

// Tab is no trap: it leaves the editor, until something is written; then Escape lets it.
func TestBrowserTabLeavesTheEditor(t *testing.T) {
	o := chromium.Office(t)
	page := openFile(t, o, "words.yml", "?line=5")
	editor := editorOf(o, "words.yml")
	page.UntilFocused(editor)
	page.Press("Tab")
	page.Until("document.activeElement?.dataset.testid !== 'editor'")
	page.Focus(editor)
	page.UntilFocused(editor)
	page.Press("End")
	page.Press("Enter")
	page.Press("Tab")
	page.Type("# mine")
	page.UntilFocused(editor)
	editorShows(page, "# mine")
	page.Press("Escape")
	page.Press("Tab")
	page.Until("document.activeElement?.dataset.testid !== 'editor'")
	page.Until(fileSaved)
}

// Undo in the editor is the editor's, step by step; undo of the draft is seen in it.
func TestBrowserFileUndo(t *testing.T) {
	o := chromium.Office(t)
	page := openFile(t, o, "words.yml", "")
	editor := editorOf(o, "words.yml")
	placeAt(page, editor, "Hello")
	page.Type(" you")
	page.Until(fileSaved)
	page.Press("Control+z")
	page.Until("!" + editorRoot + ".querySelector('.cm-content').textContent.includes('Hello you')")
	page.Until(fileSaved)
	page.Press("Control+y")
	editorShows(page, "Hello you")
	page.Until(fileSaved)
	page.Click(desktest.UndoButton)
	page.Until("!" + editorRoot + ".querySelector('.cm-content').textContent.includes('Hello you')")
	page.Until(fileSaved)
	page.Press("/")
	if !page.Has(editor) {
		t.Error("a key has left the editor")
	}
}
