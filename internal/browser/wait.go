package browser

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// every is the time between two looks at the page.
const every = 15 * time.Millisecond

// errNotYet says that the page is not yet as it must be.
var errNotYet = errors.New("not yet")

// until tries until there is no error, and fails the test with the last one.
func (p *Page) until(what string, try func(ctx context.Context) error) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	var last error
	for {
		err := try(ctx)
		switch {
		case err == nil:
			return
		case ctx.Err() == nil:
			last = err
		}
		select {
		case <-ctx.Done():
			p.fail(what, errors.Join(last, ctx.Err()))
		case <-time.After(every):
		}
	}
}

// must runs a command of the protocol.
func must[P, R any](p *Page, what string, cmd cdp.Command[P, R], params P) R {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	result, err := chromedp.Call(ctx, cmd, params)
	if err != nil {
		p.fail(what, err)
	}
	return result
}

// evaluate returns the value of a JavaScript expression; of a promise, what it
// resolves to. The content security policy of the page does not apply to it.
func evaluate[T any](ctx context.Context, expression string) (T, error) {
	yes := true
	var value T
	result, err := chromedp.Call(ctx, runtime.Evaluate, runtime.EvaluateParams{
		Expression: expression, ReturnByValue: &yes, AwaitPromise: &yes,
	})
	if err != nil {
		return value, err
	}
	if result.ExceptionDetails != nil {
		return value, errors.New(exception(result.ExceptionDetails))
	}
	if len(result.Result.Value) == 0 { // undefined
		return value, nil
	}
	return value, json.Unmarshal([]byte(result.Result.Value), &value)
}

// Value returns the value of a JavaScript expression in the page.
func Value[T any](p *Page, expression string) T {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	value, err := evaluate[T](ctx, expression)
	if err != nil {
		p.fail("evaluate "+clip(expression, 200), err)
	}
	return value
}

// Run runs JavaScript in the page.
func (p *Page) Run(script string) {
	p.t.Helper()
	Value[any](p, script)
}

// Until waits until a JavaScript expression is true.
func (p *Page) Until(expression string) {
	p.t.Helper()
	p.until("wait for "+expression, func(ctx context.Context) error {
		yes, err := evaluate[bool](ctx, "!!("+expression+")")
		if err == nil && !yes {
			return errNotYet
		}
		return err
	})
}

// UntilURL waits until the address of the page has a part.
func (p *Page) UntilURL(part string) {
	p.t.Helper()
	p.until(fmt.Sprintf("wait for %q in the address", part), func(ctx context.Context) error {
		url, err := evaluate[string](ctx, "location.href")
		if err == nil && !strings.Contains(url, part) {
			return fmt.Errorf("it is %s", url)
		}
		return err
	})
}

// See waits until a text is to be seen on the page. White space makes no difference.
func (p *Page) See(text string) {
	p.t.Helper()
	p.until(fmt.Sprintf("see %q", text), func(ctx context.Context) error {
		seen, err := evaluate[string](ctx, "document.body.innerText")
		if err == nil && !strings.Contains(collapse(seen), collapse(text)) {
			return errNotYet
		}
		return err
	})
}

// Unsee waits until a text is no longer to be seen.
func (p *Page) Unsee(text string) {
	p.t.Helper()
	p.until(fmt.Sprintf("see %q go", text), func(ctx context.Context) error {
		seen, err := evaluate[string](ctx, "document.body.innerText")
		if err == nil && strings.Contains(collapse(seen), collapse(text)) {
			return errNotYet
		}
		return err
	})
}

// Text returns all that is to be seen, with single spaces between the words.
func (p *Page) Text() string {
	p.t.Helper()
	return collapse(Value[string](p, "document.body.innerText"))
}

func collapse(text string) string { return strings.Join(strings.Fields(text), " ") }
