package browser_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"nlgserver/internal/browser"
)

var chromium browser.Browser

func TestMain(m *testing.M) { os.Exit(chromium.Run(m)) }

const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https: data:; connect-src 'self'; base-uri 'none'; form-action 'self'"

const small = `<!doctype html><html lang="en"><head><title>Small</title><link rel="stylesheet" href="/page.css"><script src="/page.js" defer></script></head><body><main>
<h1>Small page</h1>
<label>Name <input id="name"></label>
<label>Color <select id="color"><option value="r">Red</option><option value="g">Green</option></select></label>
<button id="more">More</button>
<section aria-label="Left"><button>Same</button></section>
<section aria-label="Right"><button aria-pressed="true">Same</button></section>
<p id="said"></p><p id="media"></p>
</main></body></html>`

const script = `
const said = document.getElementById('said');
document.getElementById('name').addEventListener('input', e => { said.textContent = 'Hello ' + e.target.value; });
document.getElementById('color').addEventListener('change', e => { said.textContent = 'Color ' + e.target.value; });
document.getElementById('more').addEventListener('click', () => setTimeout(() => { said.innerHTML = '<b>More   than</b> before'; location.hash = 'more'; }, 50));
document.querySelector('[aria-label=Right] button').addEventListener('click', () => { said.textContent = 'right'; });
addEventListener('keydown', e => { if (e.key === 'k' && e.ctrlKey) said.textContent = 'shortcut'; if (e.key === '/') { e.preventDefault(); document.getElementById('name').focus(); } });
const media = () => { document.getElementById('media').textContent = ['prefers-color-scheme: dark', 'prefers-reduced-motion: reduce', 'forced-colors: active'].filter(m => matchMedia('(' + m + ')').matches).join('; ') + ' ' + innerWidth; };
addEventListener('resize', media); media();
`

// serve serves the small page, with more pages by path.
func serve(t *testing.T, pages map[string]string) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", policy)
		body, ok := pages[r.URL.Path]
		switch {
		case ok && strings.HasSuffix(r.URL.Path, ".js"), r.URL.Path == "/page.js":
			w.Header().Set("Content-Type", "text/javascript")
			if !ok {
				body = script
			}
		case ok && strings.HasSuffix(r.URL.Path, ".css"):
			w.Header().Set("Content-Type", "text/css")
		case ok:
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
		case r.URL.Path == "/":
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			body = small
		case r.URL.Path == "/page.css":
			w.Header().Set("Content-Type", "text/css")
			body = "input, select, button { min-height: 24px }"
		case r.URL.Path == "/favicon.ico":
			w.WriteHeader(http.StatusNoContent)
		default:
			w.WriteHeader(http.StatusNotFound)
		}
		fmt.Fprint(w, body)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

func TestPageIsUsedAsAPersonDoes(t *testing.T) {
	page := chromium.Page(t)
	page.Open(serve(t, nil))
	name := browser.Named("textbox", "Name")

	page.Fill(name, "Ärni")
	page.UntilText(browser.Like("paragraph", ""), "Hello Ärni")
	page.Fill(name, "Eve")
	page.See("Hello Eve")
	page.Unsee("Ärni")
	page.Fill(name, "")
	page.Unsee("Eve")

	page.Choose(browser.Named("combobox", "Color"), "Green")
	page.See("Color g")

	page.Click(browser.Named("button", "More"))
	page.See("More than before")
	page.UntilURL("#more")
	page.Back()
	page.Until("location.hash === ''")
	page.Forward()
	page.UntilURL("#more")
	page.Reload()
	page.Unsee("before")

	page.Click(browser.Named("button", "Same").In(browser.Named("region", "Right")))
	page.See("right")
	if names := page.Names(browser.Named("button", "Same")); len(names) != 2 {
		t.Errorf("%d buttons are called Same", len(names))
	}
	page.Press("Control+k")
	page.See("shortcut")
	if page.Has(browser.Named("button", "Less")) {
		t.Error("the page has a button Less")
	}
	page.Gone(browser.Named("button", "Less"))
	if tree := page.Tree(); !strings.Contains(tree, `button "Same" focused=true pressed=true`) || !strings.Contains(tree, `heading "Small page"`) {
		t.Errorf("the tree:\n%s", tree)
	}
}

