package desktest

import (
	"testing"

	"nlgserver/internal/browser"
)

// Web is the directory of the page's sources, with axe-core in it, from a package of
// desk/pagetest.
const Web = "../../web"

// Accessible checks a view, wide and narrow, in light and dark. What is dark has other
// colors, and is the same otherwise.
func Accessible(t *testing.T, page *browser.Page, name string, ready func()) {
	t.Helper()
	for _, size := range [][2]int{{1280, 800}, {360, 740}} {
		page.Viewport(size[0], size[1])
		for _, dark := range []bool{false, true} {
			page.Media(browser.Media{Dark: dark, ReducedMotion: true})
			ready()
			look := page.Axe
			if dark {
				look = page.AxeContrast
			}
			for _, violation := range look(Web) {
				t.Errorf("%s, %d wide, dark %v: %s", name, size[0], dark, violation)
			}
			if wide := browser.Value[int](page, "document.documentElement.scrollWidth - innerWidth"); wide > 0 {
				t.Errorf("%s, %d wide: the page is %d pixels wider than the window", name, size[0], wide)
			}
		}
	}
	page.Viewport(1280, 800)
	page.Media(browser.Media{})
}
