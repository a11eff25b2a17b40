package translate_test

import (
	"strings"
	"testing"

	"nlgserver/desk/internal/desktest"
	"nlgserver/internal/browser"
)

// manyLanguages is content in ten languages, in three responses.
func manyLanguages() string {
	var all []string
	for _, code := range []string{"ar", "de", "es", "fr", "it", "ja", "nl", "pl", "pt-BR", "tr"} {
		all = append(all, code+": Hi")
	}
	return "responses:\n  utter_a:\n  - text: Hello\n    translation: {" + strings.Join(all, ", ") + "}\n  utter_b:\n  - text: Bye\n  utter_c:\n  - text: Thanks\n"
}

// Of ten languages, the first text to translate is in the first screen of a phone and of
// a tablet.
func TestBrowserTranslationsBeginInTheFirstScreen(t *testing.T) {
	o := chromium.Office(t)
	o.Write("words.yml", manyLanguages())
	page := o.Open(t, "#/translations?lang=de")
	page.See("3 texts in German")
	for _, size := range []struct{ width, height, most int }{{360, 640, 320}, {768, 800, 350}, {1024, 800, 450}} {
		page.Viewport(size.width, size.height)
		page.Wait(translation("utter_a, variation 1"))
		if _, top, _, _ := desktest.Box(page, ".text-row"); top > size.most {
			t.Errorf("%d wide: the first text is %d pixels down", size.width, top)
		}
		if wide := browser.Value[int](page, "document.documentElement.scrollWidth - innerWidth"); wide > 0 {
			t.Errorf("the page is %d pixels wider than %d", wide, size.width)
		}
	}
}

// On a phone the languages are a row that the keyboard scrolls, and what one does once in
// a while is behind a button.
func TestBrowserTranslationsFoldByKeyboard(t *testing.T) {
	o := chromium.Office(t)
	o.Write("words.yml", manyLanguages())
	page := o.Open(t, "#/translations?lang=de")
	page.Viewport(360, 740)
	page.See("3 texts in German")
	const inSight = "(b => b.left >= 0 && b.right <= innerWidth)(document.querySelector('.coverage-bar [aria-current]').getBoundingClientRect())"
	page.Run("location.hash = '#/translations?lang=pl'") // as by a link: nothing has the focus
	page.See("3 texts in Polish")
	page.Until(inSight)
	page.Run("location.hash = '#/translations?lang=de'")
	page.See("3 texts in German")
	page.Until(inSight)
	page.Focus(browser.Like("link", "^German"))
	page.TabTo(browser.Like("link", "^Turkish"))
	page.Press("Enter")
	page.See("3 texts in Turkish")
	page.Until(inSight)

	field := browser.Named("textbox", "Another language")
	if page.Has(field) {
		t.Error("the field for another language is not folded")
	}
	more := browser.Named("button", "Add, export, import")
	if got := page.Attribute(more, "aria-expanded"); got != "false" {
		t.Errorf("aria-expanded is %q", got)
	}
	page.Focus(more)
	page.Press("Enter")
	page.Wait(browser.Named("link", "XLIFF"))
	page.See("Turkish: 1 of 3 texts")
	for _, dark := range []bool{false, true} {
		page.Media(browser.Media{Dark: dark, ReducedMotion: true})
		for _, violation := range page.Axe(desktest.Web) {
			t.Errorf("dark %v: %s", dark, violation)
		}
	}
	page.TabTo(field)
	page.Type("sv")
	page.Press("Enter")
	page.See("3 texts in Swedish")
	page.Focus(more)
	page.Press("Space")
	page.Gone(field)
}