// A click waits until the element is at rest, and until nothing covers it.
func TestClickWaits(t *testing.T) {
	const frame = `<!doctype html><html lang="en"><head><title>t</title><link rel="stylesheet" href="/case.css"><script src="/case.js" defer></script></head><body>`
	for name, c := range map[string]struct{ body, style, script, role, gets string }{
		"what covers it": {
			`<button>Right</button><div id="cover"></div>`,
			`#cover { position: fixed; inset: 0 }`,
			`setTimeout(() => document.getElementById('cover').remove(), 500)`,
			"button", "BUTTON",
		},
		"its way": {
			`<button>Right</button>`,
			`button { position: fixed; top: 100px; width: 60px; height: 30px }`,
			`{
				let frame = 0;
				const move = () => {
					document.querySelector('button').style.left = frame * 137 % 700 + 'px';
					if (frame++ < 60) requestAnimationFrame(move);
				};
				move();
			}`,
			"button", "BUTTON",
		},
		"a label over it": {
			`<label>Right <input type="checkbox"><span></span></label>`,
			`label { position: relative; display: block } span { position: absolute; inset: 0 }`,
			``,
			"checkbox", "SPAN INPUT", // the browser clicks the field for its label
		},
	} {
		t.Run(name, func(t *testing.T) {
			page := chromium.Page(t)
			page.Open(serve(t, map[string]string{
				"/page": frame + c.body, "/case.css": c.style,
				"/case.js": c.script + `; window.got = []; addEventListener('click', e => { got.push(e.target.tagName); })`,
			}) + "/page")
			page.Until("window.got !== undefined")
			page.Click(browser.Named(c.role, "Right"))
			page.Until("got.length > 0")
			if got := strings.Join(browser.Value[[]string](page, "got"), " "); got != c.gets {
				t.Errorf("%s got the click", got)
			}
		})
	}
}

func TestKeyboardAlone(t *testing.T) {
	page := chromium.Page(t)
	page.Open(serve(t, nil))
	page.TabTo(browser.Named("button", "More"))
	page.Press("Shift+Tab")
	if focused := page.Focused(); focused != `combobox "Color"` {
		t.Errorf("Shift+Tab went to %s", focused)
	}
	page.Press("/")
	page.UntilFocused(browser.Named("textbox", "Name"))
	page.Type("by key")
	page.See("Hello by key")
	page.TabTo(browser.Named("button", "More"))
	page.Press("Enter")
	page.See("More than before")
}

func TestComposing(t *testing.T) {
	page := chromium.Page(t)
	page.Open(serve(t, nil))
	name := browser.Named("textbox", "Name")
	page.Run("window.told = []; for (const what of ['compositionstart', 'compositionend']) addEventListener(what, () => told.push(what))")
	page.Click(name)
	page.Compose("に")
	page.Compose("にほん")
	page.See("Hello にほん")
	if told := browser.Value[[]string](page, "told"); !slices.Equal(told, []string{"compositionstart"}) {
		t.Errorf("told of %q", told)
	}
	page.Commit("日本")
	page.See("Hello 日本")
	page.Unsee("にほん")
	if told := browser.Value[[]string](page, "told"); !slices.Equal(told, []string{"compositionstart", "compositionend"}) {
		t.Errorf("told of %q", told)
	}
}

func TestMediaAndViewport(t *testing.T) {
	page := chromium.Page(t)
	page.Media(browser.Media{Dark: true, ReducedMotion: true, ForcedColors: true})
	page.Viewport(360, 640)
	page.Open(serve(t, nil))
	page.See("prefers-color-scheme: dark; prefers-reduced-motion: reduce; forced-colors: active 360")
	page.Media(browser.Media{})
	page.Viewport(900, 600)
	page.Unsee("dark")
	page.See("900")
	if picture := page.Screenshot(); !strings.HasPrefix(string(picture), "\x89PNG") {
		t.Error("a screenshot is no PNG")
	}
}

