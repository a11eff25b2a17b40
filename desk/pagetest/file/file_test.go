package file_test

import (
	"strings"
	"testing"

	"nlgserver/desk"
	"nlgserver/desk/internal/desktest"
	"nlgserver/internal/browser"
)

// What is typed into a file is said at once, is one step of the draft, and is published:
// only its bytes change.
func TestBrowserEditsAFile(t *testing.T) {
	o := chromium.Office(t)
	page := openFile(t, o, "words.yml", "?line=5")
	editorShows(page, "Hello {name}")
	page.UntilText(browser.Named("link", "utter_hi"), "utter_hi")
	page.UntilFocused(editorOf(o, "words.yml"))
	placeAt(page, editorOf(o, "words.yml"), "Hello")
	page.Type(" there")
	page.Until(fileSaved)
	o.Has(desktest.Words)
	page.Until(desktest.Saved)
	page.Click(browser.Named("link", "utter_hi"))
	page.UntilText(desktest.Says, "Hello there")
	page.See("Your draft: 1 change")
	desktest.Publish(page, "")
	o.Has(strings.Replace(desktest.Words, "Hello", "Hello there", 1))
}

// The words of the file are all that an editor may change: line ends, byte order marks and
// the end of the file stay.
func TestBrowserFileKeepsItsBytes(t *testing.T) {
	lf := "responses:\n  utter_a:\n  - text: Hello\n  - text: B\n"
	texts := map[string]string{
		"CRLF":                   strings.ReplaceAll(lf, "\n", "\r\n"),
		"byte order mark":        "\ufeff" + lf,
		"mark and CRLF":          "\ufeff" + strings.ReplaceAll(lf, "\n", "\r\n"),
		"mixed":                  "responses:\r\n  utter_a:\n  - text: Hello\r\n  - text: B\n\n\r\n# c\r\r\n",
		"no line end at its end": strings.TrimSuffix(lf, "\n"),
		"no line end, CRLF":      strings.TrimSuffix(strings.ReplaceAll(lf, "\n", "\r\n"), "\r\n"),
		"blanks at ends":         "responses:  \n  utter_a:  \n  - text: Hello  \n\n\n",
		"beyond the first plane": "# 🙂 é\nresponses:\n  utter_a:\n  - text: \"Hello 🙂\"\n",
	}
	for name, text := range texts {
		t.Run(name, func(t *testing.T) {
			o := chromium.Office(t)
			o.Write("more.yml", text)
			page := openFile(t, o, "more.yml", "")
			placeAt(page, editorOf(o, "more.yml"), "Hello")
			page.Type("!")
			page.Until(fileSaved)
			desktest.Publish(page, "")
			want := strings.Replace(text, "Hello", "Hello!", 1)
			if got := o.Read("more.yml"); got != want {
				t.Errorf("the file is %q, want %q", got, want)
			}
			o.Has(desktest.Words)
		})
	}
	t.Run("a new line", func(t *testing.T) {
		o := chromium.Office(t)
		text := "responses:\n  utter_a:\r\n  - text: Hello\r\n  - text: B\n"
		o.Write("more.yml", text)
		page := openFile(t, o, "more.yml", "")
		placeAt(page, editorOf(o, "more.yml"), "Hello")
		page.Press("Enter")
		page.Type("# more")
		page.Press("Control+z")
		page.Press("Control+z")
		page.Until("!" + editorRoot + ".querySelector('.cm-content').textContent.includes('# more')")
		page.Until(fileSaved)
		placeAt(page, editorOf(o, "more.yml"), "Hello")
		page.Press("Enter")
		page.Type("# more")
		page.Until(fileSaved)
		desktest.Publish(page, "")
		got := o.Read("more.yml")
		if want := strings.Replace(text, "Hello\r\n", "Hello\r\n    # more\r\n", 1); got != want && got != strings.Replace(text, "Hello\r\n", "Hello\r\n  # more\r\n", 1) {
			t.Errorf("the file is %q, want %q", got, want)
		}
	})
}

