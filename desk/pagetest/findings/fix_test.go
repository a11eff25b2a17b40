package findings_test

import (
	"fmt"
	"strings"
	"testing"

	"nlgserver/desk"
	"nlgserver/desk/internal/desktest"
	"nlgserver/internal/browser"
)

// slips is content with findings whose fix is certain, and one whose fix is not.
const slips = `version: "3.1"
responses:
  utter_hi:
  - text: "Hello {nane}" # said first
    translation:
      de: 'Hallo {nane}'
      es: 'Hola {namme}'
  utter_bye:
  - text: "Bye {nane}"
    buttons:
    - {title: "Yes", paylaod: /affirm}
  utter_odd:
  - text: "Odd {weather_of_tomorrow}"
  - text: "On Slack"
    channel: slak
`

// fixes is a button that fixes a finding.
func fixes(label string) browser.Target { return browser.Named("button", label) }

// newSlips serves a desk of slips, without tests.
func newSlips(t *testing.T) *desktest.Office {
	t.Helper()
	o := chromium.Office(t)
	o.End()
	o.Write("words.yml", slips)
	o.Write("words.nlgtest.yml", "tests: []\n")
	o.Begin()
	return o
}

// told is what is true once screen readers were told a text.
func told(text string) string {
	return "[...document.querySelectorAll('[role=status]')].some((status) => status.textContent.includes(" + desktest.Quoted(text) + "))"
}

func TestBrowserFixesAFinding(t *testing.T) {
	o := newSlips(t)
	page := o.Open(t, "#/responses/utter_hi")
	page.Click(fixes("Change {nane} to {name}"))
	page.Until("document.querySelector('#write-1-text')?.value === 'Hello {name}'")
	page.Until("document.querySelector('#write-1-text-de').value === 'Hallo {name}'")
	page.UntilFocused(desktest.Field("Text of variation 1"))
	page.Until(told("Fixed: Change {nane} to {name}"))
	page.Gone(fixes("Change {nane} to {name}"))
	page.Click(fixes("Change {namme} to {name}"))
	page.UntilFocused(desktest.Field("Spanish text of variation 1"))
	page.Until(desktest.Saved)
	page.Click(desktest.UndoButton)
	page.Until("document.querySelector('#write-1-text-es').value === 'Hola {namme}'")
	page.Click(desktest.UndoButton)
	page.Until("document.querySelector('#write-1-text').value === 'Hello {nane}'")
	page.See("Your draft: no changes")
	page.Click(fixes("Change {nane} to {name}")) // once more: it is as new
	page.Until("document.querySelector('#write-1-text').value === 'Hello {name}'")
	page.Until(desktest.Saved)
	desktest.Publish(page, "")
	o.Has(strings.NewReplacer("Hello {nane}", "Hello {name}", "Hallo {nane}", "Hallo {name}").Replace(slips))
}

// Whoever goes on while a fix is being drawn keeps the focus where they went.
func TestBrowserFixLeavesTheFocus(t *testing.T) {
	o := newSlips(t)
	page := o.Open(t, "#/responses/utter_hi")
	page.Run("{ const soon = requestAnimationFrame.bind(window); window.requestAnimationFrame = (f) => setTimeout(() => soon(f), 200); }")
	page.Click(fixes("Change {nane} to {name}"))
	page.Until("document.querySelector('#write-1-text').value === 'Hello {name}'")
	page.Run("location.hash += '?publish=1'; setTimeout(() => (window.drawn = true), 2000)")
	page.Until("document.activeElement.id === 'publish-title'")
	page.Until("window.drawn")
	page.Until("document.activeElement.id === 'publish-title'")
}

func TestBrowserFixesByKeyboard(t *testing.T) {
	o := newSlips(t)
	page := o.Open(t, "#/responses/utter_bye")
	page.Wait(fixes("Change paylaod to payload"))
	page.Focus(desktest.Title("utter_bye"))
	page.TabTo(fixes("Change {nane} to {name}"))
	page.Press("Enter")
	page.UntilFocused(desktest.Field("Text of variation 1"))
	page.TabTo(fixes("Change paylaod to payload"))
	page.Press("Space")
	page.Gone(fixes("Change paylaod to payload"))
	page.UntilFocused(browser.Named("textbox", "Payload of button 1 of variation 1"))
	page.Until(desktest.Saved)
	desktest.Publish(page, "")
	o.Has(strings.NewReplacer("Bye {nane}", "Bye {name}", "paylaod: /affirm", `payload: "/affirm"`).Replace(slips))
}

