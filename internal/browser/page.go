package browser

import (
	"context"
	"fmt"
	"sync"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// Page is a tab with cookies and storage of its own. Its methods fail the test if
// they cannot do what they say.
type Page struct {
	t   TB
	ctx context.Context

	mu       sync.Mutex
	problems []string
	expected []string
	ran      []string
	requests []*Request
	byID     map[string]*Request
}

// Page opens an empty tab, which the end of the test closes.
func (b *Browser) Page(t TB) *Page {
	t.Helper()
	root := b.running(t)
	p := &Page{t: t, byID: map[string]*Request{}}
	var cancel context.CancelFunc
	p.ctx, cancel = chromedp.NewContext(root, chromedp.WithNewBrowserContext(), chromedp.WithListener(p.listen))
	t.Cleanup(func() {
		p.report()
		cancel()
	})
	if err := chromedp.Do(p.ctx); err != nil {
		t.Fatalf("cannot open a tab: %v", err)
	}
	must(p, "set a tripwire", runtime.AddBinding, runtime.AddBindingParams{Name: tripwire})
	must(p, "watch the page", page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: watcher})
	p.Viewport(1280, 800)
	return p
}

// Open goes to an address and waits until the page is loaded.
func (p *Page) Open(url string) {
	p.t.Helper()
	p.do("open "+url, chromedp.Navigate(url))
}

// Reload loads the page again.
func (p *Page) Reload() {
	p.t.Helper()
	p.do("reload", chromedp.Reload())
}

// Back goes back in the history of the tab.
func (p *Page) Back() {
	p.t.Helper()
	p.Run("history.back()")
}

// Forward goes forward in the history of the tab.
func (p *Page) Forward() {
	p.t.Helper()
	p.Run("history.forward()")
}

// URL returns the address that the tab shows.
func (p *Page) URL() string {
	p.t.Helper()
	return Value[string](p, "location.href")
}

// Viewport sets the size of the page in CSS pixels.
func (p *Page) Viewport(width, height int) {
	p.t.Helper()
	must(p, "set the size", emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{
		Width: int64(width), Height: int64(height), DeviceScaleFactor: 1,
	})
}

// Media is what a person has set in their system.
type Media struct {
	Dark          bool
	ReducedMotion bool
	ForcedColors  bool
}

// Media lets the page see these settings.
func (p *Page) Media(m Media) {
	p.t.Helper()
	feature := func(name string, set bool, on, off string) *emulation.MediaFeature {
		value := off
		if set {
			value = on
		}
		return &emulation.MediaFeature{Name: name, Value: value}
	}
	must(p, "set the media", emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		feature("prefers-color-scheme", m.Dark, "dark", "light"),
		feature("prefers-reduced-motion", m.ReducedMotion, "reduce", "no-preference"),
		feature("forced-colors", m.ForcedColors, "active", "none"),
	}})
}

// Screenshot returns a picture of the visible part of the page, as a PNG.
func (p *Page) Screenshot() []byte {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	picture, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	if err != nil {
		p.fail("take a screenshot", err)
	}
	return picture
}

func (p *Page) do(what string, action chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, action); err != nil {
		p.fail(what, err)
	}
}

// fail ends the test, with what a person would look at first.
func (p *Page) fail(what string, err error) {
	p.t.Helper()
	text := fmt.Sprintf("cannot %s: %v", what, err)
	ctx, cancel := context.WithTimeout(p.ctx, patience/6)
	defer cancel()
	if url, err := evaluate[string](ctx, "location.href"); err == nil {
		text += "\nat " + url
	}
	if tree, err := p.outline(ctx); err == nil {
		text += "\nthe page:\n" + clip(tree, 6000)
	}
	p.t.Fatalf("%s", text)
}

func clip(text string, most int) string {
	if len(text) > most {
		return text[:most] + "…"
	}
	return text
}
