package browser

import (
	"context"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/chromedp/chromedp"
)

// patience is how long a step waits for the page before it fails. It is long
// because tests of other packages may have the machine meanwhile.
const patience = 90 * time.Second

// TB is what this package needs of a test; *testing.T and *testing.B have it, and
// measuring programs bring their own.
type TB interface {
	Helper()
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
	Skipf(format string, args ...any)
	Logf(format string, args ...any)
	Cleanup(func())
	Failed() bool
}

// Browser is a Chromium that starts with its first page and has a profile of its own.
// The zero value is ready. One for all tests of a package is enough:
//
//	var chromium browser.Browser
//
//	func TestMain(m *testing.M) { os.Exit(chromium.Run(m)) }
type Browser struct {
	start  sync.Once
	err    error
	tmp    string
	ctx    context.Context
	cancel context.CancelFunc
}

// Run runs the tests, ends the browser, and returns the exit code of the tests.
func (b *Browser) Run(m interface{ Run() int }) int {
	defer b.Close()
	return m.Run()
}

// Close ends the browser and removes its profile. Chromium ends too if this process
// is killed, since its pipe to it closes.
func (b *Browser) Close() {
	b.start.Do(func() { b.err = context.Canceled })
	if b.cancel != nil {
		b.cancel()
		chromedp.FromContext(b.ctx).Allocator.Wait()
		_ = os.RemoveAll(b.tmp)
	}
}

// program returns the path of Chromium, or an empty string if there is none.
func program() string {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

// Installed reports whether there is a Chromium.
func Installed() bool { return program() != "" }

// running returns the context of the browser, and starts it if it has not been.
func (b *Browser) running(t TB) context.Context {
	t.Helper()
	path := program()
	if path == "" {
		t.Skipf("Chromium is not installed (on Debian: apt-get install chromium)")
	}
	b.start.Do(func() {
		if b.tmp, b.err = os.MkdirTemp("", "browser-"); b.err != nil {
			return
		}
		options := append(flags(path), chromedp.Env("TMPDIR="+b.tmp))
		allocated, _ := chromedp.NewExecAllocator(context.Background(), options...)
		b.ctx, b.cancel = chromedp.NewContext(allocated)
		b.err = chromedp.Do(b.ctx) // starts it
	})
	if b.err != nil {
		t.Fatalf("cannot start %s: %v", path, b.err)
	}
	return b.ctx
}

// unused names features of Chromium that no page can see, and that start processes with
// each tab. A tab of its own profile otherwise costs four renderers in place of one,
// and more time than most tests need for all else.
func unused() string {
	return strings.Join([]string{
		"Translate", "BlinkGenPropertyTrees", // chromedp's own, which ours would replace
		"WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup", // pages of suggestions below the address
		"SpareRendererForSitePerProcess", // a process for the next page, which no test opens
	}, ",")
}

// flags let Chromium run without a display, as root in a container, and without
// talking to anyone but this machine.
func flags(path string) []chromedp.ExecAllocatorOption {
	return append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]),
		chromedp.ExecPath(path),
		chromedp.Flag("headless", "new"),
		chromedp.Flag("no-sandbox", true),
		chromedp.Flag("disable-features", unused()),
		// The page takes over the process of the empty tab. Tabs of other profiles never
		// share one.
		chromedp.Flag("renderer-process-limit", "1"),
		chromedp.Flag("disable-gpu", true),
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-domain-reliability", true),
		chromedp.Flag("no-pings", true),
		chromedp.Flag("mute-audio", true),
		chromedp.Flag("hide-scrollbars", true),
		chromedp.Flag("font-render-hinting", "none"), // screenshots are alike on every machine
		chromedp.Flag("lang", "en-US"),
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"),
	)
}
