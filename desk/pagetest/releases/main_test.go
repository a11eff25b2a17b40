package releases_test

import (
	"os"
	"testing"

	"nlgserver/desk/internal/desktest"
	"nlgserver/internal/browser"
)

var chromium desktest.Browser

func TestMain(m *testing.M) { os.Exit(chromium.Run(m)) }

// What is where in the history.
var (
	live     = browser.Named("region", "Live now")
	replicas = browser.Named("region", "Replicas")
	history  = browser.Named("region", "Releases")
	panel    = browser.Named("region", "Publish")
)

// goBack is the button that leads to going back to a release, by what it is called.
func goBack(number string) browser.Target {
	return browser.Named("button", "Go back to release "+number).In(history)
}
