package people_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"nlgserver/desk/internal/desktest"
	"nlgserver/internal/browser"
)

// deaf is a server whose pages hear of nothing more that happens once they are deaf, and
// which notes what the other requests of a page are answered with.
type deaf struct {
	next   http.Handler
	isDeaf atomic.Bool

	// pending counts the requests that are not answered yet, but for the stream of events.
	pending atomic.Int32

	mu sync.Mutex
	// said are the requests, each with its status and for whom it speaks.
	said []string
	// stepped gets the status that the first step is answered with that a deaf page sends.
	stepped chan int
}

func newDeaf(next http.Handler) *deaf { return &deaf{next: next, stepped: make(chan int, 1)} }

func (d *deaf) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	path, isAPI := strings.CutPrefix(r.URL.Path, "/api/desk/v1/")
	if path == "events" {
		d.next.ServeHTTP(unheard{w, &d.isDeaf}, r)
		if d.isDeaf.Load() {
			<-r.Context().Done() // nor that the stream has ended
		}
		return
	}
	if !isAPI {
		d.next.ServeHTTP(w, r)
		return
	}
	d.pending.Add(1)
	defer d.pending.Add(-1)
	answer := httptest.NewRecorder()
	d.next.ServeHTTP(answer, r)
	d.mu.Lock()
	d.said = append(d.said, fmt.Sprintf("%s %s %d %q", r.Method, path, answer.Code, r.Header["Desk-For"]))
	d.mu.Unlock()
	if path == "draft/steps" && d.isDeaf.Load() {
		select {
		case d.stepped <- answer.Code:
		default:
		}
	}
	maps.Copy(w.Header(), answer.Header())
	w.WriteHeader(answer.Code)
	_, _ = w.Write(answer.Body.Bytes())
}

// unheard drops what is said to the deaf.
type unheard struct {
	http.ResponseWriter
	isDeaf *atomic.Bool
}

func (u unheard) Write(b []byte) (int, error) {
	if u.isDeaf.Load() {
		return len(b), nil
	}
	return u.ResponseWriter.Write(b)
}

// Unwrap is for http.ResponseController.
func (u unheard) Unwrap() http.ResponseWriter { return u.ResponseWriter }

// all returns what was said so far.
func (d *deaf) all() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return append([]string(nil), d.said...)
}

// signInElsewhere signs somebody in at another window, which has the same cookie. The page
// does not hear of it.
//
// A session ends as another one begins in its place, so what the page asks just then is
// refused, and it shows the form to sign in: first it gets all that it waits for, which is
// what it loads, and whatever else it asks then.
func (d *deaf) signInElsewhere(t *testing.T, page *browser.Page, loads, name string) {
	t.Helper()
	d.answered(t, loads)
	d.isDeaf.Store(true)
	d.rest(t)
	page.Run(fmt.Sprintf(`fetch("/api/desk/v1/sign-in", {method: "POST", headers: {"Content-Type": "application/json"}, body: JSON.stringify({user: %q, password: %q})})
		.then(answer => { if (!answer.ok) throw new Error(answer.status) })`, name, "pass-"+name))
}

// What the page loads with a response, and with a file. A slow page asks for some of it long
// after the rest.
const (
	ofResponse = "GET draft, GET response, GET responses, POST try"
	ofFile     = "GET completions, GET draft, GET file"
)

// answered waits until the page has got all that it loads.
func (d *deaf) answered(t *testing.T, loads string) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(20 * time.Millisecond) {
		missing := ""
		for one := range strings.SplitSeq(loads, ", ") {
			if !slices.ContainsFunc(d.all(), func(said string) bool { return strings.HasPrefix(said, one+" 200 ") }) {
				missing = one
			}
		}
		if missing == "" {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("the page has not got %s: %v", missing, d.all())
		}
	}
}

// rest waits until the page has asked for nothing for a while.
func (d *deaf) rest(t *testing.T) {
	t.Helper()
	deadline := time.Now().Add(time.Minute)
	for quiet, before := 0, -1; quiet < 20; time.Sleep(20 * time.Millisecond) {
		if now := len(d.all()); d.pending.Load() == 0 && now == before {
			quiet++
		} else {
			quiet, before = 0, now
		}
		if time.Now().After(deadline) {
			t.Fatalf("the page does not stop asking: %v", d.all())
		}
	}
}