// What an editor of text would break is not opened in one.
func TestBrowserFileThatIsNoText(t *testing.T) {
	for name, test := range map[string]struct{ text, want string }{
		"latin 1": {"responses:\n  utter_a:\n  - text: \"caf\xe9\"\n", "the file is not UTF-8"},
		"NUL":     {"responses:\n  utter_a:\n  - text: \"a\x00b\"\n", "the file has a NUL byte"},
		"large":   {"responses:\n  utter_a:\n  - text: a\n" + strings.Repeat("# "+strings.Repeat("a", 997)+"\n", 4<<20/1000+1), "the file is larger than 4 MiB"},
	} {
		t.Run(name, func(t *testing.T) {
			o := chromium.Office(t)
			o.Write("odd.yml", test.text)
			page := o.Open(t, "")
			page.Expect("422")
			page.Run("location.hash = " + desktest.Quoted("#/file/"+o.Path("odd.yml")))
			page.See(test.want)
			if page.Has(editorOf(o, "odd.yml")) {
				t.Error("it is in an editor")
			}
		})
	}
	o := chromium.Office(t)
	page := o.Open(t, "")
	page.Expect("404")
	page.Run("location.hash = '#/file//etc/passwd'")
	page.See("the content has no such file")
}

// Places elsewhere in the page lead to their line in the editor.
func TestBrowserPlacesLeadToTheFile(t *testing.T) {
	o := chromium.Office(t)
	page := o.Open(t, "#/responses/utter_bye")
	page.Click(browser.Named("link", "line 13").In(desktest.Card("Variation 1")))
	page.Wait(editorOf(o, "words.yml"))
	page.UntilFocused(editorOf(o, "words.yml"))
	page.Until("document.querySelector('[data-testid=here]').innerText.includes('line 13')")
	page.UntilText(browser.Named("link", "utter_bye"), "utter_bye")
	page.Click(browser.Named("link", "utter_bye"))
	page.Wait(desktest.Title("utter_bye"))
}

// Whoever does not open the editor does not load it.
func TestBrowserEditorIsLoadedWhenItOpens(t *testing.T) {
	o := chromium.Office(t)
	page := o.Open(t, "#/responses/utter_bye")
	page.Wait(desktest.Title("utter_bye"))
	if loaded := page.Requests("/FileEditor-"); len(loaded) > 0 {
		t.Errorf("the first view loads %v", loaded)
	}
	page.Click(browser.Named("link", "line 13").In(desktest.Card("Variation 1")))
	page.Wait(editorOf(o, "words.yml"))
	if loaded := page.Requests("/FileEditor-"); len(loaded) != 1 {
		t.Errorf("the editor loads %v", loaded)
	}
}

// Who only reads sees the file, and cannot change it.
func TestBrowserReadersSeeTheFile(t *testing.T) {
	c := desktest.NewContent(desktest.File("a/more.yml", "utter_a:\n- text: Hello"))
	page := chromium.Site(t, c, desk.Options{}).Open(t, "#/file/a/more.yml")
	editor := browser.Named("textbox", "Text of a/more.yml")
	page.Wait(editor)
	editorShows(page, "Hello")
	page.Until(fileState + " === 'read-only'")
	page.Focus(editor)
	page.Type("zzz")
	page.Press("Enter")
	page.Press("Delete")
	page.Press("Tab")
	page.Until("document.activeElement?.dataset.testid !== 'editor'")
	if asked := page.Requests("/draft"); len(asked) > 0 {
		t.Errorf("a reader's page asks for a draft: %v", asked)
	}
	c.Save(desktest.File("a/more.yml", "utter_a:\n- text: Welcome"))
	editorShows(page, "Welcome")
	if text := browser.Value[string](page, editorRoot+".querySelector('.cm-content').textContent"); strings.Contains(text, "zzz") {
		t.Errorf("the file was changed: %s", text)
	}
}

// The name of a file is data, whatever it has: it opens, and it runs nothing.
func TestBrowserFileWithAnOddName(t *testing.T) {
	o := chromium.Office(t)
	const name = `o'dd #%41 "ü?line=3&<img src=x onerror=tripwire(1)>.yml`
	const odd = "responses:\n  utter_odd:\n  - text: Odd {vipp}\n"
	o.Write(name, odd)
	page := o.Open(t, "#/responses/utter_odd")
	page.Click(browser.Like("link", "^line 3").In(desktest.Card("Variation 1")))
	page.Wait(browser.Like("textbox", "^Text of "))
	page.Until("document.querySelector('[data-testid=here]').innerText.includes('line 3')")
	page.Reload()
	page.Wait(editorOf(o, name))
	placeAt(page, editorOf(o, name), "text: Odd")
	page.Type(" one")
	page.Until(fileSaved)
	page.Until(desktest.Saved)
	desktest.Publish(page, "")
	if got := o.Read(name); got != strings.Replace(odd, "Odd", "Odd one", 1) {
		t.Errorf("the file is %q", got)
	}
	if ran := page.Ran(); len(ran) > 0 {
		t.Errorf("a script ran: %q", ran)
	}
}
