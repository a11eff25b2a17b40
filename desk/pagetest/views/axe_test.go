package views_test

import (
	"testing"

	"nlgserver/desk"
	"nlgserver/desk/internal/desktest"
	"nlgserver/internal/browser"
)

// scene is a view of the page, with what shows that it is complete.
type scene struct {
	name  string
	hash  string
	ready func(page *browser.Page)
}

// stage is content with scenes that are views of it.
type stage struct {
	content *desktest.Content
	options desk.Options
	scenes  []scene
}

// stages have all views of the page.
func stages(t *testing.T) []stage {
	demo, options := desktest.Assistant(t)
	see := func(text string) func(*browser.Page) { return func(p *browser.Page) { p.See(text) } }
	until := func(expression string) func(*browser.Page) {
		return func(p *browser.Page) { p.Until(expression) }
	}
	drawn := until("document.querySelector('#try figure') !== null")
	return []stage{
		{demo, options, []scene{
			{"list", "#/responses", see("9 responses")},
			{"search", "#/responses?q=block", see("2 of 9 responses")},
			{"no match", "#/responses?q=xyzzy", see("No response matches")},
			{"try on all channels", "#/responses/utter_ask_block_card?all=1&lang=de&pane=try", until("document.querySelector('#try')?.innerText.includes('channels show the same')")},
			{"tests", "#/tests", func(p *browser.Page) { p.Wait(browser.Named("heading", "Tests")) }},
		}},
		{desktest.Shop(), desk.Options{}, []scene{
			{"response", "#/responses/utter_offer?slot.tier=%22gold%22", drawn},
			{"response with findings", "#/responses/utter_slip", until("document.querySelector('#try .result')?.innerText")},
			{"unknown response", "#/responses/utter_ofer", until("document.getElementById('response')?.innerText.includes('no response')")},
			{"findings", "#/findings", see("Responses with findings")},
		}},
		{desktest.HalfTranslated(), desk.Options{}, []scene{
			{"translations", "#/translations?lang=de", see("6 texts in German")},
			{"arabic translations", "#/translations?lang=ar&state=open", see("5 of 6 texts in Arabic")},
		}},
		{arabic(), desk.Options{}, []scene{{"arabic", "#/responses/utter_مرحبا", drawn}}},
		{desktest.NewContent(desktest.File("a.yml", "utter_a:\n- text: Hello\n")), desk.Options{}, []scene{
			{"no translations", "#/translations", see("no translations yet")},
		}},
		{desktest.NewContent(desktest.Raw("broken.yml", "version: \"3.1\"\nresponses:\n  utter_a:\n  - text: \"Never closed\n")), desk.Options{}, []scene{
			{"rejected", "#/responses", see("The content cannot be used")},
		}},
	}
}

// arabic is content that is written from right to left, beside Chinese.
func arabic() *desktest.Content {
	return desktest.NewContent(desktest.File("rtl.yml", `
utter_مرحبا:
- text: "مرحبا {name}، كيف يمكنني مساعدتك؟"
  buttons: [{title: "نعم", payload: /affirm}]
  translation: {zh: "你好，{name}！有什么可以帮您？", en: "Hello {name}"}
utter_chinese:
- text: "您的卡已被冻结。"
`))
}

func TestBrowserAccessible(t *testing.T) {
	for _, stage := range stages(t) {
		page := chromium.Site(t, stage.content, stage.options).Open(t, "")
		page.Expect("404") // of the unknown response
		for _, scene := range stage.scenes {
			page.Run("location.hash = " + desktest.Quoted(scene.hash))
			page.Reload() // so that nothing is left of the scene before
			desktest.Accessible(t, page, scene.name, func() { scene.ready(page) })
		}
	}
}

func TestBrowserForcedColors(t *testing.T) {
	page := chromium.Site(t, desktest.Shop(), desk.Options{}).Open(t, "#/responses/utter_offer")
	page.Media(browser.Media{ForcedColors: true})
	page.Wait(desktest.Title("utter_offer"))
	page.Click(desktest.Row("utter_slip"))
	page.Wait(desktest.Title("utter_slip"))
	// What is selected must be told by more than a color that the system replaces.
	if current := page.Attribute(desktest.Row("utter_slip"), "aria-current"); current != "true" {
		t.Errorf("aria-current of the open response is %q", current)
	}
}

func TestBrowserWritesFromRightToLeft(t *testing.T) {
	page := chromium.Site(t, arabic(), desk.Options{}).Open(t, "#/responses/utter_مرحبا")
	page.UntilText(desktest.Says, "كيف يمكنني مساعدتك")
	direction := func(selector, part string) string {
		return browser.Value[string](page, "getComputedStyle([...document.querySelectorAll("+desktest.Quoted(selector)+")].find(e => e.innerText.includes("+desktest.Quoted(part)+"))).direction")
	}
	if d := direction("#response .words", "مرحبا"); d != "rtl" {
		t.Errorf("the Arabic text is written %s", d)
	}
	if d := direction("#response .words", "你好"); d != "ltr" {
		t.Errorf("the Chinese text is written %s", d)
	}
	if d := direction("#try .said-text", "مرحبا"); d != "rtl" {
		t.Errorf("the Arabic bubble is written %s", d)
	}
	page.Fill(desktest.Search, "冻结")
	page.Wait(desktest.Row("utter_chinese"))
	page.Fill(desktest.Search, "مساعدتك")
	page.Wait(desktest.Row("utter_مرحبا"))
	page.Choose(desktest.Language, "Chinese")
	page.UntilText(desktest.Says, "有什么可以帮您")
}