// newTeam is a desk of a team, and a page that shows it to ann.
func newTeam(t *testing.T, hash string) (*desktest.Office, *deaf, *browser.Page) {
	t.Helper()
	o := chromium.TeamOffice(t, desktest.Team(t))
	o.Stop()
	server := newDeaf(o.Desk)
	o.Serve(server)
	page := chromium.Page(t)
	page.Expect("401")
	page.Expect("409")
	page.Open(o.URL("/" + strings.ReplaceAll(hash, "WORDS", o.Path("words.yml"))))
	desktest.SignIn(page, "ann", "pass-ann")
	page.UntilText(browser.Like("banner", ""), "ann")
	return o, server, page
}

// nothingOf checks that the page is the one of bob, who has changed nothing, and then that
// ann has what she typed when she is back.
func nothingOf(t *testing.T, page *browser.Page, typed func()) {
	t.Helper()
	page.UntilText(browser.Like("banner", ""), "bob")
	page.Wait(desktest.UndoButton)
	if changes := browser.Value[string](page, `fetch("/api/desk/v1/draft").then(answer => answer.json()).then(draft => JSON.stringify(draft.changes))`); changes != "[]" {
		t.Errorf("bob's draft: %s", changes)
	}
	if strings.Contains(page.Text(), "Only Ann") {
		t.Error("the words of another are on the page")
	}
	page.Click(desktest.SignOutButton)
	desktest.SignIn(page, "ann", "pass-ann")
	page.UntilText(browser.Like("banner", ""), "ann")
	typed()
	page.Until(desktest.Saved)
	page.Until(`fetch("/api/desk/v1/draft").then(answer => answer.json()).then(draft => JSON.stringify(draft.changes).includes("Only Ann"))`)
}

// What is typed right after another window has signed somebody else in is not theirs,
// even if the page has not heard of it yet: neither what is sent at once, nor what is sent
// as the page is left. It waits for its author.
func TestBrowserTypesAfterAnother(t *testing.T) {
	t.Run("into a field", func(t *testing.T) {
		_, server, page := newTeam(t, "#/responses/utter_hi")
		page.Wait(desktest.Field("Text of variation 1"))
		page.See("Your draft: no changes")
		server.signInElsewhere(t, page, ofResponse, "bob")
		page.Fill(desktest.Field("Text of variation 1"), "Only Ann's words")
		nothingOf(t, page, func() { page.Until(`document.querySelector("#write-1-text")?.value === "Only Ann's words"`) })
	})
	t.Run("into a file", func(t *testing.T) {
		o, server, page := newTeam(t, "#/file/WORDS")
		editor := browser.Named("textbox", "Text of "+o.Path("words.yml"))
		shows := func(text string) {
			page.Until(`document.querySelector("[data-testid=editor]")?.shadowRoot?.querySelector(".cm-content")?.textContent.includes("` + text + `")`)
		}
		page.Wait(editor)
		shows("Hello {name}")
		page.Focus(editor)
		page.Press("Control+Home")
		server.signInElsewhere(t, page, ofFile, "bob")
		page.Type("# Only Ann ")
		nothingOf(t, page, func() { shows("# Only Ann # Ann's words") })
	})
	for what, pause := range map[string]string{" before it sends": "0", " while it sends": "200"} {
		t.Run("and leaves"+what, func(t *testing.T) {
			o, server, page := newTeam(t, "#/responses/utter_hi")
			page.Wait(desktest.Field("Text of variation 1"))
			page.See("Your draft: no changes")
			server.signInElsewhere(t, page, ofResponse, "bob")
			// Only what a page sends as it is left arrives.
			page.Run(`{
				const send = fetch;
				window.fetch = (path, init) => init?.method === "POST" && !init.keepalive ? new Promise(() => undefined) : send(path, init);
				const field = document.querySelector("#write-1-text");
				const type = (text) => {
					field.value = text;
					field.dispatchEvent(new InputEvent("input", {bubbles: true}));
				};
				field.focus();
				type("Only Ann");
				setTimeout(() => {
					type("Only Ann's words");
					location.href = "about:blank";
				}, ` + pause + `);
			}`)
			select {
			case status := <-server.stepped:
				if status != http.StatusConflict {
					t.Errorf("the last words of the page: %d", status)
				}
			case <-time.After(time.Minute):
				t.Fatal("the page has left without a word")
			}
			page.Until("location.href === 'about:blank'")
			page.Open(o.URL("/#/responses/utter_hi"))
			nothingOf(t, page, func() { page.Until(`document.querySelector("#write-1-text")?.value === "Only Ann's words"`) })
		})
	}
}

