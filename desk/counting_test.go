package desk

import (
	"net/http"
	"strings"
	"testing"

	"nlgserver/desk/internal/view"
)

// A step and a response are answered with the lengths that their channel counts; without
// a channel, there are none.
func TestTextsAreCounted(t *testing.T) {
	o := newOffice(t, nil)
	ann := o.ann()
	count := func(r *view.Response) *view.Count { return r.Variations[len(r.Variations)-1].Texts[0].Count }
	var step struct{ Response *view.Response }
	body := setting("utter_bye", 1, "Bye", "Ciao")
	ann.ask(http.MethodPost, "draft/steps", `{"channel": "telegram", `+strings.TrimPrefix(body, "{"), 200, &step)
	want := view.Count{Count: 4, Limit: 4096, Unit: "UTF-16 units", Channel: "Telegram"}
	if got := count(step.Response); got == nil || *got != want {
		t.Errorf("the step is answered with %+v", got)
	}
	var shown view.Response
	ann.ask(http.MethodGet, "response?name=utter_bye&channel=telegram", "", 200, &shown)
	if got := count(&shown); got == nil || *got != want {
		t.Errorf("the response has %+v", got)
	}
	shown = view.Response{}
	ann.ask(http.MethodGet, "response?name=utter_bye", "", 200, &shown)
	if got := count(&shown); got != nil {
		t.Errorf("without a channel, the response has %+v", got)
	}
}
