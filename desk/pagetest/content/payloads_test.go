package content_test

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nlgserver/desk"
	"nlgserver/desk/internal/desktest"
	"nlgserver/internal/browser"
	"nlgserver/nlg"
)

// hostile is content with a payload wherever content can have a text.
func hostile(number int, payload string) []nlg.File {
	s := desktest.YAML(desktest.NameOf(payload))
	braced := desktest.YAML(strings.NewReplacer("{", "{{", "}", "}}").Replace(payload))
	comment := strings.NewReplacer("\n", " ", "\r", " ").Replace(payload)
	key := desktest.YAML(desktest.NameOf(payload) + " key")
	file := fmt.Sprintf(`version: "3.1"
slots:
  %[1]s: {type: categorical, values: [%[1]s, other], mappings: [{type: custom}]}
responses:
  # %[3]s
  %[1]s:
  # %[3]s
  - text: %[2]s
    id: %[1]s
    image: %[2]s
    attachment: {type: image, payload: {src: %[2]s, %[4]s: %[2]s}}
    buttons:
    - {title: %[2]s, payload: %[2]s, %[4]s: %[1]s, translation: {de: {title: %[2]s}}}
    quick_replies:
    - {title: %[2]s, payload: %[2]s}
    custom: {%[4]s: %[2]s, nested: [%[2]s]}
    elements: [{title: %[2]s}]
    metadata: {%[4]s: %[1]s}
    translation: {de: %[2]s, %[1]s: %[2]s}
  - text: %[2]s
    condition: [{type: slot, name: %[1]s, value: %[1]s}]
  - text: %[2]s
    channel: %[1]s
`, s, braced, comment, key)
	return []nlg.File{desktest.Raw(fmt.Sprintf("%d %s", number, pathOf(payload)), file)}
}

// pathOf returns a payload as the name of a file.
func pathOf(payload string) string {
	name := strings.ReplaceAll(payload, "/", "∕")
	return name[:min(len(name), 100)] + ".yml"
}

// Nothing of content ever becomes a part of the page: it is shown as it is written.
func TestBrowserRunsNothingOfContent(t *testing.T) {
	payloads := desktest.Payloads()
	if len(payloads) < 40 {
		t.Fatalf("only %d payloads", len(payloads))
	}
	c, dir := desktest.NewContent(), t.TempDir()
	for i, payload := range payloads {
		c.Save(hostile(i, payload)...)
		record(t, dir, i, payload)
	}
	page := chromium.Site(t, c, desk.Options{Recordings: dir}).Open(t, "")
	page.See(fmt.Sprintf("%d responses", len(payloads)))
	for _, payload := range payloads {
		name := desktest.NameOf(payload)
		hash := "#/responses/" + url.PathEscape(name) + "?all=1&slot." + url.QueryEscape(name) + "=" + url.QueryEscape(desktest.YAML(payload))
		page.Run("location.hash = " + desktest.Quoted(hash))
		written := strings.NewReplacer("{", "{{", "}", "}}").Replace(payload)
		page.Until("(text => text.includes(" + desktest.Quoted(name) + ") && text.includes(" + desktest.Quoted(written) + "))(document.getElementById('response').textContent)" +
			" && document.querySelectorAll('#response article').length === 3 && document.querySelectorAll('#try figure').length > 0")
		page.Run("for (const d of document.querySelectorAll('details')) d.open = true")
		page.Until("document.getElementById('recording').options.length === 2") // none, and its own
		if ran := page.Ran(); len(ran) > 0 {
			t.Errorf("%s: a script ran: %q", payload, ran)
		}
		if outside := page.Outside(); len(outside) > 0 {
			t.Fatalf("%s: the page asked %q", payload, outside)
		}
		if found := browser.Value[int](page, "document.querySelectorAll('script:not([src^=\"/desk/\"]), iframe, object, embed, base, form[action], [onerror], [onload], [onclick], [style*=evil], meta[http-equiv], link[href*=evil], a[href^=javascript i], a[href^=data]').length"); found > 0 {
			t.Errorf("%s: %d elements of content are in the page", payload, found)
		}
	}
	page.Fill(desktest.Search, "<script>")
	page.Until("/^\\d+ of \\d+ responses/.test(document.querySelector('#list .count').innerText)")
	page.Run("location.hash = '#/findings'")
	page.Wait(browser.Named("heading", "Findings"))
	page.See("Responses with findings")
	// The same as messages: of files that cannot be used.
	for i, payload := range payloads {
		c.Save(desktest.Raw(fmt.Sprintf("%d %s", i, pathOf(payload)), payload+": [\n"+payload+"\n"))
	}
	page.See("The newer content is rejected")
	page.Until("document.getElementById('main').innerText.includes(" + desktest.Quoted(payloads[0]) + ")")
	if ran := page.Ran(); len(ran) > 0 {
		t.Errorf("a script ran: %q", ran)
	}
}

// record writes a recorded request with the payload in its values.
func record(t *testing.T, dir string, number int, payload string) {
	t.Helper()
	s := desktest.YAML(desktest.NameOf(payload))
	body := fmt.Sprintf(`{"response":%[1]s,"arguments":{%[1]s:%[1]s},"tracker":{"sender_id":%[1]s,"slots":{%[1]s:%[1]s},"latest_message":{"text":%[1]s},"events":[]},"channel":{"name":%[1]s}}`, s)
	if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%d.json", number)), []byte(body), 0o600); err != nil {
		t.Fatal(err)
	}
}
