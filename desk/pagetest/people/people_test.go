package people_test

import (
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"nlgserver/desk/internal/desktest"
	"nlgserver/internal/browser"
)

func TestBrowserSignsIn(t *testing.T) {
	o := chromium.TeamOffice(t, desktest.Team(t))
	page := o.OpenSignIn(t, "#/responses/utter_hi?slot.name=%22Zoe%22")
	page.Expect("403") // of the wrong password
	page.Wait(desktest.SignInButton)
	if strings.Contains(page.Text(), "utter_") {
		t.Error("the page shows content without a session")
	}
	desktest.Accessible(t, page, "signing in", func() { page.Wait(desktest.SignInButton) })
	// What password managers look for.
	for selector, want := range map[string]string{
		"form[method=post] input[autocomplete=username][name=user]":                            "text",
		"form[method=post] input[autocomplete=current-password][name=password][type=password]": "password",
	} {
		if got := browser.Value[string](page, "document.querySelector("+desktest.Quoted(selector)+")?.type ?? ''"); got != want {
			t.Errorf("%s: %q", selector, got)
		}
	}
	desktest.SignIn(page, "ann", "wrong")
	page.See("Wrong name or password.")
	page.UntilFocused(desktest.PasswordField)
	for _, violation := range page.Axe(desktest.Web) {
		t.Errorf("with an error: %s", violation)
	}
	page.Type("pass-ann") // what was wrong is selected
	page.Press("Enter")
	// It shows what the address names.
	page.UntilText(desktest.Says, "Hello Zoe")
	page.Wait(desktest.SignOutButton)
	page.UntilText(browser.Like("banner", ""), "ann")
	if address := page.URL(); strings.Contains(address, "pass") || !strings.Contains(address, "#/responses/utter_hi") {
		t.Error(address)
	}
	page.Reload()
	page.UntilText(desktest.Says, "Hello Zoe")

	page.Click(desktest.SignOutButton)
	page.Wait(desktest.SignInButton)
	page.Reload()
	page.Wait(desktest.SignInButton)
	if strings.Contains(page.Text(), "utter_") {
		t.Error("the page shows content after signing out")
	}
	// The next one at the same browser.
	desktest.SignIn(page, "bob", "pass-bob")
	page.UntilText(browser.Like("banner", ""), "author")
	page.UntilText(desktest.Says, "Hello Zoe")
}

// Each role sees what it can do, and nothing else.
func TestBrowserRoles(t *testing.T) {
	o := chromium.TeamOffice(t, desktest.Team(t))
	for name, writes := range map[string]bool{"eve": false, "bob": true, "ann": true} {
		t.Run(name, func(t *testing.T) {
			page := o.OpenAs(t, name, "#/responses/utter_hi")
			page.Wait(desktest.Title("utter_hi"))
			if writes {
				page.Wait(desktest.UndoButton)
				page.Wait(desktest.Field("Text of variation 1"))
			}
			for what, target := range map[string]browser.Target{
				"undo": desktest.UndoButton, "the text": desktest.Field("Text of variation 1"), "review": browser.Like("link", "^Review"), "history": browser.Like("link", "^History"),
			} {
				if page.Has(target) != writes {
					t.Errorf("%s: %v", what, !writes)
				}
			}
			if !writes && len(page.Requests("/draft")) > 0 {
				t.Error("a reader's page asks for a draft:", page.Requests("/draft"))
			}
		})
	}
}

// behind is a proxy that signs its users in by itself, before a desk that trusts it.
type behind struct {
	next http.Handler
	user atomic.Value // string; the page asks while the test sets it
}

func (b *behind) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if user, ok := b.user.Load().(string); ok {
		r.Header.Set("X-Forwarded-User", user)
	}
	b.next.ServeHTTP(w, r)
}

func TestBrowserBehindAProxy(t *testing.T) {
	people := desktest.Team(t)
	people.TrustHeader, people.TrustProxies = "X-Forwarded-User", []string{"127.0.0.1"}
	people.Users, people.DefaultRole = nil, ""
	o := chromium.TeamOffice(t, people)
	proxy := &behind{next: o.Desk}
	o.Stop()
	o.Serve(proxy)
	page := o.OpenSignIn(t, "")
	page.Expect("403")
	page.See("Sign in first")
	proxy.user.Store("zoe@example.com")
	page.Reload()
	page.See("You cannot open this desk")
	page.See(`"zoe@example.com" has no role here: ask whoever runs the desk.`)
	for _, violation := range page.Axe(desktest.Web) {
		t.Error(violation)
	}
}

// What one typed, and the server did not get, waits for its author in this window. Whoever
// signs in there next neither sees nor sends it.
func TestBrowserKeepsWordsApart(t *testing.T) {
	o := chromium.TeamOffice(t, desktest.Team(t))
	page := o.OpenAs(t, "ann", "#/responses/utter_hi")
	page.Expect("503")
	page.Expect("events")
	page.Wait(desktest.Field("Text of variation 1"))
	// The server does not get what Ann types before her session ends.
	page.Run(`{
		const send = fetch;
		window.fetch = (path, init) => {
			if (init?.method === "POST") sessionStorage.setItem("sent", (sessionStorage.getItem("sent") ?? "") + path + " ");
			return path.endsWith("/draft/steps") ? Promise.reject(new TypeError("lost")) : send(path, init);
		};
	}`)
	page.Fill(desktest.Field("Text of variation 1"), "Only Ann's words")
	page.Until("sessionStorage.getItem('sent').includes('/draft/steps')")
	o.Desk.EndSessions()
	page.Wait(desktest.SignInButton)
	page.Run("sessionStorage.removeItem('sent')")
	desktest.SignIn(page, "bob", "pass-bob")
	page.UntilText(browser.Like("banner", ""), "author")
	page.Until("document.querySelector('#write-1-text')?.value === 'Hello {name}'")
	if sent := browser.Value[string](page, "sessionStorage.getItem('sent') ?? ''"); sent != "/api/desk/v1/sign-in " {
		t.Errorf("while Bob signed in, the page sent: %s", sent)
	}
	page.Fill(desktest.Field("Title of button 1 of variation 1"), "Sure")
	page.Until(desktest.Saved)
	page.See("Your draft: 1 change")
	if strings.Contains(page.Text(), "Only Ann's") {
		t.Error("the words of another are on the page")
	}
	page.Click(desktest.SignOutButton)
	desktest.SignIn(page, "ann", "pass-ann")
	page.Until("document.querySelector('#write-1-text')?.value === \"Only Ann's words\"")
	page.Until(desktest.Saved)
	page.See("Your draft: 1 change")
}

// A page whose user is another one now, by another window, says so.
func TestBrowserSeesWhoItIs(t *testing.T) {
	o := chromium.TeamOffice(t, desktest.Team(t))
	page := o.OpenAs(t, "ann", "#/responses/utter_hi")
	page.Expect("409") // if it asks before it hears
	page.Expect("503")
	page.Expect("events")
	page.UntilText(browser.Like("banner", ""), "ann")
	page.Wait(desktest.Field("Text of variation 1"))
	page.Run(`fetch("/api/desk/v1/sign-in", {method: "POST", headers: {"Content-Type": "application/json"}, body: JSON.stringify({user: "eve", password: "pass-eve"})})`)
	page.UntilText(browser.Like("banner", ""), "eve")
	page.Gone(desktest.Field("Text of variation 1"))
}
