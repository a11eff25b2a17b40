package views_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"nlgserver/desk"
	"nlgserver/desk/internal/desktest"
	"nlgserver/internal/browser"
	"nlgserver/internal/gittest"
)

// On a phone the header takes two rows, with the draft and "Publish…" in sight, and
// every view can be reached.
func TestBrowserHeaderIsLowOnAPhone(t *testing.T) {
	o := chromium.Office(t)
	page := o.Open(t, "#/responses/utter_hi")
	page.Viewport(360, 740)
	page.Fill(desktest.Field("Text of variation 1"), "Hello there, {name}")
	page.Until(desktest.Saved)
	if _, _, _, height := desktest.Box(page, "header.top"); height > 80 {
		t.Errorf("the header takes %d pixels", height)
	}
	for _, selector := range []string{"#publish-open", "[data-testid=draft-changes]", "[data-testid=saving]", "header.top h1"} {
		left, top, width, height := desktest.Box(page, selector)
		if left < 0 || left+width > 360 || top < 0 || top+height > 80 || width < 20 {
			t.Errorf("%s is at %d,%d with %d×%d pixels", selector, left, top, width, height)
		}
	}
	page.Wait(desktest.UndoButton)
	page.Focus(browser.Named("link", "History"))
	page.Press("Enter")
	page.Wait(browser.Named("heading", "History"))
	page.Until("(b => b.left >= 0 && b.right <= innerWidth)(document.querySelector('header nav [aria-current]').getBoundingClientRect())")
}

// Publishing moves nothing that one reads down.
func TestBrowserPublishesBesideThePage(t *testing.T) {
	o := chromium.Office(t)
	page := o.Open(t, "#/responses/utter_hi")
	page.Fill(desktest.Field("Text of variation 1"), "Hello there, {name}")
	page.Until(desktest.Saved)
	for _, width := range []int{1440, 1024} {
		page.Viewport(width, 800)
		_, before, _, _ := desktest.Box(page, "#variation-1")
		page.Click(desktest.PublishButton)
		page.UntilFocused(browser.Named("heading", "Publish"))
		if _, after, _, _ := desktest.Box(page, "#variation-1"); after != before {
			t.Errorf("%d wide: the card was at %d and is at %d", width, before, after)
		}
		if wide := browser.Value[int](page, "document.documentElement.scrollWidth - innerWidth"); wide > 0 {
			t.Errorf("%d wide: the page is %d pixels wider than the window", width, wide)
		}
		page.Press("Escape")
		page.UntilFocused(desktest.PublishButton)
	}
	// On a phone the panel is the page.
	page.Viewport(360, 740)
	page.Click(desktest.PublishButton)
	page.UntilFocused(browser.Named("heading", "Publish"))
	if _, _, width, _ := desktest.Box(page, ".publish"); width != 360 {
		t.Errorf("on a phone the panel is %d wide", width)
	}
	page.Press("Escape")
	page.Wait(desktest.Card("^Variation 1"))
}

// A missing translation that all variations lack is said once, and in the list in words.
func TestBrowserSaysWhatIsMissingOnce(t *testing.T) {
	c := desktest.NewContent()
	c.Save(desktest.File("a.yml", `
utter_full:
- text: Hello
  translation: {de: Hallo, fr: Bonjour}
utter_none:
- text: One
- text: Two
- text: Three
`))
	page := chromium.Site(t, c, desk.Options{}).Open(t, "#/responses/utter_none")
	page.UntilText(desktest.Response, "NLG080")
	if n := strings.Count(page.TextOf(desktest.Response), "NLG080"); n != 1 {
		t.Errorf("the warning is said %d times", n)
	}
	page.UntilText(desktest.Response, "All variations")
	page.UntilText(desktest.Row("utter_none"), "missing de, fr")
	if got := page.TextOf(desktest.Row("utter_full")); strings.Contains(got, "missing") {
		t.Errorf("the row of a translated response says %q", got)
	}
	if lines := browser.Value[string](page, "[...document.querySelectorAll('#list *')].map(e => getComputedStyle(e).textDecorationLine).filter(l => l.includes('line-through')).join()"); lines != "" {
		t.Errorf("something in the list is struck through")
	}
}

