package desktest

import (
	"testing"

	"nlgserver/desk"
	"nlgserver/desk/internal/people/peopletest"
	"nlgserver/internal/browser"
)

// What somebody signs in and out with, by its name.
var (
	NameField     = browser.Named("textbox", "Name")
	PasswordField = browser.Named("textbox", "Password")
	SignInButton  = browser.Named("button", "Sign in")
	SignOutButton = browser.Named("button", "Sign out")
)

// Team lets users in: ann and cat, who publish, bob, an author, and eve, a reader; each with
// "pass-" and their name as password.
func Team(t *testing.T) *desk.People {
	t.Helper()
	users := new(desk.Users)
	file := peopletest.File(t, map[string]string{"ann": ":publisher", "bob": ":author", "eve": ":reader", "cat": ":publisher"})
	if _, err := users.Set("users", []byte(file)); err != nil {
		t.Fatal(err)
	}
	return &desk.People{Users: users, DefaultRole: desk.Reader}
}

// SignIn fills the form in, by the keys alone.
func SignIn(page *browser.Page, name, password string) {
	page.Wait(NameField)
	page.UntilFocused(NameField)
	page.Type(name)
	page.Press("Tab")
	page.UntilFocused(PasswordField)
	page.Type(password)
	page.Press("Enter")
}

// OpenSignIn opens a part of the page, such as "#/responses/utter_hi", in a new page that has
// no session.
func (s *Site) OpenSignIn(t *testing.T, hash string) *browser.Page {
	t.Helper()
	page := s.browser.Page(t)
	page.Expect("401") // before signing in
	page.Open(s.URL("/" + hash))
	return page
}

// OpenAs is [Site.OpenSignIn], and signs somebody of [Team] in.
func (s *Site) OpenAs(t *testing.T, name, hash string) *browser.Page {
	t.Helper()
	page := s.OpenSignIn(t, hash)
	SignIn(page, name, "pass-"+name)
	return page
}
