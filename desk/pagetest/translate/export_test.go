package translate_test

import (
	"strings"
	"testing"

	"nlgserver/internal/browser"
)

// saves makes a page note the files that it gives the browser to save, in place of saving
// them.
func saves(page *browser.Page) {
	page.Run(`(() => { window.saved = [];
		const files = new Map(), make = URL.createObjectURL;
		URL.createObjectURL = (file) => {
			const url = make.call(URL, file);
			files.set(url, file);
			return url;
		};
		addEventListener("click", async (event) => {
			const { href, download } = event.target;
			if (!files.has(href)) return;
			event.preventDefault();
			saved.push(download + "\n" + await files.get(href).text());
		}, true); })()`)
}

// A file for a translator is saved, and a failure is told on the page, not only in the
// browser's list of downloads.
func TestBrowserExportsForTranslators(t *testing.T) {
	o := chromium.Office(t)
	o.Write("words.yml", toTranslate)
	page := o.Open(t, "#/translations?lang=de")
	page.See("5 texts in German")
	saves(page)
	page.Click(browser.Named("link", "CSV"))
	page.Until("saved.length === 1")
	if got := browser.Value[string](page, "saved[0]"); !strings.HasPrefix(got, "Harbour-Bank.de.csv\n") || !strings.Contains(got, "See you, {name}") || !strings.Contains(got, "Hallo {name}") {
		t.Error(got)
	}

	// Only what is missing, in another format.
	page.Click(browser.Named("button", "missing 4"))
	page.See("4 of 5 texts in German")
	page.Click(browser.Named("link", "PO"))
	page.Until("saved.length === 2")
	if got := browser.Value[string](page, "saved[1]"); !strings.HasPrefix(got, "Harbour-Bank.de.po\n") || !strings.Contains(got, "See you, {name}") || strings.Contains(got, "Hallo {name}") {
		t.Error(got)
	}

	// A text that no file can hold.
	o.Write("words.yml", strings.Replace(toTranslate, "Shall I?", `"Shall \0 I now?"`, 1))
	page.UntilText(texts, "I now?")
	page.Expect("422")
	page.Click(browser.Named("link", "XLIFF"))
	page.See("Not exported: XLIFF: ")
	page.See("a file for translators cannot hold it")
	if n := browser.Value[int](page, "saved.length"); n != 2 {
		t.Errorf("%d saved", n)
	}

	// It is mended, and the message goes with what it is about.
	o.Write("words.yml", toTranslate)
	page.UntilText(texts, "Shall I?")
	page.Click(browser.Named("link", "XLIFF"))
	page.Until("saved.length === 3")
	page.Unsee("Not exported")

	// The connection breaks in the middle of the file, and then the server is gone.
	page.Run(`window.realFetch = fetch; window.fetch = async (path, init) => {
		if (!String(path).includes("/translations/export")) return realFetch(path, init);
		return new Response(new ReadableStream({ start(file) { file.enqueue(new Uint8Array(9)); }, pull(file) { file.error(new TypeError("broken")); } }));
	}`)
	page.Click(browser.Named("link", "CSV"))
	page.See("Not exported: CSV: the server does not answer")
	page.Run("location.hash = '#/translations?lang=de'") // all texts
	page.Unsee("Not exported")
	if n := browser.Value[int](page, "saved.length"); n != 3 {
		t.Errorf("%d saved", n)
	}
}
