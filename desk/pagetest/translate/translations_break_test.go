package translate_test

import (
	"fmt"
	"strings"
	"testing"

	"nlgserver/desk/internal/desktest"
	"nlgserver/desk/internal/view"
	"nlgserver/internal/browser"
)

// give gives the page a file of a translator.
func give(page *browser.Page, name, text string) {
	page.Run(`(() => { const given = new DataTransfer();
		given.items.add(new File([` + text + `], ` + desktest.Quoted(name) + `));
		const field = document.getElementById("import-file");
		field.files = given.files;
		field.dispatchEvent(new Event("change", {bubbles: true})); })()`)
}

// Whoever writes in a row keeps the field, its text and the caret, wherever the table is
// cut into pages, and while the content changes.
func TestBrowserTranslatesAtTheEdgeOfAPage(t *testing.T) {
	o := chromium.Office(t)
	var b strings.Builder
	b.WriteString("responses:\n")
	for i := range 150 {
		fmt.Fprintf(&b, "  utter_%03d: [{text: Text %d}]\n", i, i)
	}
	o.Write("words.yml", b.String())
	page := o.Open(t, "#/translations?lang=de")
	page.See("150 texts in German")
	// The table asks for a hundred at a time: the last row of the first page, and the
	// first of the second.
	for _, id := range []string{"utter_099", "utter_100"} {
		page.Until(`(() => { const table = document.querySelector(".texts-table");
			const row = document.querySelector('[data-id="` + id + `#1.text"] textarea');
			if (row && document.querySelector('[data-id="utter_099#1.text"]') && document.querySelector('[data-id="utter_100#1.text"]')) { row.focus(); return true; }
			const last = [...document.querySelectorAll("[data-index]")].at(-1);
			table.scrollTop += Number(last?.dataset.index ?? 0) < 101 ? 400 : -100;
			return false; })()`)
		page.Run(`window.gone = 0;
			document.activeElement.addEventListener("blur", () => window.gone++)`)
		for _, part := range []string{"Ein", " Text", " zu ", id} {
			page.Type(part)
			page.Until(desktest.Saved)
			o.Write("domain.yml", desktest.WordsDomain+"# "+part+"\n") // somebody saves a file
		}
		page.Until(isTranslated(id + "#1.text"))
		if got := browser.Value[string](page, "document.activeElement.value + ' ' + window.gone"); got != "Ein Text zu "+id+" 0" {
			t.Errorf("%s: %q", id, got)
		}
	}
}

// A file that is too large, a second file, another language and other choices: what the
// page says is always about the file and the choices that it shows.
func TestBrowserImportsWhatItShows(t *testing.T) {
	o := chromium.Office(t)
	o.Write("words.yml", strings.Replace(toTranslate, "- text: Bye\n", "- text: Bye\n    translation: {de: Servus}\n", 1))
	page := o.Open(t, "#/translations?lang=de")
	page.See("5 texts in German")
	page.Click(browser.Like("DisclosureTriangle", "^Import"))

	give(page, "large.csv", fmt.Sprintf("new Uint8Array(%d)", view.MaxImport+1))
	page.See("large.csv is larger than 16 MiB")
	give(page, "most.csv", fmt.Sprintf("new Uint8Array(%d).fill(65)", view.MaxImport))
	page.See("neither XLIFF nor PO")
	page.Until("!document.querySelector('.import').innerText.includes('large.csv')")

	give(page, "evil<img src=x onerror=alert(1)>.csv", desktest.Quoted("id,target\nutter_bye#1.text,<script>alert(1)</script>\nutter_ask#1.text,<b>Soll ich?</b>\n"))
	page.See("1 translation to write")
	page.See("1 left out")
	page.See("keep that, or also replace translations that were changed here")
	page.Click(browser.Like("checkbox", "^Also replace"))
	page.See("2 translations to write")
	page.Until("document.querySelector('.import-changes del')?.innerText === 'Servus'")
	page.Until("document.querySelectorAll('.import img, .import script, .import b').length === 0")

	// Of another language, nothing of it is said.
	page.Run("location.hash = '#/translations?lang=fr'")
	page.See("5 texts in French")
	page.Until("document.querySelector('.report') === null")
	page.Run("location.hash = '#/translations?lang=de'")
	page.See("5 texts in German")
	page.Until("document.querySelector('.report') === null")

	// The translator's program saves the file anew after it was looked at.
	give(page, "de.csv", desktest.Quoted("id,target\nutter_ask#1.text,Soll ich?\n"))
	page.See("1 translation to write")
	page.Click(browser.Named("button", "Write 1 translation into my draft"))
	page.See("1 translation from de.csv in your draft")
	page.Until(isTranslated("utter_ask#1.text"))
	page.Run("location.hash = '#/translations?lang=fr'")
	page.See("5 texts in French")
	page.Until("!document.querySelector('.import').innerText.includes('in your draft')")
	page.Run("document.activeElement.blur()")
	page.Press("Control+z")
	page.See("Your draft: no changes")
}

// Without a connection, the page does not say that all is done.
func TestBrowserTranslatesOffline(t *testing.T) {
	o := chromium.Office(t)
	o.Write("words.yml", toTranslate)
	page := o.Open(t, "#/translations?lang=de")
	page.See("5 texts in German")
	page.Expect("ERR_")
	o.Stop()
	page.Fill(translation("utter_bye, variation 1"), "Bis bald")
	page.Click(browser.Named("button", "Next left to do"))
	page.See("Cannot show the texts: the server does not answer")
	page.Until("!document.body.innerText.includes('Nothing is left')")
	o.Start()
	page.Until(desktest.Saved)
	page.Until(isTranslated("utter_bye#1.text"))
}

// However many languages there are, and however low the window is, the texts have room.
func TestBrowserTranslatesIntoManyLanguages(t *testing.T) {
	o := chromium.Office(t)
	var all []string
	for a := 'a'; a <= 'd'; a++ {
		for b := 'a'; b <= 'y'; b++ {
			all = append(all, fmt.Sprintf("x-%c%c: Hi", a, b))
		}
	}
	o.Write("words.yml", "responses:\n  utter_a:\n  - text: Hello\n    translation: {"+strings.Join(all, ", ")+"}\n  - text: Bye\n")
	page := o.Open(t, "#/translations?lang=x-dc")
	page.See("2 texts in x-dc")
	const inSight = `(e => { const a = e.getBoundingClientRect(), b = e.closest("nav").getBoundingClientRect(); return a.top >= b.top - 1 && a.bottom <= b.bottom + 1; })(document.querySelector(".coverage-bar [aria-current]"))`
	page.Until(inSight)
	for _, size := range [][2]int{{1280, 800}, {1280, 400}, {360, 740}} {
		page.Viewport(size[0], size[1])
		page.Until("document.querySelector('.texts-table').clientHeight >= 200")
		page.Run("document.querySelector('.translations').scrollTop = 1e6")
		page.Until(`(b => b.top < innerHeight - 150)(document.querySelector(".texts-table").getBoundingClientRect())`)
		for _, violation := range page.Axe(desktest.Web) {
			t.Errorf("%v: %s", size, violation)
		}
	}
}
