package browser

import (
	"context"
	"errors"
	"strings"
	"unicode/utf16"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// keys are the keys that have a name.
var keys = map[string]string{
	"Enter": kb.Enter, "Escape": kb.Escape, "Tab": kb.Tab, "Space": " ", "Backspace": kb.Backspace, "Delete": kb.Delete,
	"ArrowDown": kb.ArrowDown, "ArrowUp": kb.ArrowUp, "ArrowLeft": kb.ArrowLeft, "ArrowRight": kb.ArrowRight,
	"Home": kb.Home, "End": kb.End, "PageDown": kb.PageDown, "PageUp": kb.PageUp,
}

// Focus moves the keyboard to the element.
func (p *Page) Focus(t Target) {
	p.t.Helper()
	p.with("focus", t, func(ctx context.Context, node *accessibility.Node) error {
		_, err := chromedp.Call(ctx, dom.Focus, dom.FocusParams{BackendNodeID: node.BackendDOMNodeID})
		return err
	})
}

// Fill puts a text into the field in place of what it has, at once, as one pastes it:
// unlike what is typed key by key, it is one step on the slowest machine.
func (p *Page) Fill(t Target, text string) {
	p.t.Helper()
	p.Focus(t)
	p.with("empty", t, func(ctx context.Context, node *accessibility.Node) error {
		_, err := call[any](ctx, node.BackendDOMNodeID, "function() { this.select() }")
		return err
	})
	if text == "" {
		p.Press("Delete")
		return
	}
	must(p, "fill in "+clip(text, 100), input.InsertText, input.InsertTextParams{Text: text})
}

// Choose chooses the option with this label in a native select.
func (p *Page) Choose(t Target, label string) {
	p.t.Helper()
	p.with("choose "+label+" in", t, func(ctx context.Context, node *accessibility.Node) error {
		chosen, err := call[bool](ctx, node.BackendDOMNodeID, `function() {
			const wanted = `+quoted(label)+`;
			const option = [...this.options].find(o => o.label.trim() === wanted || o.value === wanted);
			if (!option) return false;
			this.focus();
			this.value = option.value;
			this.dispatchEvent(new Event('input', {bubbles: true}));
			this.dispatchEvent(new Event('change', {bubbles: true}));
			return true;
		}`)
		if err == nil && !chosen {
			return errors.New("it has no such option")
		}
		return err
	})
}

// Type types a text, key by key, where the keyboard is.
func (p *Page) Type(text string) {
	p.t.Helper()
	p.do("type "+clip(text, 100), press(text, 0))
}

// Compose shows a text that is being composed where the keyboard is, as an input method
// does before its user has chosen: it replaces what was composed before. [Page.Commit]
// ends it.
func (p *Page) Compose(text string) {
	p.t.Helper()
	end := int64(len(utf16.Encode([]rune(text))))
	must(p, "compose "+text, input.ImeSetComposition, input.ImeSetCompositionParams{Text: text, SelectionStart: end, SelectionEnd: end})
}

// Commit ends what is composed with a text.
func (p *Page) Commit(text string) {
	p.t.Helper()
	must(p, "commit "+text, input.InsertText, input.InsertTextParams{Text: text})
}

// Press presses keys one after the other, such as "ArrowDown", "/", or "Shift+Tab".
func (p *Page) Press(names ...string) {
	p.t.Helper()
	for _, name := range names {
		key := name
		var modifiers chromedp.Modifier
		for {
			modifier, rest, found := strings.Cut(key, "+")
			if !found || rest == "" {
				break
			}
			modifiers, key = modifiers|modifierOf(modifier), rest
		}
		if named, ok := keys[key]; ok {
			key = named
		}
		p.do("press "+name, press(key, modifiers))
	}
}

// press presses and releases the keys of a text. Unlike chromedp.KeyEvent, it sends
// the character with the key, so that a page that prevents the key prevents the
// character too.
func press(text string, modifiers chromedp.Modifier) chromedp.Action[chromedp.Void] {
	return func(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
		for _, r := range text {
			events := kb.Encode(r)
			if len(events) == 3 { // down, character, up
				down, character := *events[0], events[1]
				if modifiers&^chromedp.ModifierShift == 0 {
					down.Text, down.UnmodifiedText = character.Text, character.UnmodifiedText
				}
				events = []*input.DispatchKeyEventParams{&down, events[2]}
			}
			for _, event := range events {
				event.Modifiers |= int64(modifiers)
				if _, err := cdp.Call(ctx, t, input.DispatchKeyEvent, *event); err != nil {
					return chromedp.Void{}, err
				}
			}
		}
		return chromedp.Void{}, nil
	}
}

func modifierOf(name string) chromedp.Modifier {
	switch name {
	case "Shift":
		return chromedp.ModifierShift
	case "Control":
		return chromedp.ModifierCtrl
	case "Alt":
		return chromedp.ModifierAlt
	}
	return chromedp.ModifierMeta
}

// Focused returns the role and the accessible name of what has the keyboard, such as
// `searchbox "Search"`.
func (p *Page) Focused() string {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	focused, err := p.focused(ctx)
	if err != nil {
		p.fail("see what has the keyboard", err)
	}
	return focused
}

// UntilFocused waits until the element has the keyboard.
func (p *Page) UntilFocused(t Target) {
	p.t.Helper()
	p.with("see the keyboard at", t, func(ctx context.Context, node *accessibility.Node) error {
		has, err := call[bool](ctx, node.BackendDOMNodeID, "function() { const has = this.getRootNode().activeElement; return has !== null && (this === has || this.id !== '' && this.id === has.getAttribute('aria-activedescendant')) }")
		if err == nil && !has {
			focused, _ := p.focused(ctx)
			return errors.New("it is at " + focused)
		}
		return err
	})
}

// passing describes what has the keyboard. [Page.Focused] says more, and takes longer.
const passing = "document.activeElement.tagName + ' ' + (document.activeElement.ariaLabel ?? document.activeElement.textContent).slice(0, 40)"

// TabTo presses Tab until the element has the keyboard.
func (p *Page) TabTo(t Target) {
	p.t.Helper()
	p.Wait(t)
	var passed []string
	for range 200 {
		if p.focusedIs(t) {
			return
		}
		p.Press("Tab")
		passed = append(passed, Value[string](p, passing))
	}
	p.fail("reach "+t.String()+" by Tab", errors.New("passed "+clip(strings.Join(passed, ", "), 3000)))
}

func (p *Page) focusedIs(t Target) bool {
	p.t.Helper()
	is := false
	p.with("compare the focus with", t, func(ctx context.Context, node *accessibility.Node) (err error) {
		is, err = call[bool](ctx, node.BackendDOMNodeID, "function() { return this === this.getRootNode().activeElement }")
		return err
	})
	return is
}