// One step fixes all that are alike, wherever they are.
func TestBrowserFixesAllAlike(t *testing.T) {
	o := newSlips(t)
	page := o.Open(t, "#/findings")
	page.Wait(browser.Named("heading", "Findings"))
	page.Click(fixes("Fix all 2: Change {nane} to {name}"))
	page.UntilFocused(browser.Named("heading", "Findings"))
	page.Gone(fixes("Change {nane} to {name}"))
	page.See("Your draft: 3 changes")
	page.Click(fixes("Change slak to slack"))
	page.Gone(fixes("Change slak to slack"))
	page.Until(desktest.Saved)
	page.Click(desktest.UndoButton)
	page.Wait(fixes("Change slak to slack"))
	page.Click(desktest.UndoButton)
	page.See("Your draft: no changes")
	page.Wait(fixes("Fix all 2: Change {nane} to {name}"))
	for _, violation := range page.Axe(desktest.Web) {
		t.Error(violation)
	}
}

// Who only reads gets no fix, and may copy what the hint says.
func TestBrowserFixesNothingForReaders(t *testing.T) {
	c := desktest.NewContent(desktest.Raw("words.yml", slips), desktest.Raw("domain.yml", desktest.WordsDomain))
	page := chromium.Site(t, c, desk.Options{}).Open(t, "#/responses/utter_hi")
	page.See("is not a slot")
	page.Wait(browser.Named("button", "Copy name"))
	if n := browser.Value[int](page, "document.querySelectorAll('button.fix').length"); n > 0 {
		t.Errorf("%d fixes for a reader", n)
	}
	page.Run("location.hash = '#/findings'")
	page.See("Responses with findings")
	page.See("did you mean")
	if n := browser.Value[int](page, "document.querySelectorAll('button.fix').length"); n > 0 {
		t.Errorf("%d fixes for a reader in the list", n)
	}
}

// The text was changed elsewhere between the finding and the click: nothing of it is lost,
// and the page says so.
func TestBrowserFixConflicts(t *testing.T) {
	o := newSlips(t)
	page := o.Open(t, "#/responses/utter_hi")
	page.Wait(fixes("Change {nane} to {name}"))
	page.Expect("409")
	// The step of somebody else comes before the page has heard of it.
	page.Run(`{
		const ask = window.fetch;
		window.fetch = async (path, init) => {
			if (!String(path).endsWith("draft/steps")) return ask(path, init);
			window.fetch = ask;
			const op = { kind: "set", response: "utter_hi", number: 1, path: "text", value: "Theirs {nane}", was: "Hello {nane}" };
			await ask(path, { ...init, body: JSON.stringify({ ops: [op] }) });
			return ask(path, init);
		};
	}`)
	page.Click(fixes("Change {nane} to {name}"))
	page.See("it was changed since it was checked")
	page.Until("document.querySelector('#write-1-text').value === 'Theirs {nane}'")
	page.Click(fixes("Change {nane} to {name}"))
	page.Until("document.querySelector('#write-1-text').value === 'Theirs {name}'")
}

// The label of a fix has parts of the content, and is never more than text.
func TestBrowserRunsNothingOfFixes(t *testing.T) {
	o := chromium.Office(t)
	var text strings.Builder
	text.WriteString("version: \"3.1\"\nresponses:\n")
	n := 0
	for i, payload := range desktest.Payloads() {
		name := desktest.NameOf(payload)
		fmt.Fprintf(&text, "  utter_%d:\n  - text: one\n    id: %[2]s\n  - text: two\n    id: %[2]s\n", i, desktest.YAML(name))
		if !strings.Contains(name, "${") { // what looks like an environment variable stays
			n++
		}
	}
	o.Write("words.yml", text.String())
	page := o.Open(t, "#/findings")
	page.Until(fmt.Sprintf("document.querySelectorAll('.found button.fix').length === %d", n))
	labels := browser.Value[string](page, "[...document.querySelectorAll('.found button.fix')].map((b) => b.textContent).join('\\n')")
	if !strings.Contains(labels, "Change <script>tripwire(1)</script> to <script>tripwire(1)</script>_2") {
		t.Error(labels)
	}
	page.Run("location.hash = '#/responses/utter_0'")
	page.Click(fixes("Change <script>tripwire(1)</script> to <script>tripwire(1)</script>_2"))
	page.Until(desktest.Saved)
	page.Until(told("Fixed: Change <script>tripwire(1)"))
	if ran := page.Ran(); len(ran) > 0 {
		t.Errorf("a script ran: %q", ran)
	}
	if inside := browser.Value[int](page, "document.querySelectorAll('button.fix *').length"); inside > 0 {
		t.Errorf("%d elements inside of fixes", inside)
	}
}
