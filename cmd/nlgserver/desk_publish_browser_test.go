package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nlgserver/internal/browser"
)

// TestDeskPublishesToAServer changes a text in the desk, publishes it, and sees a
// server on the same files say it, and say the earlier one after going back.
func TestDeskPublishesToAServer(t *testing.T) {
	if !browser.Installed() {
		t.Skip("Chromium is not installed (on Debian: apt-get install chromium)")
	}
	program := build(t)
	file := filepath.Join(t.TempDir(), "responses.yml")
	before := "version: \"3.1\"\n# Keep me.\nresponses:\n  utter_hello:\n  - text: 'Hello' # and me\n"
	if err := os.WriteFile(file, []byte(before), 0o600); err != nil {
		t.Fatal(err)
	}
	var chromium browser.Browser
	t.Cleanup(chromium.Close)
	link := started(t, `http://\S+/desk/open\?key=\S+`, program, "desk", file, "--listen", "127.0.0.1:0", "--state", t.TempDir(), "--author", "Ann Lee <ann@example.com>")
	address := started(t, `http://127\.0\.0\.1:\d+`, program, "serve", file, "--listen", "127.0.0.1:0")
	server := chromium.Page(t)
	server.Open(address + "/#/responses/utter_hello")
	server.See("Hello")
	desk := chromium.Page(t)
	desk.Open(link)
	desk.Click(browser.Like("link", "^utter_hello"))
	desk.Fill(browser.Named("textbox", "Text of variation 1"), "Welcome")
	publish := func() {
		t.Helper()
		desk.Until("document.querySelector('[data-testid=saving]')?.innerText === 'saved'")
		desk.Click(browser.Named("button", "Publish…"))
		desk.See("The draft has been checked.") // what it finds may move the button
		desk.Until("document.querySelector('.publish button[type=submit]')?.getAttribute('aria-disabled') === 'false'")
		desk.Click(browser.Named("button", "Publish"))
		desk.See("Published 1 file")
		desk.Until("document.querySelector('.publish .ok') !== null") // the steps say it too, before the answer
		desk.Click(browser.Named("button", "Close"))
	}
	publish()
	server.See("Welcome")
	after, err := os.ReadFile(file)
	if want := strings.Replace(before, "Hello", "Welcome", 1); err != nil || string(after) != want {
		t.Errorf("the file is %q, %v", after, err)
	}
	desk.Fill(browser.Named("textbox", "Text of variation 1"), "Hello")
	publish()
	server.Unsee("Welcome")
	if again, err := os.ReadFile(file); err != nil || string(again) != before {
		t.Errorf("the file is %q, %v", again, err)
	}
}
