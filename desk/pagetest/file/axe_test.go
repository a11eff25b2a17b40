package file_test

import (
	"os"
	"path/filepath"
	"testing"

	"nlgserver/desk/internal/desktest"
	"nlgserver/internal/browser"
)

// The editor is accessible, in light and dark, wide and narrow, with what opens in it.
func TestBrowserEditorIsAccessible(t *testing.T) {
	o := chromium.Office(t)
	page := openFile(t, o, "words.yml", "?line=15")
	editor := editorOf(o, "words.yml")
	page.See("4 findings")
	views := []struct {
		name  string
		ready func()
	}{
		{"text", func() { page.Wait(editor) }},
		{"search", func() {
			page.Focus(editor)
			page.Press("Control+f")
			page.Wait(browser.Named("textbox", "Find"))
			page.Press("Escape")
			page.Focus(editor)
			page.Press("Control+f")
			page.Wait(browser.Named("textbox", "Find"))
		}},
		{"completion", func() {
			page.Press("Escape")
			page.Focus(editor)
			if !browser.Value[bool](page, editorRoot+".querySelector('.cm-tooltip-autocomplete') !== null") {
				page.Press("Control+End")
				page.Press("Control+Space")
			}
			page.Until(editorRoot + ".querySelector('.cm-tooltip-autocomplete li') !== null")
		}},
		{"files", func() {
			page.Run("location.hash = '#/file'")
			page.Wait(browser.Named("heading", "Files"))
		}},
	}
	for _, view := range views {
		for _, size := range []struct{ width, height int }{{1280, 800}, {360, 740}} {
			page.Viewport(size.width, size.height)
			for _, dark := range []bool{false, true} {
				page.Media(browser.Media{Dark: dark, ReducedMotion: true})
				view.ready()
				for _, violation := range page.Axe(desktest.Web) {
					t.Errorf("%s, %d wide, dark %v: %s", view.name, size.width, dark, violation)
				}
				if wide := browser.Value[int](page, "document.documentElement.scrollWidth - innerWidth"); wide > 0 {
					t.Errorf("%s: the page is %d pixels wider than the window", view.name, wide)
				}
				if dir := os.Getenv("DESK_EDITOR_PICTURES"); dir != "" {
					name := view.name + map[bool]string{true: "-dark", false: "-light"}[dark] + map[bool]string{true: "-wide", false: "-narrow"}[size.width > 400]
					if err := os.WriteFile(filepath.Join(dir, name+".png"), page.Screenshot(), 0o600); err != nil {
						t.Fatal(err)
					}
				}
			}
		}
	}
}
