package translate_test

import (
	"strings"
	"testing"

	"nlgserver/desk/internal/desktest"
	"nlgserver/internal/browser"
)

// toTranslate is content that somebody is to translate.
const toTranslate = `# Ann's words.
responses:
  utter_hi:
  - text: "Hello {name}" # said first
    translation:
      de: "Hallo {name}"
  utter_bye:
  - text: Bye
  - text: "See you, {name}"
    condition:
    - type: slot
      name: tier
      value: gold
  utter_ask:
  - text: Shall I?
    buttons:
    - title: "Yes"
      payload: /affirm
`

// translation is where a text is translated.
func translation(name string) browser.Target { return browser.Like("textbox", "^"+name) }

// isTranslated is an expression that tells whether the page says so of a text.
func isTranslated(id string) string {
	return "document.querySelector(" + desktest.Quoted("[data-id=\""+id+"\"] .text-state") + ")?.innerText === 'translated'"
}

// A translator finds what is missing, writes it, and sees it said.
func TestBrowserTranslates(t *testing.T) {
	o := chromium.Office(t)
	o.Write("words.yml", toTranslate)
	page := o.Open(t, "#/translations?lang=de&state=missing")
	page.See("4 of 5 texts in German")
	page.Press("Control+Enter")
	page.UntilFocused(translation("utter_bye, variation 1"))
	page.Type("Tschüss")
	page.Until(desktest.Saved)
	page.Until(isTranslated("utter_bye#1.text"))
	page.UntilFocused(translation("utter_bye, variation 1"))
	page.Press("Control+Enter")
	page.UntilFocused(translation("utter_bye, variation 2"))
	page.Type("Bis bald, ")
	page.Click(browser.Named("button", "Insert {name}"))
	page.UntilFocused(translation("utter_bye, variation 2"))
	page.Type("!")
	page.Until(isTranslated("utter_bye#2.text"))
	page.Until("document.activeElement.value === 'Bis bald, {name}!' && document.activeElement.selectionStart === 17")
	page.Until(desktest.Saved)
	page.See("4 of 5 texts in German") // those that were just written stay
	page.Run("location.hash = '#/responses/utter_bye?lang=de'")
	page.UntilText(desktest.Says, "Tschüss")
	if got := o.Read("words.yml"); got != toTranslate {
		t.Errorf("writing in a draft changed the file:\n%s", got)
	}
}

// A file goes to a translator and comes back: the page says what it changes, the draft
// takes it as one step, and publishing writes only its bytes.
func TestBrowserImportsTranslations(t *testing.T) {
	o := chromium.Office(t)
	o.Write("words.yml", toTranslate)
	page := o.Open(t, "#/translations?lang=de")
	page.See("5 texts in German")
	filled := browser.Value[string](page, `fetch(document.querySelector('.exports a[href*=csv]').href).then(answer => answer.text())
		.then(text => text.replace('"Bye",""', '"Bye","Tschüss"').replace('"Yes",""', '"Yes","{invented}"'))`)
	if !strings.Contains(filled, `"Bye","Tschüss"`) {
		t.Fatal(filled)
	}
	page.Click(browser.Like("DisclosureTriangle", "^Import"))
	page.Run(`const given = new DataTransfer();
		given.items.add(new File([` + desktest.Quoted(filled) + `], "de.csv"));
		const field = document.getElementById("import-file");
		field.files = given.files;
		field.dispatchEvent(new Event("change", {bubbles: true}))`)
	page.See("1 translation to write")
	page.See("1 left out")
	page.See("the source does not have {invented}")
	page.See("de.csv:")
	for _, width := range []int{1280, 360} {
		page.Viewport(width, 740)
		for _, dark := range []bool{false, true} {
			page.Media(browser.Media{Dark: dark, ReducedMotion: true})
			for _, violation := range page.Axe(desktest.Web) {
				t.Errorf("%d pixels, dark %v: %s", width, dark, violation)
			}
			if wide := browser.Value[int](page, "document.documentElement.scrollWidth - innerWidth"); wide > 0 {
				t.Errorf("the page is %d pixels wider than %d", wide, width)
			}
		}
	}
	page.Viewport(1280, 800)
	page.Click(browser.Named("button", "Write 1 translation into my draft"))
	page.See("1 translation from de.csv in your draft")
	page.See("Your draft: 1 change")
	page.Until(isTranslated("utter_bye#1.text"))
	if got := o.Read("words.yml"); got != toTranslate {
		t.Errorf("the import changed the file:\n%s", got)
	}
	desktest.Publish(page, "")
	page.See("Your draft: no changes")
	if got, want := o.Read("words.yml"), strings.Replace(toTranslate, "- text: Bye\n", "- text: Bye\n    translation:\n      de: Tschüss\n", 1); got != want {
		t.Errorf("got:\n%s", got)
	}
}

// A language is written from right to left, and a new one is written at all.
func TestBrowserTranslatesIntoArabic(t *testing.T) {
	o := chromium.Office(t)
	o.Write("words.yml", toTranslate)
	page := o.Open(t, "#/translations?lang=ar")
	page.See("5 texts in Arabic")
	page.Fill(translation("utter_bye, variation 1"), "مع السلامة")
	page.Until(desktest.Saved)
	page.Until(isTranslated("utter_bye#1.text"))
	page.Wait(browser.Like("link", "^Arabic ar 1 of 5 texts"))
	written := browser.Value[string](page, "(e => getComputedStyle(e).direction + ' ' + e.lang)([...document.querySelectorAll('textarea')].find(e => e.value.startsWith('مع')))")
	if written != "rtl ar" {
		t.Errorf("Arabic is written %q", written)
	}
}

// A translation that was taken is shown, and written on, before the list has heard of it.
func TestBrowserShowsWhatWasTaken(t *testing.T) {
	o := chromium.Office(t)
	o.Write("words.yml", toTranslate)
	page := o.Open(t, "#/translations?lang=de")
	page.See("5 texts in German")
	page.Run(`{
		const ask = window.fetch;
		window.late = [];
		window.fetch = async (path, init) => {
			if (String(path).includes("/translations?")) await new Promise((go) => window.late.push(go));
			return ask(path, init);
		};
	}`)
	field := translation("utter_bye, variation 2")
	page.Focus(field)
	page.Type("Bis bald, ")
	page.Until(desktest.Saved)
	page.Press("Tab") // to the button that inserts {name}
	page.Press("Enter")
	page.UntilFocused(field)
	page.Type("!")
	page.Until("document.activeElement.value === 'Bis bald, {name}!'")
	page.Until(desktest.Saved)
	page.Unsee("Not saved")
	page.Run("window.late.splice(0).forEach((go) => go())")
	page.Until("document.activeElement.value === 'Bis bald, {name}!'")
}
