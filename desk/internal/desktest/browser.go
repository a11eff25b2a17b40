package desktest

import (
	"testing"

	"nlgserver/internal/browser"
	"nlgserver/internal/gittest"
)

// Browser is the Chromium of a package's tests. The zero value is ready.
type Browser struct{ browser.Browser }

// Run runs the tests and returns their exit code. The settings of whoever runs them are not
// those of the git repositories in them.
func (b *Browser) Run(m *testing.M) int {
	gittest.Isolate()
	return b.Browser.Run(m)
}

// skipWithout skips a test where there is no Chromium, before it begins anything.
func skipWithout(t *testing.T) {
	t.Helper()
	if !browser.Installed() {
		t.Skip("Chromium is not installed (on Debian: apt-get install chromium)")
	}
}
