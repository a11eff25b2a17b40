package file_test

import (
	"os"
	"strings"
	"testing"

	"nlgserver/desk/internal/desktest"
	"nlgserver/internal/browser"
)

// What others change elsewhere in the file is merged; what they change in the same lines is
// shown, and nothing that was typed is lost.
func TestBrowserFileChangesUnderneath(t *testing.T) {
	o := chromium.Office(t)
	page := openFile(t, o, "words.yml", "")
	page.Expect("409")
	editor := editorOf(o, "words.yml")
	other := openFile(t, o, "words.yml", "")
	other.Expect("409")
	other.Expect("ERR_")
	editorShows(other, "Goodbye")
	// Another line, in another window.
	placeAt(other, editor, "Goodbye")
	other.Type(" then")
	other.Until(fileSaved)
	editorShows(page, "Goodbye then")
	placeAt(page, editor, "Hello")
	page.Type(" you")
	page.Until(fileSaved)
	editorShows(other, "Hello you")
	// The same line, while one of them hears nothing.
	other.Offline(true)
	placeAt(other, editor, "Goodbye")
	other.Type(" now")
	other.Until(fileState + "?.startsWith('not saved')")
	placeAt(page, editor, "Goodbye")
	page.Type(" soon")
	page.Until(fileSaved)
	other.Offline(false)
	other.See("Somebody else changed the same lines")
	editorShows(other, "Goodbye now then")
	other.Until("document.querySelector('.file-clash').innerText.includes('Goodbye soon then')")
	other.Click(browser.Named("button", "Take theirs"))
	editorShows(other, "Goodbye soon then")
	other.Until(fileSaved)
	other.Focus(editor)
	other.Press("Control+z")
	editorShows(other, "Goodbye now then")
	other.Until(fileSaved)
	editorShows(page, "Goodbye now then")
}

// What was typed while the server was gone is there after a reload, and is saved then.
func TestBrowserFileSurvivesAReload(t *testing.T) {
	o := chromium.Office(t)
	page := openFile(t, o, "words.yml", "")
	page.Expect("ERR_") // however a browser calls a server that is gone
	placeAt(page, editorOf(o, "words.yml"), "Hello")
	o.Stop()
	page.Type(" again")
	page.Until(fileState + "?.startsWith('not saved')")
	o.Start()
	page.Reload()
	page.Wait(editorOf(o, "words.yml"))
	editorShows(page, "Hello again")
	page.Until(fileSaved)
	page.Until(desktest.Saved)
	desktest.Publish(page, "")
	o.Has(strings.Replace(desktest.Words, "Hello", "Hello again", 1))
}

// What was typed into one file is not forgotten when another is opened after a reload.
func TestBrowserFilesSurviveAReload(t *testing.T) {
	o := chromium.Office(t)
	o.Write("more.yml", "responses:\n  utter_more:\n  - text: More\n")
	page := openFile(t, o, "words.yml", "")
	page.Expect("ERR_")
	placeAt(page, editorOf(o, "words.yml"), "Hello")
	o.Stop()
	page.Type(" again")
	page.Until(fileState + "?.startsWith('not saved')")
	page.Run("location.hash = " + desktest.Quoted("#/file/"+o.Path("more.yml")))
	page.Wait(browser.Like("heading", "more.yml"))
	o.Start()
	page.Reload()
	page.Wait(editorOf(o, "more.yml"))
	page.Reload()
	page.See("What you typed into words.yml is not in your draft yet.")
	page.Click(browser.Named("link", "See why"))
	page.Wait(editorOf(o, "words.yml"))
	editorShows(page, "Hello again")
	page.Until(fileSaved)
	page.Unsee("is not in your draft yet")
	page.Until(desktest.Saved)
	desktest.Publish(page, "")
	o.Has(strings.Replace(desktest.Words, "Hello", "Hello again", 1))
}

// A file that is removed while it is open is said to be, and what is typed into it is sent
// once it is there again.
func TestBrowserFileRemovedUnderneath(t *testing.T) {
	o := chromium.Office(t)
	const more = "responses:\n  utter_more:\n  - text: More\n"
	o.Write("more.yml", more)
	page := openFile(t, o, "more.yml", "?line=99999")
	page.Expect("404")
	if err := os.Remove(o.Path("more.yml")); err != nil {
		t.Fatal(err)
	}
	page.See("Not saved: the content has no such file")
	placeAt(page, editorOf(o, "more.yml"), "text: More")
	page.Type(" words")
	o.Write("more.yml", more)
	page.Until(fileSaved)
	editorShows(page, "More words")
	page.Unsee("Not saved")
	page.Until(desktest.Saved)
	desktest.Publish(page, "")
	o.Has(desktest.Words)
	if got := o.Read("more.yml"); got != strings.Replace(more, "More", "More words", 1) {
		t.Errorf("the file is %q", got)
	}
}
