package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"strings"
	"time"

	"nlgserver/bench/process"
	"nlgserver/internal/browser"
)

// The limits for a pass.
const (
	maxView     = 1000.0 // ms
	maxTransfer = 120.0  // KiB
	maxSearch   = 50.0   // ms, p95
	maxKeyReal  = 100.0  // ms, p95
	maxKeyLarge = 300.0  // ms, p95
)

// rows is how many rows the page asks for at once.
const rows = 100

// painted resolves to the time since the navigation began once the list, the response
// and what it says are painted.
const painted = `new Promise(resolve => {
	const look = () => {
		const there = document.querySelector('#list [data-index]') && document.querySelector('#response article') && document.querySelector('#try figure');
		if (there) requestAnimationFrame(() => setTimeout(() => resolve(performance.now())));
		else requestAnimationFrame(look);
	};
	look();
})`

func measure(t *attempt, chromium *browser.Browser, s *settings, r *report) error {
	large, client, err := start(fmt.Sprint(s.responses))
	if err != nil {
		return err
	}
	defer large.Stop()
	address := fmt.Sprintf("http://%s/#/responses/utter_response_%d", large.Address, s.responses/2)
	var views, transfers []float64
	for range s.views {
		page := chromium.Page(t)
		page.Open(address)
		views = append(views, browser.Value[float64](page, painted))
		transfers = append(transfers, float64(page.Transferred())/1024)
		t.end()
	}
	r.add("first view, list, response and bubbles (median)", percentile(views, 0.5), maxView, "ms ")
	r.add("transfer of the first view, compressed", percentile(transfers, 1), maxTransfer, "KiB")
	times, err := searches(client, large.Address, s)
	if err != nil {
		return err
	}
	r.add("search of the list by HTTP (p95)", percentile(times, 0.95), maxSearch, "ms ")
	keys := keystrokes(t, chromium, address, "name", s.rounds)
	r.add("keystroke to bubbles (p95), "+fmt.Sprint(10*s.responses)+" variations", percentile(keys, 0.95), maxKeyLarge, "ms ")
	if err := realAssistant(t, chromium, s, r); err != nil {
		return err
	}
	return writing(t, chromium, s, r)
}

// realAssistant measures the keystrokes on a real assistant.
func realAssistant(t *attempt, chromium *browser.Browser, s *settings, r *report) error {
	if _, err := os.Stat(s.corpus); errors.Is(err, fs.ErrNotExist) {
		fmt.Printf("skipped: keystrokes on a real assistant: there is no %s\n", s.corpus)
		return nil
	}
	p, client, err := start(s.corpus)
	if err != nil {
		return err
	}
	defer p.Stop()
	name, slot, variations, err := filled(client, p.Address)
	if err != nil {
		return err
	}
	address := "http://" + p.Address + "/#/responses/" + url.PathEscape(name)
	keys := keystrokes(t, chromium, address, slot, s.rounds)
	r.add(fmt.Sprintf("keystroke to bubbles (p95), a real assistant of %d", variations), percentile(keys, 0.95), maxKeyReal, "ms ")
	return nil
}

// writing measures the keystrokes in a text, which each change the draft.
func writing(t *attempt, chromium *browser.Browser, s *settings, r *report) error {
	for _, content := range []string{fmt.Sprint(s.responses), s.corpus} {
		if _, err := os.Stat(s.corpus); content == s.corpus && errors.Is(err, fs.ErrNotExist) {
			continue
		}
		p, client, err := start(content, "write")
		if err != nil {
			return err
		}
		defer p.Stop()
		// The second variation of generated content is for a tier, and then the only one
		// that is said.
		what, name, field, limit := fmt.Sprint(10*s.responses), fmt.Sprintf("utter_response_%d?slot.tier=%%22level1%%22", s.responses/2), "Text of variation 2", maxKeyLarge
		if content == s.corpus {
			if name, err = single(client, p.Address); err != nil {
				return err
			}
			what, name, field, limit = "a real assistant", url.PathEscape(name), "Text of variation 1", maxKeyReal
		}
		address := "http://" + p.Address
		keys := keystrokes(t, chromium, address+"/#/responses/"+name, field, s.rounds, address+enterPath)
		r.add("keystroke in a text to bubbles (p95), "+what, percentile(keys, 0.95), limit, "ms ")
	}
	return nil
}

// start runs a desk, and returns a client with a session once the content is ready.
func start(content ...string) (*process.Process, *http.Client, error) {
	p, err := process.Start("desk", content...)
	if err != nil {
		return nil, nil, err
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, nil, err
	}
	client := &http.Client{Jar: jar}
	entrance := "/"
	if len(content) > 1 {
		entrance = enterPath
	}
	if _, err := get(client, "http://"+p.Address+entrance, "text/html"); err != nil {
		p.Stop()
		return nil, nil, err
	}
	for range 600 {
		var content struct{ State string }
		if err := ask(client, p.Address, "content", &content); err != nil {
			p.Stop()
			return nil, nil, err
		}
		if content.State != "loading" {
			return p, client, nil
		}
		time.Sleep(100 * time.Millisecond)
	}
	p.Stop()
	return nil, nil, errors.New("the content is not ready after a minute")
}