func TestTabsShareNothing(t *testing.T) {
	url := serve(t, nil)
	first, second := chromium.Page(t), chromium.Page(t)
	first.Open(url)
	first.Run("document.cookie = 'a=1'; localStorage.setItem('a', '1')")
	second.Open(url)
	if found := browser.Value[string](second, "document.cookie + localStorage.getItem('a')"); found != "null" {
		t.Errorf("another tab has %q", found)
	}
}

// failures is a test that notes that it failed, and goes on.
type failures struct {
	*testing.T
	errors  []string
	cleanup []func()
}

func (f *failures) Errorf(format string, args ...any) {
	f.errors = append(f.errors, fmt.Sprintf(format, args...))
}
func (f *failures) Cleanup(end func()) { f.cleanup = append(f.cleanup, end) }

func (f *failures) end() string {
	for _, end := range slices.Backward(f.cleanup) {
		end()
	}
	return strings.Join(f.errors, "\n")
}

func TestProblemsFailATest(t *testing.T) {
	frame := func(body string) string {
		return `<!doctype html><html lang="en"><head><title>t</title></head><body><h1>Ready</h1>` + body + `</body></html>`
	}
	tests := []struct {
		name, body, script, want string
	}{
		{"nothing", "<p>fine</p>", "console.log('fine')", ""},
		{"console error", "", "console.error('broken', 7)", `console: "broken" 7`},
		{"console warning", "", "console.warn('deprecated')", `console: "deprecated"`},
		{"exception", "", "null.x", "uncaught exception: Uncaught TypeError"},
		{"rejected promise", "", "Promise.reject(new Error('lost'))", "uncaught exception: Uncaught (in promise) Error: lost"},
		{"inline script", "<script>tripwire('inline')</script>", "", "content security policy: script-src-elem blocked inline"},
		{"event handler", "<img src=x onerror=tripwire(1)>", "", "content security policy: script-src-attr blocked inline"},
		{"inline style", "<p style='color: red'>x</p>", "", "content security policy: style-src-attr blocked inline"},
		{"missing file", "<img src='/missing.png' alt=''>", "", "network: Failed to load resource"},
		{"script of content", "", "tripwire('from a text')", "a script of content ran: from a text"},
		{"dialog", "", "alert('from a name')", "a script of content ran: alert: from a name"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			url := serve(t, map[string]string{
				"/page": frame(test.body) + `<script src="/case.js" defer></script>`, "/case.js": test.script, "/x": "",
			})
			f := &failures{T: t}
			page := chromium.Page(f)
			page.Open(url + "/page")
			page.See("Ready")
			page.Until("document.readyState === 'complete'")
			got := f.end()
			if test.want == "" && got != "" || !strings.Contains(got, test.want) {
				t.Errorf("the test failed with %q, want %q", got, test.want)
			}
		})
	}
}

func TestExpectedProblemsDoNotFailATest(t *testing.T) {
	page := chromium.Page(t)
	page.Expect("missing.png")
	page.Open(serve(t, map[string]string{"/page": "<!doctype html><title>t</title><img src='/missing.png' alt=''>"}) + "/page")
	page.Until("document.images[0].complete")
}

func TestRequestsAreCounted(t *testing.T) {
	page := chromium.Page(t)
	page.Open(serve(t, nil))
	page.See("Small page")
	scripts := page.Requests("/page.js")
	if len(scripts) != 1 || scripts[0].Status != 200 || scripts[0].Bytes < len(script) || scripts[0].Bytes > len(script)+1000 {
		t.Errorf("requests of the script: %+v", scripts)
	}
	if sum := page.Transferred(); sum < len(script)+len(small) {
		t.Errorf("%d bytes for %d", sum, len(script)+len(small))
	}
	if outside := page.Outside(); len(outside) > 0 {
		t.Errorf("the page asked %q", outside)
	}
}

func TestOtherHostsCannotBeReached(t *testing.T) {
	page := chromium.Page(t)
	page.Expect("other.example")
	page.Open(serve(t, map[string]string{"/page": "<!doctype html><title>t</title><img src='https://other.example/pixel.png' alt=''>"}) + "/page")
	page.Until("document.images[0].complete")
	if outside := page.Outside(); !slices.Equal(outside, []string{"https://other.example/pixel.png"}) {
		t.Errorf("asked %q", outside)
	}
}

