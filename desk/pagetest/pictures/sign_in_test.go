package pictures_test

import (
	"testing"

	"nlgserver/desk/internal/desktest"
)

// TestBrowserSignInPicture draws the page where a team signs in; see [TestBrowserPictures].
func TestBrowserSignInPicture(t *testing.T) {
	o := chromium.TeamOffice(t, desktest.Team(t))
	page := o.OpenSignIn(t, "")
	page.Viewport(1440, 900)
	page.Wait(desktest.SignInButton)
	draw(t, page, "sign-in")
}