func get(client *http.Client, address, accept string) ([]byte, error) {
	request, err := http.NewRequest(http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Accept", accept)
	reply, err := client.Do(request)
	if err != nil {
		return nil, err
	}
	defer func() { _ = reply.Body.Close() }()
	body, err := io.ReadAll(reply.Body)
	if err == nil && reply.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: status %d: %s", address, reply.StatusCode, body)
	}
	return body, err
}

func ask(client *http.Client, address, path string, v any) error {
	body, err := get(client, "http://"+address+"/api/desk/v1/"+path, "application/json")
	if err != nil {
		return err
	}
	return json.Unmarshal(body, v)
}

// searches returns how long searches take, in milliseconds, as one types the words.
func searches(client *http.Client, address string, s *settings) ([]float64, error) {
	sentences := []string{"response 4711", "hello variation 3", "your balance is", "utter_response_99", "nothing says this", "a"}
	var words []string
	for _, sentence := range sentences {
		for end := 1; end <= len(sentence); end++ {
			words = append(words, strings.TrimSpace(sentence[:end]))
		}
	}
	var times []float64
	for i := range s.searches {
		var list struct{ Matched int }
		begin := time.Now()
		err := ask(client, address, fmt.Sprintf("responses?offset=0&limit=%d&q=%s", rows, url.QueryEscape(words[i%len(words)])), &list)
		if err != nil {
			return nil, err
		}
		times = append(times, float64(time.Since(begin).Microseconds())/1000)
	}
	return times, nil
}

// filled returns a response with a text that a slot fills, and how many variations the
// assistant has.
func filled(client *http.Client, address string) (name, slot string, variations int, err error) {
	var content struct{ Summary struct{ Variations int } }
	if err := ask(client, address, "content", &content); err != nil {
		return "", "", 0, err
	}
	var list struct{ Rows []struct{ Name string } }
	if err := ask(client, address, "responses?limit=500&q=%7B", &list); err != nil {
		return "", "", 0, err
	}
	for _, row := range list.Rows {
		var response struct {
			Variations []struct{ Condition *struct{} }
			Inputs     struct {
				Slots []struct {
					Name, Type string
					InText     bool `json:"in_text"`
				}
			}
		}
		if err := ask(client, address, "response?name="+url.QueryEscape(row.Name), &response); err != nil {
			return "", "", 0, err
		}
		if len(response.Inputs.Slots) != 1 || !response.Inputs.Slots[0].InText {
			continue
		}
		if s := response.Inputs.Slots[0]; s.Type == "text" || s.Type == "any" || s.Type == "float" {
			return row.Name, s.Name, content.Summary.Variations, nil
		}
	}
	return "", "", 0, errors.New("the assistant has no text with a slot")
}

// single returns a response with one variation, which has a text.
func single(client *http.Client, address string) (name string, err error) {
	var list struct {
		Rows []struct {
			Name       string
			Variations int
		}
	}
	if err := ask(client, address, "responses?limit=500", &list); err != nil {
		return "", err
	}
	for _, row := range list.Rows {
		var response struct{ Variations []struct{ Texts []struct{} } }
		if row.Variations != 1 {
			continue
		}
		if err := ask(client, address, "response?name="+url.QueryEscape(row.Name), &response); err != nil {
			return "", err
		}
		if len(response.Variations[0].Texts) == 1 {
			return row.Name, nil
		}
	}
	return "", errors.New("the assistant has no response with one text")
}

// recorder notes for each keystroke how long it is until the bubbles have the value of
// the field.
const recorder = `
window.measured = [];
let pressed = 0;
addEventListener('keydown', event => { pressed = event.timeStamp; }, true);
new MutationObserver(() => {
	const value = document.activeElement.value;
	const bubbles = document.querySelector('#try .talk');
	if (pressed && value && bubbles && bubbles.innerText.includes(value)) {
		measured.push(performance.now() - pressed);
		pressed = 0;
	}
}).observe(document.querySelector('#try'), {subtree: true, childList: true, characterData: true});
`

// keystrokes returns how long it is from keystrokes in a field to the bubbles, in
// milliseconds. It types digits, which are a value of every type.
func keystrokes(t *attempt, chromium *browser.Browser, address, name string, rounds int, first ...string) []float64 {
	page := chromium.Page(t)
	defer t.end()
	for _, entrance := range first {
		page.Open(entrance)
	}
	page.Open(address)
	page.Reload() // a hash alone loads nothing
	browser.Value[float64](page, painted)
	field := browser.Named("textbox", name)
	page.Wait(field)
	page.Run(recorder)
	pressed := 0
	for range rounds {
		page.Fill(field, "")
		page.Run("pressed = 0")
		for _, digit := range "4711081512" {
			page.Type(string(digit))
			pressed++
			page.Until(fmt.Sprintf("measured.length >= %d", pressed))
		}
	}
	return browser.Value[[]float64](page, "measured")
}