func TestOffline(t *testing.T) {
	page := chromium.Page(t)
	page.Expect("ERR_INTERNET_DISCONNECTED")
	page.Open(serve(t, nil))
	fetched := "fetch('/page.js').then(r => r.ok, () => false)"
	page.Offline(true)
	if browser.Value[bool](page, fetched) {
		t.Error("a page without network has fetched a file")
	}
	page.Offline(false)
	if !browser.Value[bool](page, fetched) {
		t.Error("the network did not come back")
	}
}

const web = "../../desk/web"

func TestAxe(t *testing.T) {
	page := chromium.Page(t)
	page.Open(serve(t, map[string]string{
		"/bad": `<!doctype html><html lang="en"><head><title>t</title></head><body><main><h1>Bad</h1><button></button><input><p>Pale</p></main></body></html>`,
	}))
	if violations := page.Axe(web); len(violations) > 0 {
		t.Errorf("the small page violates %s", strings.Join(violations, "\n"))
	}
	page.Open(strings.TrimSuffix(page.URL(), "/") + "/bad")
	violations := strings.Join(page.Axe(web), "\n")
	for _, want := range []string{"button-name (critical)", "label (critical)"} {
		if !strings.Contains(violations, want) {
			t.Errorf("no %s in:\n%s", want, violations)
		}
	}
	page.Run("document.querySelector('p').style.color = '#aaa'")
	contrast := page.AxeContrast(web)
	if len(contrast) != 1 || !strings.HasPrefix(contrast[0], "color-contrast (serious)") {
		t.Errorf("%q", contrast)
	}
}

// A browser and its profile end with the program, however the program ends.
func TestNothingIsLeft(t *testing.T) {
	if os.Getenv("BROWSER_TEST_ENDS") != "" {
		t.Skip("it is the program that ends")
	}
	for _, how := range []string{"return", "panic", "kill"} {
		t.Run(how, func(t *testing.T) {
			if !browser.Installed() {
				t.Skip("Chromium is not installed (on Debian: apt-get install chromium)")
			}
			dir := t.TempDir()
			child := exec.Command(os.Args[0], "-test.run=^TestEnds$")
			child.Env = append(os.Environ(), "BROWSER_TEST_ENDS="+how, "TMPDIR="+dir)
			out, _ := child.CombinedOutput()
			if !strings.Contains(string(out), "the page is open") {
				t.Fatalf("the program did not open a page: %s", out)
			}
			left := func() []string { return processesWith(t, dir) }
			for len(left()) > 0 && t.Context().Err() == nil { // the test's own time limit ends it
				page := chromium.Page(t) // takes its time
				page.Open("about:blank")
			}
			profiles, err := filepath.Glob(filepath.Join(dir, "*"))
			if err != nil {
				t.Fatal(err)
			}
			if how == "return" && len(profiles) > 0 {
				t.Errorf("left behind: %q", profiles)
			}
		})
	}
}

// TestEnds is the program of TestNothingIsLeft.
func TestEnds(t *testing.T) {
	how := os.Getenv("BROWSER_TEST_ENDS")
	if how == "" {
		t.Skip("TestNothingIsLeft runs it in a process of its own")
	}
	page := chromium.Page(t)
	page.Open(serve(t, nil))
	fmt.Println("the page is open")
	switch how {
	case "panic":
		panic("on purpose")
	case "kill":
		p, err := os.FindProcess(os.Getpid())
		if err != nil {
			t.Fatal(err)
		}
		_ = p.Kill()
		select {}
	}
}

// processesWith returns the command lines of the processes that name a directory.
func processesWith(t *testing.T, dir string) []string {
	t.Helper()
	files, err := filepath.Glob("/proc/[0-9]*/cmdline")
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, file := range files {
		line, err := os.ReadFile(file)
		if err == nil && strings.Contains(string(line), dir) {
			found = append(found, strings.ReplaceAll(string(line), "\x00", " "))
		}
	}
	return found
}
