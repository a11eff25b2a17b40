package views_test

import (
	"strings"
	"testing"

	"nlgserver/desk"
	"nlgserver/desk/internal/desktest"
	"nlgserver/internal/browser"
	"nlgserver/internal/gittest"
)

// At 1024 pixels all three panes are alive. With less room, the tabs are above the pane
// that they switch, and take nothing from the list.
func TestBrowserPanesUseTheRoom(t *testing.T) {
	page := chromium.Site(t, desktest.Shop(), desk.Options{}).Open(t, "#/responses/utter_offer")
	page.Viewport(1024, 768)
	page.Wait(desktest.Title("utter_offer"))
	page.Wait(browser.Named("heading", "Try it"))
	page.Wait(desktest.Row("utter_offer"))
	if page.Has(browser.Named("navigation", "Panes")) {
		t.Error("three panes have tabs")
	}
	if wide := browser.Value[int](page, "document.documentElement.scrollWidth - innerWidth"); wide > 0 {
		t.Errorf("the page is %d pixels wider than the window", wide)
	}

	page.Viewport(800, 768)
	page.Wait(browser.Named("navigation", "Panes"))
	for range 2 {
		_, header, _, headerHeight := desktest.Box(page, "header.top")
		_, list, _, _ := desktest.Box(page, ".list")
		if list != header+headerHeight {
			t.Errorf("the list begins at %d", list)
		}
		shown := "." + browser.Value[string](page, "getComputedStyle(document.querySelector('.try')).display === 'none' ? 'response' : 'try'")
		left, top, width, _ := desktest.Box(page, shown)
		tabsLeft, tabsTop, tabsWidth, tabsHeight := desktest.Box(page, ".pane-tabs")
		if tabsLeft != left || tabsWidth != width || tabsTop != list || tabsTop+tabsHeight != top {
			t.Errorf("the tabs are at %d,%d with %d×%d pixels, and %s at %d,%d with %d", tabsLeft, tabsTop, tabsWidth, tabsHeight, shown, left, top, width)
		}
		page.Focus(browser.Named("link", "Try"))
		page.Press("Enter")
		page.Wait(browser.Named("heading", "Try it"))
	}
}

// Between a phone and a desktop, the draft and "Publish…" are beside the title, and the views
// below. Publishing takes no pane away that was chosen.
func TestBrowserUsesTheRoomOfATablet(t *testing.T) {
	o := chromium.Office(t)
	page := o.Open(t, "#/responses/utter_hi")
	page.Viewport(768, 800)
	page.Fill(desktest.Field("Text of variation 1"), "Hello there, {name}")
	page.Until(desktest.Saved)
	_, title, _, titleHeight := desktest.Box(page, "header.top h1")
	_, open, _, openHeight := desktest.Box(page, "#publish-open")
	_, views, _, _ := desktest.Box(page, "header.top nav")
	if open > title || open+openHeight < title+titleHeight || views < open+openHeight {
		t.Errorf("the title is at %d, publish at %d, the views at %d", title, open, views)
	}
	if _, _, _, height := desktest.Box(page, "header.top"); height > 80 {
		t.Errorf("the header takes %d pixels", height)
	}
	page.Click(browser.Named("link", "Try"))
	page.UntilText(desktest.Says, "Hello there")
	page.Click(desktest.PublishButton)
	page.UntilFocused(browser.Named("heading", "Publish"))
	page.UntilText(desktest.Says, "Hello there")
	// With three panes, publishing takes the place of the try pane, and no more.
	page.Viewport(1024, 800)
	_, _, publishing, _ := desktest.Box(page, ".response")
	page.Press("Escape")
	page.UntilFocused(desktest.PublishButton)
	if _, _, width, _ := desktest.Box(page, ".response"); width != publishing {
		t.Errorf("the response is %d wide, and %d while publishing", width, publishing)
	}
	if wide := browser.Value[int](page, "document.documentElement.scrollWidth - innerWidth"); wide > 0 {
		t.Errorf("the page is %d pixels wider than the window", wide)
	}
}

// So it is for those who enter by name.
func TestBrowserUsesTheRoomOfATabletWithAName(t *testing.T) {
	o := chromium.TeamOffice(t, desktest.Team(t))
	page := o.OpenAs(t, "ann", "#/responses/utter_hi")
	page.Fill(desktest.Field("Text of variation 1"), "Hello there, {name}")
	page.Until(desktest.Saved)
	for _, width := range []int{960, 768, 730} {
		page.Viewport(width, 800)
		_, title, _, _ := desktest.Box(page, "header.top h1")
		_, views, _, _ := desktest.Box(page, "header.top nav")
		left, out, wide, height := desktest.Box(page, ".who button")
		if views <= title || out+height > views || left+wide > width {
			t.Errorf("%d wide: the title is at %d, the views at %d, and signing out is at %d,%d", width, title, views, left, out)
		}
		if _, _, _, height := desktest.Box(page, "header.top"); height > 80 {
			t.Errorf("%d wide: the header takes %d pixels", width, height)
		}
	}
}

// What a commit changed ends with one line, not with two.
func TestBrowserHistoryHasSingleLines(t *testing.T) {
	gittest.Need(t)
	o := chromium.Office(t)
	o.Git("init", "-q", "-b", "main")
	commit := func(message string) {
		o.Git("add", ".")
		o.Git("commit", "-q", "-m", message)
	}
	commit("Begin")
	o.Write("words.yml", strings.NewReplacer("Hello {name}", "Hi {name}", "text: Bye", "text: Bye now").Replace(desktest.Words))
	commit("Say it otherwise")
	o.Crash()
	page := o.Open(t, "#/history")
	page.Wait(browser.Named("heading", "Say it otherwise"))
	page.Click(browser.Like("DisclosureTriangle", "What it changed"))
	page.Until("document.querySelectorAll('.history > li:first-child .changed-response > li').length === 2")
	lines := browser.Value[string](page, "[...document.querySelectorAll('.history > li:first-child .changed-response > li')].map(e => getComputedStyle(e).borderBottomWidth).join()")
	if lines != "1px,0px" {
		t.Errorf("the lines below what changed are %s", lines)
	}
}