// Everything that the page sends says for whom, but what asks who that is.
func TestBrowserSaysForWhom(t *testing.T) {
	_, server, page := newTeam(t, "#/responses/utter_hi?slot.name=%22Zoe%22")
	page.UntilText(desktest.Says, "Hello Zoe")
	page.Fill(desktest.Field("Text of variation 1"), "Hi {name}")
	page.UntilText(desktest.Says, "Hi Zoe")
	page.Until(desktest.Saved)
	page.Click(desktest.UndoButton)
	page.UntilText(desktest.Says, "Hello Zoe")
	page.Run(`location.hash = "#/translations?lang=de"`)
	page.Until(`document.querySelector("details.import") !== null`)
	page.Run(`document.querySelector("details.import").open = true`)
	page.Run(`(() => { const given = new DataTransfer();
		given.items.add(new File(["id,target\n"], "de.csv"));
		const field = document.getElementById("import-file");
		field.files = given.files;
		field.dispatchEvent(new Event("change", {bubbles: true})); })()`)
	page.See("de.csv")
	page.Run(`location.hash = "#/review"`)
	page.Click(desktest.SignOutButton)
	page.Wait(desktest.SignInButton)
	sent := map[string]bool{}
	for _, one := range server.all() {
		method, rest, _ := strings.Cut(one, " ")
		path, rest, _ := strings.Cut(rest, " ")
		status, whom, _ := strings.Cut(rest, " ")
		isOpen := path == "session" || path == "sign-in"
		if status == "401" {
			continue // and nobody is signed in
		}
		if sent[method+" "+path] = true; (whom == "[]") != isOpen {
			t.Error(one)
		}
	}
	for _, one := range []string{"GET content", "GET responses", "GET response", "POST try", "GET draft", "POST draft/steps", "POST draft/undo", "GET translations", "POST translations/import", "POST sign-out"} {
		if !sent[one] {
			t.Errorf("the page has not sent %s: %v", one, server.all())
		}
	}
}

// A sign-out of a page whose user is another one by now signs nobody out.
func TestBrowserSignsNobodyElseOut(t *testing.T) {
	_, server, page := newTeam(t, "#/responses/utter_hi")
	page.UntilText(desktest.Says, "Hello")
	page.Wait(desktest.UndoButton)
	server.signInElsewhere(t, page, ofResponse, "bob")
	page.Run(`document.querySelector(".who button").click()`) // once: another page comes
	page.UntilText(browser.Like("banner", ""), "bob")
	page.Reload()
	page.UntilText(browser.Like("banner", ""), "bob")
}

// everyOther is a proxy behind which each request may be another one's.
type everyOther struct {
	next http.Handler
	asks atomic.Int32 // for the page
}

func (e *everyOther) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	user := "bob"
	switch r.URL.Path {
	case "/":
		e.asks.Add(1)
	case "/api/desk/v1/session":
		user = "ann"
	}
	r.Header.Set("X-Forwarded-User", user)
	e.next.ServeHTTP(w, r)
}

// A page that finds another user again and again says so, and does not load itself for
// ever.
func TestBrowserWithUsersThatChange(t *testing.T) {
	people := desktest.Team(t)
	people.TrustHeader, people.TrustProxies = "X-Forwarded-User", []string{"127.0.0.1"}
	o := chromium.TeamOffice(t, people)
	o.Stop()
	proxy := &everyOther{next: o.Desk}
	o.Serve(proxy)
	page := chromium.Page(t)
	page.Expect("409")
	page.Open(o.URL("/"))
	page.See("Somebody else is signed in now")
	if asks := proxy.asks.Load(); asks != 2 {
		t.Errorf("the page was loaded %d times", asks)
	}
	for _, violation := range page.Axe(desktest.Web) {
		t.Error(violation)
	}
}

// The page on which one signs in says to what, and nothing else.
func TestBrowserSignInNamesTheAssistant(t *testing.T) {
	o := chromium.TeamOffice(t, desktest.Team(t))
	page := chromium.Page(t)
	page.Expect("401")
	page.Open(o.URL("/"))
	page.Wait(desktest.SignInButton)
	page.See("Harbour Bank")
	page.Until("document.title === 'Sign in · Harbour Bank'")
	if text := page.Text(); strings.Contains(text, "here (files)") || strings.Contains(text, "0.0.0") {
		t.Errorf("the page says more: %s", text)
	}
	page.UntilFocused(desktest.NameField)
}
