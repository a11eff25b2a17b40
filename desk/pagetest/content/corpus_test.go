package content_test

import (
	"errors"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"testing"

	"nlgserver/desk"
	"nlgserver/desk/internal/desktest"
	"nlgserver/internal/browser"
	"nlgserver/internal/source/files"
)

// realAssistants are assistants of the corpus: with slot conditions, in two languages
// with custom payloads, for many channels, in Chinese, in Amharic, with Jinja, with
// long medical texts.
var realAssistants = []string{
	"PerfectFit-project__virtual-coach-rasa",
	"dialoguemd__covidflow/core/domain/domain.en.yml",
	"GerritChatbot__rasa_base",
	"Dustyposa__rasa_ch_faq",
	"yerosan__bot_updates/domain_am.yml",
	"rasa-customers__credit-agricole-ts-hello-rasa",
	"phamnam-mta__know-life-chatbot",
	"JackyLeg__chatbot-spmb",
}

// Whoever opens a real assistant sees its responses, and nothing goes wrong.
func TestBrowserShowsRealAssistants(t *testing.T) {
	const corpus = "../../../../shared/corpus"
	if _, err := os.Stat(corpus); errors.Is(err, fs.ErrNotExist) {
		t.Skip("the corpus is not here")
	}
	for _, name := range realAssistants {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(corpus, filepath.FromSlash(name))
			found, diags := files.New([]string{path}).Fetch(t.Context())
			if diags.HasErrors() {
				t.Fatal(diags)
			}
			page := chromium.Site(t, desktest.NewContent(found...), desk.Options{}).Open(t, "")
			page.Until("document.querySelector('#list [data-index]') !== null || document.querySelector('#main').innerText.includes('cannot be used')")
			if page.Has(browser.Like("heading", "cannot be used")) {
				t.Skip("its content is rejected")
			}
			hashes := browser.Value[[]string](page, "[...document.querySelectorAll('#list [data-index]')].map(a => a.getAttribute('href'))")
			const most = 6
			for i := 0; i < len(hashes); i += max(len(hashes)/most, 1) {
				hash := hashes[i]
				page.Run("location.hash = " + desktest.Quoted(hash+"?all=1"))
				opened, err := url.PathUnescape(hash[len("#/responses/"):])
				if err != nil {
					t.Fatal(err)
				}
				page.Wait(desktest.Title(opened))
				page.Until("document.querySelector('#response article') !== null && document.querySelector('#try figure, #try .lost') !== null")
			}
			for _, violation := range page.Axe(desktest.Web) {
				t.Error(violation)
			}
			page.Run("location.hash = '#/findings'")
			page.Wait(browser.Named("heading", "Findings"))
			page.Until("document.querySelector('.found, .finding, .empty') !== null")
			for _, violation := range page.Axe(desktest.Web) {
				t.Error(violation)
			}
			if outside := page.Outside(); len(outside) > 0 {
				t.Errorf("the page asked %q", outside)
			}
		})
	}
}
