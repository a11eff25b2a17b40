package file_test

import (
	"strings"
	"testing"

	"nlgserver/desk/internal/desktest"
	"nlgserver/internal/browser"
)

// The findings below the editor are inside the window, and those that have no room there
// scroll into their frame.
func TestBrowserFileFindingsAreInTheWindow(t *testing.T) {
	o := chromium.Office(t)
	var text strings.Builder
	text.WriteString("version: \"3.1\"\nresponses:\n")
	for _, name := range "abcdefghijklmnop" {
		text.WriteString("  utter_" + string(name) + ":\n  - text: Hello {nane}\n")
	}
	o.Write("words.yml", text.String())
	page := openFile(t, o, "words.yml", "")
	page.Until("document.querySelectorAll('.file-found li').length >= 16")
	for _, size := range [][2]int{{1280, 800}, {1024, 600}, {1280, 500}, {768, 800}} {
		page.Viewport(size[0], size[1])
		page.Until("(b => b.top > 0 && b.bottom < innerHeight && b.height > 100)(document.querySelector('.file-found').getBoundingClientRect())")
		_, _, _, editor := desktest.Box(page, ".file-editor")
		if editor < 200 {
			t.Errorf("%v: the editor has %d pixels", size, editor)
		}
		page.Run("document.activeElement.blur(); document.querySelector('.file-found li:last-child button').focus()")
		page.Until(`((row, list) => row.top >= list.top && row.bottom <= list.bottom + 1)(
			document.querySelector('.file-found li:last-child button').getBoundingClientRect(), document.querySelector('.file-found').getBoundingClientRect())`)
	}
	// On a phone the page scrolls, and not a small list in it.
	page.Viewport(360, 740)
	page.Until("(e => e.scrollHeight <= e.clientHeight + 2)(document.querySelector('.file-found'))")
	page.Run("document.activeElement.blur(); document.querySelector('.file-found li:last-child button').focus()")
	page.Until("document.querySelector('.file-found li:last-child button').getBoundingClientRect().bottom <= innerHeight")
}

// The marks beside the lines are small, of the colors of the underlines, and a warning
// looks other than an error.
func TestBrowserFileMarksAreQuiet(t *testing.T) {
	o := chromium.Office(t)
	o.Write("words.yml", "responses:\n  utter_a:\n  - text: Hello {nane}\n")
	page := openFile(t, o, "words.yml", "")
	const mark = editorRoot + ".querySelector('.cm-lint-marker-"
	page.Until(mark + "warning') !== null")
	look := func(severity string) string {
		return browser.Value[string](page, "(e => { const s = getComputedStyle(e), b = e.getBoundingClientRect(); return [b.width, b.height, s.content, s.borderTopWidth, s.borderTopColor === getComputedStyle("+
			editorRoot+".querySelector('.cm-lintRange-"+severity+"')).textDecorationColor].join(' '); })("+mark+severity+"'))")
	}
	if got := look("warning"); got != "8 8 normal 2px true" {
		t.Errorf("a warning's mark is %s", got)
	}
	page.Focus(editorOf(o, "words.yml"))
	page.Press("Control+Home")
	page.Type("[")
	page.Until(mark + "error') !== null")
	if got := look("error"); got != "8 8 normal 4px true" {
		t.Errorf("an error's mark is %s", got)
	}
}
