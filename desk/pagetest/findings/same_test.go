package findings_test

import (
	"strings"
	"testing"

	"nlgserver/desk"
	"nlgserver/desk/internal/desktest"
	"nlgserver/internal/browser"
)

// same is how to open the places of a finding.
func same(words string) browser.Target { return browser.Like("DisclosureTriangle", words) }

// What is found in many places is said once; the keyboard opens the places, and each
// leads to its variation.
func TestBrowserSaysTheSameFindingOnce(t *testing.T) {
	page := chromium.Site(t, desktest.Shop(), desk.Options{}).Open(t, "#/findings")
	page.See("The same in several places")
	const message = "only 2 of 10 texts are translated"
	if n := strings.Count(page.TextOf(browser.Like("main", "")), message+" into \"de\" NLG080"); n != 1 {
		t.Errorf("the warning is said %d times", n)
	}
	page.See("are listed above") // at a response that has others, too
	page.Focus(browser.Named("heading", "Findings"))
	page.TabTo(same("^8 places with: only 2 of 10"))
	page.Press("Enter")
	page.Until("document.querySelectorAll('.same li').length === 8")
	for _, width := range []int{1280, 360} {
		page.Viewport(width, 740)
		for _, dark := range []bool{false, true} {
			page.Media(browser.Media{Dark: dark, ReducedMotion: true})
			for _, violation := range page.Axe(desktest.Web) {
				t.Errorf("%d wide, dark %v: %s", width, dark, violation)
			}
		}
		if wide := browser.Value[int](page, "document.documentElement.scrollWidth - innerWidth"); wide > 0 {
			t.Errorf("the page is %d pixels wider than %d", wide, width)
		}
	}
	page.Viewport(1280, 800)
	page.TabTo(browser.Named("link", "utter_goodbye, variation 2, text"))
	page.Press("Enter")
	page.Wait(desktest.Title("utter_goodbye"))
	page.Until("document.activeElement.id === 'variation-2'")
}

// Whoever writes can fix each of the places, and all at once.
func TestBrowserFixesOneOfTheSame(t *testing.T) {
	o := chromium.Office(t)
	o.Write("words.yml", "version: \"3.1\"\nresponses:\n  utter_a:\n  - text: One {nane}\n  utter_b:\n  - text: Two {nane}\n  utter_c:\n  - text: Three {nane}\n")
	page := o.Open(t, "#/findings")
	page.Wait(fixes("Fix all 3: Change {nane} to {name}"))
	page.Click(same("^3 places with: \"nane\""))
	page.Click(fixes("Change {nane} to {name}"))
	page.Wait(fixes("Fix all 2: Change {nane} to {name}"))
	page.See("Your draft: 1 change")
	page.UntilFocused(browser.Named("heading", "Findings"))
	page.Unsee("The same in several places") // two are said where they are
	page.See("Responses with findings")
	page.Click(fixes("Fix all 2: Change {nane} to {name}"))
	page.See("No findings: checking found nothing wrong.")
	page.Until(desktest.Saved)
}

// The place of a response is at the end of its row.
func TestBrowserPlacesAreAtTheEnd(t *testing.T) {
	page := chromium.Site(t, desktest.Shop(), desk.Options{}).Open(t, "#/findings")
	page.See("Responses with findings")
	far := browser.Value[[]int](page, `[...document.querySelectorAll('.found > li')].map(li =>
		Math.round(li.getBoundingClientRect().right - li.querySelector(':scope > .place-link').getBoundingClientRect().right))`)
	for i, gap := range far {
		if gap != 0 {
			t.Errorf("the place of row %d is %d pixels from its end", i, gap)
		}
	}
	if len(far) < 2 {
		t.Errorf("there are %d rows", len(far))
	}
}
