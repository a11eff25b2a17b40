package pictures_test

import (
	"bytes"
	"cmp"
	"image"
	"image/color"
	"image/png"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"nlgserver/desk"
	"nlgserver/desk/internal/desktest"
	"nlgserver/internal/browser"
	"nlgserver/internal/golden"
)

const pictures = "../../../docs/desk"

// mostPicture is how large a picture in the documentation may be, in bytes.
const mostPicture = 150 << 10

// TestBrowserPictures opens the views that docs/desk has pictures of. With -update it
// draws them; otherwise it checks that the pictures are there and small: the same page is
// not drawn alike, bit by bit, by another Chromium.
func TestBrowserPictures(t *testing.T) {
	demo, options := desktest.Assistant(t)
	broken := desktest.Shop()
	tests := []struct {
		name          string
		content       *desktest.Content
		options       desk.Options
		hash          string
		width, height int
		ready         func(p *browser.Page)
	}{
		{"response", demo, options, "#/responses/utter_greet?slot.known_customer=true&slot.name=%22Ann%22&lang=de", 1440, 900, func(p *browser.Page) {
			p.UntilText(desktest.Says, "Guten Tag Ann")
		}},
		{"search", demo, options, "#/responses/utter_ask_block_card?q=block&channel=slack", 1440, 900, func(p *browser.Page) {
			p.UntilText(desktest.Says, "Shall I block")
			p.See("2 of 9 responses")
		}},
		{"findings", desktest.Shop(), desk.Options{}, "#/responses/utter_slip?findings=1", 1440, 900, func(p *browser.Page) {
			p.UntilText(desktest.Response, "NLG050")
		}},
		{"all-findings", desktest.Shop(), desk.Options{}, "#/findings", 1440, 900, func(p *browser.Page) { p.See("Responses with findings") }},
		{"broken", broken, desk.Options{}, "#/responses/utter_offer?slot.tier=%22gold%22&slot.name=%22Ann%22&slot.amount=12.5", 1440, 900, func(p *browser.Page) {
			p.UntilText(desktest.Says, "Gold offer for Ann")
			broken.Save(desktest.Raw("shop/offers.yml", "version: \"3.1\"\nresponses:\n  utter_offer:\n  - text: \"Never closed\n"))
			p.See("showing the last good content")
		}},
		{"translations", desktest.HalfTranslated(), desk.Options{}, "#/translations?lang=de", 1440, 900, func(p *browser.Page) { p.See("6 texts in German") }},
		{"narrow-translations", desktest.HalfTranslated(), desk.Options{}, "#/translations?lang=ar&state=open", 360, 740, func(p *browser.Page) { p.See("5 of 6 texts in Arabic") }},
		{"narrow-list", demo, options, "#/responses", 360, 740, func(p *browser.Page) { p.Wait(desktest.Row("utter_greet")) }},
		{"narrow-response", demo, options, "#/responses/utter_greet", 360, 740, func(p *browser.Page) { p.Wait(desktest.Card("^Variation 1")) }},
		{"narrow-try", demo, options, "#/responses/utter_greet?pane=try&slot.known_customer=true&slot.name=%22Ann%22", 360, 740, func(p *browser.Page) {
			p.UntilText(desktest.Says, "Hello Ann")
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			page := chromium.Site(t, test.content, test.options).Open(t, test.hash)
			page.Viewport(test.width, test.height)
			test.ready(page)
			draw(t, page, test.name)
		})
	}
}

// draw draws the page as it is now, in light and in dark, if the pictures are to be
// drawn.
func draw(t *testing.T, page *browser.Page, name string) {
	t.Helper()
	for _, dark := range []bool{false, true} {
		theme := "light"
		if dark {
			theme = "dark"
		}
		file := filepath.Join(pictures, name+"-"+theme+".png")
		if golden.Update() {
			page.Media(browser.Media{Dark: dark, ReducedMotion: true})
			if err := os.MkdirAll(pictures, 0o777); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, small(t, page.Screenshot()), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		picture, err := os.ReadFile(file)
		switch {
		case err != nil:
			t.Errorf("%v; rerun with -update to draw it", err)
		case len(picture) > mostPicture:
			t.Errorf("%s has %d bytes", file, len(picture))
		case !bytes.HasPrefix(picture, []byte("\x89PNG")):
			t.Errorf("%s is no PNG", file)
		}
	}
	page.Media(browser.Media{})
}

// small returns a picture with its 256 most frequent colors: a page has hardly more.
func small(t *testing.T, picture []byte) []byte {
	t.Helper()
	decoded, err := png.Decode(bytes.NewReader(picture))
	if err != nil {
		t.Fatal(err)
	}
	bounds := decoded.Bounds()
	counts := map[color.RGBA]int{}
	at := func(x, y int) color.RGBA { return color.RGBAModel.Convert(decoded.At(x, y)).(color.RGBA) }
	for y := bounds.Min.Y; y < bounds.Max.Y; y++ {
		for x := bounds.Min.X; x < bounds.Max.X; x++ {
			counts[at(x, y)]++
		}
	}
	colors := slices.SortedFunc(maps.Keys(counts), func(a, b color.RGBA) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a.R, b.R), cmp.Compare(a.G, b.G), cmp.Compare(a.B, b.B))
	})
	var palette color.Palette
	for _, c := range colors[:min(len(colors), 256)] {
		palette = append(palette, c)
	}
	nearest := map[color.RGBA]uint8{}
	for _, c := range colors {
		nearest[c] = uint8(palette.Index(c))
	}
	out := image.NewPaletted(bounds, palette)
	for y := bounds.Min.Y; y < bounds.Max.Y; y++ {
		for x := bounds.Min.X; x < bounds.Max.X; x++ {
			out.SetColorIndex(x, y, nearest[at(x, y)])
		}
	}
	var encoded bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&encoded, out); err != nil {
		t.Fatal(err)
	}
	return encoded.Bytes()
}
