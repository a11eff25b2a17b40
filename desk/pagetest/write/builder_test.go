package write_test

import (
	"encoding/json"
	"strings"
	"testing"

	"nlgserver/desk/internal/desktest"
	"nlgserver/internal/browser"
	"nlgserver/nlg"
)

// builder are scripts that use the builder of the first button as fast as its owner
// never could, to build many payloads.
const builder = `
	const first = "#write-1-buttons_0_payload";
	const drawn = () => new Promise((then) => requestAnimationFrame(() => setTimeout(then)));
	const enter = async (input, text) => {
		Object.getOwnPropertyDescriptor(Object.getPrototypeOf(input), "value").set.call(input, text);
		input.dispatchEvent(new Event(input.tagName === "SELECT" ? "change" : "input", { bubbles: true }));
		await drawn();
	};
	const payload = () => document.querySelector(first);
	const box = () => payload().closest("li").querySelector(".payload-parts");
	const inputs = () => [...box().querySelectorAll(".payload-row input:not([placeholder=intent])")];
	const intent = () => box().querySelector("[placeholder=intent]");
	const shown = () => JSON.stringify({
		other: box().innerText.includes("cannot show"),
		intent: intent()?.value ?? "/SetSlots",
		pairs: inputs().map((input) => input.value),
		why: box().querySelector("[role=status]").innerText,
	});
	const build = async (what, pairs) => {
		await enter(payload(), "as it was");
		await enter(box().querySelector("select"), what === "/SetSlots" ? "slots" : "intent");
		if (what !== "/SetSlots") await enter(intent(), what);
		for (let at = 0; at < pairs.length; at++) {
			if (!inputs()[at]) {
				document.getElementById("write-1-buttons_0_payload-built-add").click();
				await drawn();
			}
			await enter(inputs()[at], pairs[at]);
		}
		return JSON.stringify({ payload: payload().value, why: box().querySelector("[role=status]").innerText });
	};
	const read = async (text) => {
		await enter(payload(), text);
		return shown();
	};
`

// ofBuilder calls one of the builder's scripts, and returns what it returns.
func ofBuilder[T any](t *testing.T, page *browser.Page, call string, arguments ...any) T {
	t.Helper()
	var list []string
	for _, argument := range arguments {
		text, err := json.Marshal(argument)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, string(text))
	}
	answer := browser.Value[string](page, "(async () => {"+builder+"return "+call+"("+strings.Join(list, ", ")+");})()")
	var out T
	if err := json.Unmarshal([]byte(answer), &out); err != nil {
		t.Fatalf("%s: %v", answer, err)
	}
	return out
}

// click returns the payload that a click sends.
func click(t *testing.T, payload, engine string) string {
	t.Helper()
	catalog, found := nlg.Compile([]nlg.File{desktest.Raw("a.yml", "responses: {utter_a: [{text: a, metadata: {template: "+engine+"}, buttons: [{title: b, payload: "+desktest.YAML(payload)+"}]}]}\n")}, nlg.Options{})
	if catalog == nil {
		t.Fatal(found)
	}
	message, err := catalog.Render(&nlg.Request{Response: "utter_a", Slots: nlg.Values("name", "Ann", "tier", "gold")}, nil)
	if err != nil {
		return "error: " + err.Error()
	}
	var sent struct{ Buttons []struct{ Payload string } }
	if err := json.Unmarshal(message.JSON, &sent); err != nil {
		t.Fatal(err)
	}
	return sent.Buttons[0].Payload
}

func withBuilder(t *testing.T, more string) (*desktest.Office, *browser.Page) {
	t.Helper()
	o := chromium.Office(t)
	if more != "" {
		o.End()
		o.Write("words.yml", strings.Replace(desktest.Words, "  - text: \"Hello {name}\" # said first\n", "  - text: \"Hello {name}\"\n"+more, 1))
		o.Begin()
	}
	page := o.Open(t, "#/responses/utter_hi")
	page.Wait(desktest.Field("Payload of button 1 of variation 1"))
	page.Run("document.querySelector('.payload-builder').open = true")
	page.Wait(browser.Named("combobox", "What a click on button 1 of variation 1 does"))
	return o, page
}
