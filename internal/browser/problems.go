package browser

import (
	"fmt"
	"slices"
	"strings"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// tripwire is the name of a function of the window that no honest script calls. What
// tests put into content calls it, and so tells that it ran.
const tripwire = "tripwire"

// watcher runs in every document before its own scripts.
const watcher = `addEventListener('securitypolicyviolation', e => console.error(
	'content security policy: ' + e.effectiveDirective + ' blocked ' + (e.blockedURI || e.sourceFile) + ' ' + e.sample));`

// listen notes what happens on the page. It must not call the browser.
func (p *Page) listen(event any) {
	switch e := event.(type) {
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeAssert || e.Type == runtime.ConsoleAPICalledTypeWarning {
			p.problem("console: " + spoken(e.Args))
		}
	case *runtime.EventExceptionThrown:
		p.problem("uncaught exception: " + exception(e.ExceptionDetails))
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError || e.Entry.Source == log.EntrySourceSecurity {
			p.problem(fmt.Sprintf("%s: %s %s", e.Entry.Source, e.Entry.Text, e.Entry.URL))
		}
	case *runtime.EventBindingCalled:
		if e.Name == tripwire {
			p.tripped(e.Payload)
		}
	case *page.EventJavascriptDialogOpening:
		p.tripped(string(e.Type) + ": " + e.Message)
		go func() { // a dialog stops the page until it is closed
			_, _ = chromedp.Call(p.ctx, page.HandleJavaScriptDialog, page.HandleJavaScriptDialogParams{Accept: false})
		}()
	case *network.EventRequestWillBeSent:
		p.requested(e)
	case *network.EventResponseReceived:
		p.responded(e)
	case *network.EventLoadingFinished:
		p.loaded(e)
	}
}

func (p *Page) problem(text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.problems = append(p.problems, clip(text, 600))
}

func (p *Page) tripped(text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.ran = append(p.ran, text)
}

// Expect says that problems with this text are what the test is about, such as a
// request that must fail.
func (p *Page) Expect(part string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.expected = append(p.expected, part)
}

// Problems returns the errors and warnings on the console, uncaught exceptions and
// violations of the content security policy so far, but those that were expected.
func (p *Page) Problems() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(p.problems), func(problem string) bool {
		return slices.ContainsFunc(p.expected, func(part string) bool { return strings.Contains(problem, part) })
	})
}

// Ran returns what scripts of content have told the tripwire, and the dialogs that
// they opened.
func (p *Page) Ran() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.ran)
}

// report fails the test if anything went wrong on the page.
func (p *Page) report() {
	p.t.Helper()
	for _, problem := range p.Problems() {
		p.t.Errorf("on the page: %s", problem)
	}
	for _, script := range p.Ran() {
		p.t.Errorf("a script of content ran: %s", script)
	}
}

func spoken(args []*runtime.RemoteObject) string {
	var words []string
	for _, arg := range args {
		if arg.Description != "" {
			words = append(words, arg.Description)
		} else {
			words = append(words, string(arg.Value))
		}
	}
	return strings.Join(words, " ")
}

func exception(details *runtime.ExceptionDetails) string {
	text := details.Text
	if details.Exception != nil {
		text += " " + spoken([]*runtime.RemoteObject{details.Exception})
	}
	return text
}