// The history is by day, as the reader's calendar has them.
func TestBrowserHistoryIsByDay(t *testing.T) {
	gittest.Need(t)
	o := chromium.Office(t)
	o.Git("init", "-q", "-b", "main")
	// Noon, so that no zone of the reader makes two days of one.
	for i, at := range []string{"2024-02-28T12:00:00Z", "2024-02-28T12:30:00Z", "2025-07-14T12:00:00Z"} {
		o.Write("note.txt", at)
		o.Git("add", ".")
		o.Git("commit", "-q", "-m", fmt.Sprint("Step ", i+1), "--date", at)
	}
	o.Crash()
	page := o.Open(t, "#/history")
	page.Wait(browser.Named("heading", "Step 3"))
	days := browser.Value[[]string](page, "[...document.querySelectorAll('.history-day > h3')].map(e => e.innerText)")
	if got := strings.Join(days, "|"); got != "Monday, July 14, 2025|Wednesday, February 28, 2024" {
		t.Errorf("the days are %s", got)
	}
	if n := browser.Value[int](page, "document.querySelectorAll('.history-day:last-of-type li').length"); n != 2 {
		t.Errorf("the first day has %d entries", n)
	}
	if at := browser.Value[string](page, "document.querySelector('.history time').dateTime"); !isTime(at) {
		t.Errorf("the time is %q", at)
	}
	page.UntilText(browser.Like("main", ""), "year")
	page.UntilText(browser.Like("main", ""), "ago")
}

func isTime(text string) bool {
	_, err := time.Parse(time.RFC3339, text)
	return err == nil
}

// What one points at is at least 24 pixels high and wide, or apart from its neighbors (WCAG
// 2.2, target size); text in a sentence is excepted.
func TestBrowserTargetsAreLargeEnough(t *testing.T) {
	o := chromium.Office(t)
	page := o.Open(t, "#/responses/utter_bye")
	page.Fill(desktest.Field("Text of variation 1"), "Farewell")
	page.Until(desktest.Saved)
	for _, hash := range []string{"#/responses/utter_hi?pane=response", "#/responses/utter_hi?pane=try", "#/responses?pane=list", "#/review", "#/review?publish=1", "#/translations?lang=de", "#/history", "#/findings"} {
		for _, width := range []int{1280, 360} {
			page.Viewport(width, 800)
			page.Run("location.hash = " + desktest.Quoted(hash))
			page.Until("document.querySelector('main') !== null && location.hash.startsWith(" + desktest.Quoted(hash) + ") && document.querySelector('[aria-busy=true]') === null")
			small := browser.Value[[]string](page, `[...document.querySelectorAll('a, button, summary, select, input, textarea')].filter(e => {
				const b = e.getBoundingClientRect();
				return b.width > 0 && !e.closest('.hidden, .skip') && (b.height < 23.5 || b.width < 23.5);
			}).map(e => e.outerHTML.slice(0, 120))`)
			for _, one := range small {
				t.Errorf("%s, %d wide: too small: %s", hash, width, one)
			}
		}
	}
}

// Where people enter by name, the header is as low as for one who does not.
func TestBrowserHeaderWithANameIsLow(t *testing.T) {
	o := chromium.TeamOffice(t, desktest.Team(t))
	page := o.OpenAs(t, "ann", "#/responses/utter_hi")
	page.Fill(desktest.Field("Text of variation 1"), "Hello there, {name}")
	page.Until(desktest.Saved)
	for _, size := range []struct{ width, most int }{{1440, 50}, {1280, 50}, {1150, 50}, {360, 80}} {
		page.Viewport(size.width, 740)
		if _, _, _, height := desktest.Box(page, "header.top"); height > size.most {
			t.Errorf("%d wide: the header takes %d pixels", size.width, height)
		}
		if left, _, width, _ := desktest.Box(page, ".who button"); left < 0 || left+width > size.width {
			t.Errorf("%d wide: signing out is at %d, and %d wide", size.width, left, width)
		}
		if wide := browser.Value[int](page, "document.documentElement.scrollWidth - innerWidth"); wide > 0 {
			t.Errorf("the page is %d pixels wider than %d", wide, size.width)
		}
	}
	// Both parts of what is below the title are apart.
	if text := browser.Value[string](page, "getComputedStyle(document.querySelector('.response .sub > span'), '::after').content"); text != `"·"` {
		t.Errorf("after the place comes %s", text)
	}
}
